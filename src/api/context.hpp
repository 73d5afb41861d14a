// SPDX-License-Identifier: Apache-2.0
// Context: one request on its way through a handler. Lives as long as the handler's coroutine.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/parts.hpp"
#include "api/query.hpp"
#include "base/json.hpp"
#include "identity/access.hpp"
#include "messages/messages.hpp"
#include "sync/state/id_source.hpp"

namespace lockstep::api {

// What a route demands. An open route asks nobody who calls; a handler of one can still call identify().
enum class Scope : std::uint8_t {
    open,
    read,
    write,
    owner  // people, tokens and keys: a person who is an owner, or a command on this machine
};
std::string_view to_string(Scope scope);

// Who calls.
struct Visitor {
    Scope scope = Scope::open;
    std::string actor;                   // "usr_..." or "tok_...", for the audit; empty for a stranger
    std::string admission;               // id of the session or token: what was opened with it ends with it
    bool is_console = false;             // a token of whoever has the data folder
    std::optional<identity::User> user;  // absent with an API token
    Secret session_token;                // empty with an API token
    TimePoint session_ends_at{};

    bool is_known() const { return !actor.empty(); }
    bool came_with_cookie() const { return !session_token.empty(); }
};

// Password hashes cost 48 MiB each: only so many at a time.
struct PasswordGate {
    static constexpr int in_flight_max = 4;
    int in_flight = 0;
};

struct Context {
    Parts const& parts;
    ApiOptions const& options;
    PasswordGate& passwords;
    HttpRequest const& request;
    std::string request_id;
    messages::Language language = messages::Language::en;  // in which the caller is told something
    Query query;
    std::vector<std::pair<std::string, std::string>> path_parameters;
    JsonObject body;  // as the document demands it; empty where it demands none or the handler reads a file
    Visitor visitor;
    sync::IdSource ids;  // for transaction bodies, which run on another thread
    // Filled in by whoever finds a fault and knows more than an Error can say; shown in the problem.
    std::string fault_place;
    JsonArray problems;

    // CHECKs that the route has the parameter.
    std::string const& path(std::string_view name) const;
    AccountId const& account() const { return parts.account; }
    TimePoint now() const { return parts.clock.now(); }
    TimePoint wall() const { return parts.clock.wall(); }
};

}  // namespace lockstep::api
