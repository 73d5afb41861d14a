// SPDX-License-Identifier: Apache-2.0
// The options of `lockstep sandbox` and `lockstep demo`.
#include <CLI/CLI.hpp>

#include "app/commands/sandbox_commands.hpp"

namespace lockstep::app {

void add_sandbox_options(CLI::App& command, SandboxInput& input) {
    command.add_option("--highlevel-port", input.highlevel_port, "0: any free one")->capture_default_str();
    command.add_option("--hexfit-port", input.hexfit_port, "0: any free one")->capture_default_str();
    command.add_option("--people", input.people, "On each side")->capture_default_str();
    command.add_option("--overlap", input.overlap, "How many of them are on both (default: three in five)");
    command.add_option("--seed", input.seed, "Same seed, same people and ids")->capture_default_str();
    command.add_option("--highlevel-token", input.highlevel_token, "Made from the seed when absent");
    command.add_option("--location", input.location, "HighLevel's location id; made from the seed when absent");
    command.add_option("--hexfit-key", input.hexfit_key, "Made from the seed when absent");
    command.add_option("--webhook-url", input.webhook_url, "Where both apps send their webhooks");
    command.add_option("--hexfit-webhook-url", input.hexfit_webhook_url, "Where Hexfit sends its own, if elsewhere");
    command.add_option(
        "--hexfit-webhook-secret", input.hexfit_webhook_secret, "What it signs them with; made from the seed when absent");
    command.add_option("--rate-limit", input.rate_limit, "HighLevel's, such as 100/10s; off switches Hexfit's off as well");
    command.add_option("--hexfit-quota", input.hexfit_quota, "Calls a month; 0 is none (default 500)");
}

void add_demo_options(CLI::App& command, DemoInput& input) {
    command.add_option("--port", input.port, "Of the server")->capture_default_str();
    command.add_option("--highlevel-port", input.highlevel_port, "Of the simulated HighLevel")->capture_default_str();
    command.add_option("--hexfit-port", input.hexfit_port, "Of the simulated Hexfit")->capture_default_str();
    command.add_option("--people", input.people, "On each side")->capture_default_str();
    command.add_option("--overlap", input.overlap, "How many of them are on both")->capture_default_str();
    command.add_option("--seed", input.seed, "Which people, which edits")->capture_default_str();
    command.add_flag("--fresh", input.is_fresh, "Delete what an earlier demo left in --data");
    command.add_option("--for", input.seconds, "End after so many seconds (default: Ctrl+C)");
}

}  // namespace lockstep::app
