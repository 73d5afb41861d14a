// SPDX-License-Identifier: Apache-2.0
// /api/v1/syncs/{sync_id}/people: the people of a sync for other systems, by e-mail address, phone number or an id of one's own.
#pragma once

#include "api/router.hpp"

namespace lockstep::api {

std::vector<Route> person_routes();

}  // namespace lockstep::api
