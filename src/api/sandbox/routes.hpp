// SPDX-License-Identifier: Apache-2.0
// Both simulated apps: their people side by side, edits as a person makes them, and the switches of their faults.
#pragma once

#include <vector>

#include "api/router.hpp"

namespace lockstep::api {

std::vector<Route> sandbox_routes();

}  // namespace lockstep::api
