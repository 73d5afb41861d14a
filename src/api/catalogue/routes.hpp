// SPDX-License-Identifier: Apache-2.0
// /api/v1/connectors and /api/v1/catalogue: which apps there are and what they can do.
#pragma once

#include "api/router.hpp"

namespace lockstep::api {

std::vector<Route> catalogue_routes();

}  // namespace lockstep::api
