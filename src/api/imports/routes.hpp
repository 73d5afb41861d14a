// SPDX-License-Identifier: Apache-2.0
// /api/v1/connectors/imported: connectors that are made from OpenAPI documents.
#pragma once

#include "api/router.hpp"

namespace lockstep::api {

std::vector<Route> import_routes();

}  // namespace lockstep::api
