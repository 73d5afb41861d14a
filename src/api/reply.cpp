// SPDX-License-Identifier: Apache-2.0
#include "api/reply.hpp"

namespace lockstep::api {

HttpReply json_reply(Json const& body, int status) {
    HttpReply reply;
    reply.status = status;
    reply.headers.add("Content-Type", "application/json");
    reply.body = to_text(body);
    return reply;
}

HttpReply no_content() {
    HttpReply reply;
    reply.status = 204;
    return reply;
}

Json page(JsonArray items, std::string_view next) {
    JsonObject body;
    body["items"] = std::move(items);
    body["next"] = text_or_null(next);
    return body;
}

Json text_or_null(std::string_view text) { return text.empty() ? Json(nullptr) : Json(text); }

Json time_or_null(std::optional<TimePoint> const& time) { return time ? Json(format_time(*time)) : Json(nullptr); }

}  // namespace lockstep::api
