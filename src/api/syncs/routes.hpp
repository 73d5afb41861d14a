// SPDX-License-Identifier: Apache-2.0
// /api/v1/syncs: syncs with their plans, records, changes and issues.
#pragma once

#include "api/router.hpp"

namespace lockstep::api {

std::vector<Route> sync_routes();

}  // namespace lockstep::api
