// SPDX-License-Identifier: Apache-2.0
// Workflows and their runs.
#pragma once

#include "api/router.hpp"

namespace lockstep::api {

std::vector<Route> workflow_routes();

}  // namespace lockstep::api
