// SPDX-License-Identifier: Apache-2.0
// /api/v1/session, /api/v1/setup, /api/v1/tokens: who may come in.
#pragma once

#include "api/router.hpp"

namespace lockstep::api {

std::vector<Route> identity_routes();

}  // namespace lockstep::api
