// SPDX-License-Identifier: Apache-2.0
// Outbound webhooks: who is posted to when something happens, and what was sent.
#pragma once

#include "api/router.hpp"

namespace lockstep::api {

std::vector<Route> delivery_routes();

}  // namespace lockstep::api
