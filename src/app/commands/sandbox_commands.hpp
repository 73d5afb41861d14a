// SPDX-License-Identifier: Apache-2.0
// `lockstep sandbox` and `lockstep demo`: the commands that are about the simulated apps, so that nothing else names one.
#pragma once

#include "app/commands/commands.hpp"

namespace CLI {
class App;
}

namespace lockstep::app {

struct SandboxInput {
    std::uint16_t highlevel_port = 0, hexfit_port = 0;
    std::uint64_t people = 200, seed = 1;
    std::optional<std::uint64_t> overlap;
    std::string highlevel_token, location, hexfit_key, webhook_url, hexfit_webhook_url, hexfit_webhook_secret;
    std::string rate_limit;  // "100/10s", "off"
    std::optional<std::uint64_t> hexfit_quota;
};
int run_sandbox(Common const& common, SandboxInput const& input);
void add_sandbox_options(CLI::App& command, SandboxInput& input);

struct DemoInput {
    std::uint16_t port = 8080, highlevel_port = 8081, hexfit_port = 8082;
    std::uint64_t people = 200, overlap = 120, seed = 7;
    bool is_fresh = false;
    int seconds = 0;  // 0: until Ctrl+C
};
int run_demo(Common const& common, DemoInput const& input);
void add_demo_options(CLI::App& command, DemoInput& input);

}  // namespace lockstep::app
