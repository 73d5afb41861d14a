// SPDX-License-Identifier: Apache-2.0
// /users: who may come in and what they may do. /join: the link by which somebody chooses a password.
#pragma once

#include "api/router.hpp"

namespace lockstep::api {

// Of one person; the id of a link is known only while one is good.
JsonObject user_view(identity::User const& user, std::optional<TimePoint> link_ends_at = {});
// By the id or login in the path.
Task<Result<identity::User>> find_person(Context& context);
void end_admissions(Context& context, identity::Ended const& ended);

std::vector<Route> invitation_routes();

}  // namespace lockstep::api
