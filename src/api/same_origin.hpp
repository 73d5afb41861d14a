// SPDX-License-Identifier: Apache-2.0
// Did our own web app send this request? What a cookie alone cannot say, because browsers send it for other sites as well.
#pragma once

#include "ports/http.hpp"

namespace lockstep::api {

// For requests that a cookie authenticates and that change something: our own header, and an Origin or Sec-Fetch-Site that says
// "same origin". Pure.
bool is_from_our_web_app(HttpRequest const& request);

// True when the browser itself says that another site sent it. For requests that need no cookie, such as signing in.
bool is_from_another_site(HttpRequest const& request);

}  // namespace lockstep::api
