// SPDX-License-Identifier: Apache-2.0
// The headers that every reply carries, so that a browser trusts our pages with no more than they need.
#pragma once

#include "ports/http.hpp"

namespace lockstep::api {

enum class ReplyTo : std::uint8_t {
    api,
    web_app
};
void add_security_headers(HttpReply& reply, ReplyTo kind, bool is_tls);

}  // namespace lockstep::api
