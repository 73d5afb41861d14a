// SPDX-License-Identifier: Apache-2.0
// `lockstep init`: makes the data folder, the master key, the account, and the code by which its owner comes in.
#include "app/commands/session.hpp"
#include "app/files.hpp"
#include "app/new_installation.hpp"
#include "vault/master_key.hpp"

namespace lockstep::app {
namespace {

Result<void> write_recovery_copy(InitInput const& input, std::string const& path, Secret const& key, SecureRandom& random) {
    TRY(auto const passphrase,
        read_secret({.text = {}, .file = input.recovery_passphrase_file, .environment = {}}, "passphrase"));
    TRY(auto const copy, vault::make_recovery_copy(key, passphrase, random));
    return create_private_file(path, copy + "\n");
}

Task<Result<ExitCode>> init(Foundation& foundation, Settings const& settings, InitInput const& input, Console& console) {
    CO_TRY(auto const made, co_await make_installation(foundation, settings, input.makes_token));
    bool const has_copy = !input.recovery_passphrase_file.empty();
    auto const recovery_copy = input.recovery_copy.empty() ? recovery_copy_beside(settings) : input.recovery_copy;
    if (has_copy) CO_TRY_VOID(write_recovery_copy(input, recovery_copy, made.key.bytes, foundation.secure_random));

    JsonObject report{{"data", settings.data}, {"key_file", settings.key_file}, {"key_is_new", made.key.is_new},
        {"account", made.account.text()}};
    report["setup_code"] = made.setup_code ? Json(made.setup_code->reveal()) : Json(nullptr);
    report["token"] = made.token ? Json(made.token->reveal()) : Json(nullptr);
    report["recovery_copy"] = has_copy ? Json(recovery_copy) : Json(nullptr);
    console.result(report);
    console.say("Data folder: " + settings.data);
    console.say("Master key:  " + settings.key_file +
                (made.key.is_new ? "  (new; without it nothing in the database can be read)" : "  (kept)"));
    if (has_copy) console.say("Recovery copy of the key: " + recovery_copy + "  (keep it somewhere else)");
    if (made.setup_code) {
        console.say(
            "Set-up code: " + made.setup_code->reveal() + "  (once, within 24 hours: make the owner with it in the web app)");
    } else {
        console.say("The owner exists already.");
    }
    if (made.token) console.say("API token:   " + made.token->reveal() + "  (shown once)");
    if (!has_copy && made.key.is_new) {
        console.say(
            "Keep a copy of the key elsewhere: lockstep init --recovery-passphrase-file FILE makes one that a passphrase opens.");
    }
    console.say("Next: lockstep serve");
    co_return ExitCode::ok;
}

Task<int> run(Foundation& foundation, Settings const& settings, InitInput const& input, Console& console) {
    auto const code = co_await init(foundation, settings, input, console);
    co_return static_cast<int>(code ? *code : console.error(code.error()));
}

// By the server when one runs: the folder is its own then, and nobody has to stop it for a code.
Task<Result<ExitCode>> show_code(Session& session) {
    CO_TRY(auto const made, co_await session.api.post("/api/v1/setup-codes"));
    session.console.result(made);
    session.console.say("Set-up code: " + text_at(made, "/setup_code") + "  (once, until " + text_at(made, "/expires_at") +
                        "; earlier codes stay good)");
    co_return ExitCode::ok;
}

}  // namespace

int run_init(Common const& common, InitInput const& input) {
    if (input.shows_code) return run_with_api(common, Needs::records, show_code);
    Console console(common.json, common.given.language);
    auto const settings = load_settings(common.given);
    if (!settings) {
        console.error(settings.error());
        return static_cast<int>(ExitCode::usage);
    }
    auto foundation = Foundation::open({LogLevel::warning, settings->log_format});
    if (!foundation) return static_cast<int>(console.error(foundation.error()));
    return (*foundation)->run(run(**foundation, *settings, input, console));
}

}  // namespace lockstep::app
