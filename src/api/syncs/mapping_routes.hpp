// SPDX-License-Identifier: Apache-2.0
// The mapping of a sync as a person edits it: fields to choose from, trials, versions.
#pragma once

#include "api/router.hpp"

namespace lockstep::api {

std::vector<Route> mapping_routes();

}  // namespace lockstep::api
