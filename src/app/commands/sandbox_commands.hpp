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

// What a person does at the simulated apps of a running demo.
struct SandboxDeskInput {
    std::string query, app, record, fault, type;
    std::vector<std::string> fields;  // name=value
    std::string note, task;
    Paging paging;
};
int run_sandbox_people(Common const& common, SandboxDeskInput const& input);
int run_sandbox_show(Common const& common, SandboxDeskInput const& input);
int run_sandbox_create(Common const& common, SandboxDeskInput const& input);
int run_sandbox_edit(Common const& common, SandboxDeskInput const& input);
int run_sandbox_delete(Common const& common, SandboxDeskInput const& input);
int run_sandbox_faults(Common const& common);
int run_sandbox_fault(Common const& common, SandboxDeskInput const& input, bool is_on);
int run_sandbox_heal(Common const& common);
int run_sandbox_event(Common const& common, SandboxDeskInput const& input);

struct DemoInput {
    std::uint16_t port = 8080, highlevel_port = 8081, hexfit_port = 8082;
    std::uint64_t people = 200, overlap = 120, seed = 7;
    bool is_fresh = false;
    int seconds = 0;  // 0: until Ctrl+C
};
int run_demo(Common const& common, DemoInput const& input);
void add_demo_options(CLI::App& command, DemoInput& input);

}  // namespace lockstep::app
