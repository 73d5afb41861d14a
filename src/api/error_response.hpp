// SPDX-License-Identifier: Apache-2.0
// Errors as problem+json (RFC 9457). The only place that knows which status an error has.
#pragma once

#include "api/context.hpp"

namespace lockstep::api {

int status_for(Error const& error);

struct Fault {
    std::string_view request_id;
    std::string_view place;  // may be empty
    JsonArray problems;      // may be empty
};
HttpReply error_response(Error const& error, Fault fault);

}  // namespace lockstep::api
