// SPDX-License-Identifier: Apache-2.0
// The mail server and the addresses that others may post to.
#pragma once

#include "api/router.hpp"

namespace lockstep::api {

std::vector<Route> general_routes();

}  // namespace lockstep::api
