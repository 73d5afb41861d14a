// SPDX-License-Identifier: Apache-2.0
// /health, /metrics and the OpenAPI document: what programs ask before anything else.
#pragma once

#include "api/router.hpp"

namespace lockstep::api {

std::vector<Route> health_routes();

}  // namespace lockstep::api
