// SPDX-License-Identifier: Apache-2.0
// /api/v1/session, /api/v1/setup, /api/v1/tokens: who may come in.
#pragma once

#include "api/router.hpp"

namespace lockstep::api {

std::vector<Route> identity_routes();

// A form of another site must neither sign a browser in as somebody else nor guess passwords through it.
Result<void> refuse_another_site(Context& context);
// Says who is signed in now, with the cookies of it.
HttpReply signed_in_reply(Context& context, identity::NewSession const& session, int status);

}  // namespace lockstep::api
