// SPDX-License-Identifier: Apache-2.0
// /api/v1/merge: tries a merge rule on paper.
#pragma once

#include "api/router.hpp"

namespace lockstep::api {

std::vector<Route> merge_routes();

}  // namespace lockstep::api
