// SPDX-License-Identifier: Apache-2.0
// Replies with a body of JSON, and pages of lists.
#pragma once

#include "base/json.hpp"
#include "ports/http.hpp"

namespace lockstep::api {

HttpReply json_reply(Json const& body, int status = 200);
HttpReply no_content();

// {"items": [...], "next": cursor or null}
Json page(JsonArray items, std::string_view next = {});

// Null for an empty text.
Json text_or_null(std::string_view text);
Json time_or_null(std::optional<TimePoint> const& time);

}  // namespace lockstep::api
