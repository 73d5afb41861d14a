// SPDX-License-Identifier: Apache-2.0
// Errors as problem+json (RFC 9457), in the caller's language. The only place that knows which status an error has.
#pragma once

#include "api/context.hpp"

namespace lockstep::api {

int status_for(Error const& error);

struct Fault {
    std::string_view request_id;
    std::string_view place;  // may be empty
    JsonArray problems;      // may be empty
    messages::Language language = messages::Language::en;
    int status = 0;  // where HTTP itself has the word; 0: that of the error
};
HttpReply error_response(Error const& error, Fault fault);

// "req_...": by which whoever asks finds the line of the log.
std::string new_request_id(Random& random, TimePoint now);

// Where the page of a code is served (web/error_page.hpp); "about:blank" for a code that has none.
std::string page_address(std::string_view code);

}  // namespace lockstep::api
