// SPDX-License-Identifier: Apache-2.0
// Under which names the program answers browsers. A page of somebody else can point a name of its own at our address ("DNS
// rebinding") and then reads what we answer; it cannot do so with an IP address, nor with a name that we do not know.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lockstep::api {

// `host` as in the request's header, with or without a port. IP addresses and localhost always, and the names in `known`. A
// request without the header comes from no browser.
bool is_known_host(std::string_view host, std::vector<std::string> const& known);

}  // namespace lockstep::api
