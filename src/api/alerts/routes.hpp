// SPDX-License-Identifier: Apache-2.0
// /alerts: who is told when something is not well, and what became of the last messages.
#pragma once

#include "api/router.hpp"

namespace lockstep::api {

std::vector<Route> alert_routes();

}  // namespace lockstep::api
