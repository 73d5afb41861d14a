// SPDX-License-Identifier: Apache-2.0
#include "api/error_response.hpp"

#include <array>

#include "api/reply.hpp"

namespace lockstep::api {
namespace {

struct KindStatus {
    ErrorKind kind;
    int status;
    std::string_view title;
};
constexpr std::array<KindStatus, 10> kinds{{
    {ErrorKind::invalid, 400, "The request is wrong"},
    {ErrorKind::not_found, 404, "There is no such thing"},
    {ErrorKind::conflict, 409, "The state of things does not allow it"},
    {ErrorKind::denied, 403, "Not allowed"},
    {ErrorKind::unavailable, 503, "Not available now"},
    {ErrorKind::timeout, 504, "It took too long"},
    {ErrorKind::cancelled, 503, "Stopped"},
    {ErrorKind::limited, 429, "Too much at once"},
    {ErrorKind::corrupt, 500, "Something stored or received cannot be read"},
    {ErrorKind::internal, 500, "Our mistake"},
}};

// Statuses of HTTP that say more than the kind can.
struct CodeStatus {
    std::string_view code;
    int status;
    std::string_view title;
};
constexpr std::array<CodeStatus, 5> codes{{
    {"api.unauthenticated", 401, "Who are you?"},
    {"api.wrong_login", 401, "Who are you?"},
    {"api.method_not_allowed", 405, "Not with this method"},
    {"api.body_too_large", 413, "The body is too large"},
    {"api.not_json", 415, "The body has to be JSON"},
}};

}  // namespace

int status_for(Error const& error) {
    for (auto const& each : codes) {
        if (each.code == error.code) return each.status;
    }
    for (auto const& each : kinds) {
        if (each.kind == error.kind) return each.status;
    }
    return 500;
}

HttpReply error_response(Error const& error, Fault fault) {
    int const status = status_for(error);
    std::string_view title = "Our mistake";
    for (auto const& each : kinds) {
        if (each.kind == error.kind) title = each.title;
    }
    for (auto const& each : codes) {
        if (each.code == error.code) title = each.title;
    }
    JsonObject body;
    body["type"] = "/docs/errors/" + error.code;
    body["title"] = title;
    body["status"] = status;
    // What went wrong inside is for the log, where the request id finds it.
    body["detail"] = error.kind == ErrorKind::internal ? "Something went wrong inside. The log has more under this request id."
                                                       : error.message;
    body["code"] = error.code;
    body["request_id"] = fault.request_id;
    if (!fault.place.empty()) body["field"] = fault.place;
    if (!fault.problems.empty()) body["problems"] = std::move(fault.problems);
    auto reply = json_reply(body, status);
    reply.headers.set("Content-Type", "application/problem+json");
    if (status == 401) reply.headers.add("WWW-Authenticate", "Bearer realm=\"lockstep\"");
    if (status == 429 || status == 503) reply.headers.add("Retry-After", "5");
    return reply;
}

}  // namespace lockstep::api
