// SPDX-License-Identifier: Apache-2.0
// /users, /password, /setup-codes and /audit: who may come in, and what they did.
#pragma once

#include "api/router.hpp"

namespace lockstep::api {

std::vector<Route> people_routes();

}  // namespace lockstep::api
