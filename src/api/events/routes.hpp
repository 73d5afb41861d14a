// SPDX-License-Identifier: Apache-2.0
// /api/v1/events and /api/v1/stream: what arrived, and what happens as it happens.
#pragma once

#include "api/router.hpp"

namespace lockstep::api {

std::vector<Route> event_routes();

}  // namespace lockstep::api
