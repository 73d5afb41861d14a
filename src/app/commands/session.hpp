// SPDX-License-Identifier: Apache-2.0
// Session: what a command has while it runs: the API of the data folder, the console, the clock.
#pragma once

#include <functional>

#include "app/access.hpp"
#include "app/commands/commands.hpp"
#include "app/console.hpp"
#include "base/secret.hpp"

namespace lockstep::app {

struct Session {
    ApiClient& api;
    Console& console;
    Clock& clock;
    bool has_server;
};

// Opens the data folder, runs `command` and tells of its error.
using ApiCommand = std::function<Task<Result<ExitCode>>(Session&)>;
int run_with_api(Common const& common, Needs needs, ApiCommand const& command);
// For commands that need nothing but the console.
int run_alone(Common const& common, std::function<Result<ExitCode>(Console&)> const& command);

// invalid "app.no_secret".
Result<Secret> read_secret(SecretSource const& source, std::string_view what);

// `text` is an id, a label, or a profile that only one of them has; empty: the only one there is.
// A disabled one is found by its id; by its label only when it is asked for.
enum class Among : std::uint8_t {
    enabled,
    disabled,
    all
};
Task<Result<std::string>> find_connection(Session& session, std::string text, Among among = Among::enabled);
Task<Result<std::string>> find_any_connection(Session& session, std::string text);  // disabled ones as well
Task<Result<std::string>> find_sync(Session& session, std::string text);

std::string paging_query(
    std::string const& path, std::vector<std::pair<std::string_view, std::string>> parameters, Paging const& paging);

}  // namespace lockstep::app
