// SPDX-License-Identifier: Apache-2.0
// /installation, /keys and /backups: what belongs to the installation as a whole.
#pragma once

#include "api/router.hpp"

namespace lockstep::api {

std::vector<Route> upkeep_routes();

}  // namespace lockstep::api
