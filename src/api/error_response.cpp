// SPDX-License-Identifier: Apache-2.0
#include "api/error_response.hpp"

#include <array>

#include "api/reply.hpp"
#include "messages/error_words.hpp"

namespace lockstep::api {
namespace {

struct RequestTag {
    static constexpr std::string_view prefix = "req";
};

struct KindStatus {
    ErrorKind kind;
    int status;
};
constexpr std::array<KindStatus, 10> statuses{{
    {ErrorKind::invalid, 400},
    {ErrorKind::not_found, 404},
    {ErrorKind::conflict, 409},
    {ErrorKind::denied, 403},
    {ErrorKind::unavailable, 503},
    {ErrorKind::timeout, 504},
    {ErrorKind::cancelled, 503},
    {ErrorKind::limited, 429},
    {ErrorKind::corrupt, 500},
    {ErrorKind::internal, 500},
}};

// Statuses of HTTP that say more than the kind can.
struct CodeStatus {
    std::string_view code;
    int status;
};
constexpr std::array<CodeStatus, 6> codes{{
    {"api.unauthenticated", 401},
    {"api.wrong_login", 401},
    {"api.method_not_allowed", 405},
    {"api.body_too_large", 413},
    {"api.not_json", 415},
    {"api.unknown_host", 421},
}};

// What went wrong inside is for the log, where the request id finds it: statements, paths and the state of keys are nobody's
// business who may not even be signed in.
bool is_of_the_inside(Error const& error) {
    return error.kind == ErrorKind::internal || error.kind == ErrorKind::corrupt || error.code.starts_with("database.") ||
           error.code.starts_with("vault.");
}

}  // namespace

int status_for(Error const& error) {
    for (auto const& each : codes) {
        if (each.code == error.code) return each.status;
    }
    for (auto const& each : statuses) {
        if (each.kind == error.kind) return each.status;
    }
    return 500;
}

std::string page_address(std::string_view code) {
    return messages::error_page(messages::Language::en, code) ? "/docs/errors/" + std::string(code) : "about:blank";
}

std::string new_request_id(Random& random, TimePoint now) { return random.id<RequestTag>(now).text(); }

HttpReply error_response(Error const& error, Fault fault) {
    int const status = fault.status == 0 ? status_for(error) : fault.status;
    auto words = messages::error_words(fault.language, error);
    if (error.kind == ErrorKind::internal) words.detail = messages::text(fault.language, "error_kind.internal.detail");
    JsonObject body;
    body["type"] = page_address(error.code);
    body["title"] = words.title;
    body["status"] = status;
    body["detail"] = words.detail;
    if (!words.remedy.empty()) body["remedy"] = words.remedy;
    body["code"] = error.code;
    body["params"] = messages::to_json(error.params);
    if (!is_of_the_inside(error)) body["technical"] = error.message;
    body["request_id"] = fault.request_id;
    if (!fault.place.empty()) body["field"] = fault.place;
    if (!fault.problems.empty()) body["problems"] = std::move(fault.problems);
    auto reply = json_reply(body, status);
    reply.headers.set("Content-Type", "application/problem+json");
    reply.headers.set("Content-Language", std::string(messages::to_string(fault.language)));
    if (status == 401) reply.headers.add("WWW-Authenticate", "Bearer realm=\"lockstep\"");
    if (status == 429 || status == 503) reply.headers.add("Retry-After", "5");
    return reply;
}

}  // namespace lockstep::api
