// SPDX-License-Identifier: Apache-2.0
// /api/v1/calls: the record of every call to an app.
#pragma once

#include "api/router.hpp"

namespace lockstep::api {

std::vector<Route> call_routes();

}  // namespace lockstep::api
