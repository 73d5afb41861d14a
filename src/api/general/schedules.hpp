// SPDX-License-Identifier: Apache-2.0
// Schedules that are kept: what happens at certain times.
#pragma once

#include "api/router.hpp"

namespace lockstep::api {

std::vector<Route> schedule_routes();

}  // namespace lockstep::api
