// SPDX-License-Identifier: Apache-2.0
// /api/v1/connections: accounts at apps, their credentials, and single calls by hand.
#pragma once

#include "api/router.hpp"

namespace lockstep::api {

std::vector<Route> connection_routes();

// A stored connection without its secrets, with its health.
Task<Result<JsonObject>> show_connection(Context& context, ConnectionId id);

}  // namespace lockstep::api
