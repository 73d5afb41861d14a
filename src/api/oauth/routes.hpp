// SPDX-License-Identifier: Apache-2.0
// Connecting by OAuth: the installation's own apps at vendors, a person's way there and back, and what was agreed to.
#pragma once

#include "api/router.hpp"

namespace lockstep::api {

std::vector<Route> oauth_routes();

}  // namespace lockstep::api
