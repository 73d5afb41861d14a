// SPDX-License-Identifier: Apache-2.0
// /api/v1/connections: accounts at apps, their credentials, and single calls by hand.
#pragma once

#include "api/router.hpp"

namespace lockstep::api {

std::vector<Route> connection_routes();

// A connection without its secrets.
JsonObject connection_view(connections::Connection const& connection);

}  // namespace lockstep::api
