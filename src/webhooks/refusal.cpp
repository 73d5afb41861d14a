// SPDX-License-Identifier: Apache-2.0
#include "webhooks/refusal.hpp"

#include "base/json.hpp"

namespace lockstep::webhooks {
namespace {

std::string_view title_of(int status) {
    switch (status) {
        case 400: return "The content cannot be accepted";
        case 401: return "Not authentic";
        case 404: return "No such address";
        case 405: return "Only POST is answered here";
        case 413: return "Too large";
        default: return "Try again later";
    }
}

}  // namespace

HttpReply refusal(int status, std::string_view reason, std::string_view detail, int retry_after_seconds) {
    HttpReply reply;
    reply.status = status;
    reply.headers.add("Content-Type", "application/problem+json");
    reply.body = to_text(JsonObject{{"type", "/docs/errors/webhooks." + std::string(reason)}, {"title", title_of(status)},
        {"status", status}, {"code", "webhooks." + std::string(reason)}, {"detail", detail}});
    if (retry_after_seconds > 0) reply.headers.add("Retry-After", std::to_string(retry_after_seconds));
    return reply;
}

}  // namespace lockstep::webhooks
