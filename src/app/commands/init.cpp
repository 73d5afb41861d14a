// SPDX-License-Identifier: Apache-2.0
// `lockstep init`: makes the data folder, the master key, the account, and the code by which its owner comes in.
#include "app/account.hpp"
#include "app/commands/session.hpp"
#include "app/files.hpp"
#include "app/master_key_file.hpp"
#include "vault/master_key.hpp"

namespace lockstep::app {
namespace {

struct Made {
    AccountId account;
    std::optional<Secret> setup_code;  // none when there is an owner
    std::optional<Secret> token;
};

Result<Made> make_all(Transaction& transaction, vault::Vault& vault, identity::Source const& source, bool makes_token) {
    Made made;
    TRY(made.account, make_account(transaction, vault, source));
    TRY(bool const has_owner, identity::has_owner(transaction, made.account));
    if (!has_owner) {
        TRY(made.setup_code, identity::make_setup_code(transaction, made.account, source));
    }
    if (makes_token) {
        TRY(auto token, identity::create_api_token(transaction, made.account, source, "made by lockstep init", identity::Scope::write, "console"));
        made.token = std::move(token.text);
    }
    return made;
}

Result<void> write_recovery_copy(InitInput const& input, std::string const& path, Secret const& key, SecureRandom& random) {
    TRY(auto const passphrase, read_secret({.text = {}, .file = input.recovery_passphrase_file, .environment = {}}, "passphrase"));
    TRY(auto const copy, vault::make_recovery_copy(key, passphrase, random));
    return create_private_file(path, copy + "\n");
}

Task<Result<ExitCode>> init(Foundation& foundation, std::unique_ptr<vault::Vault>& vault, std::unique_ptr<adapters::SqliteDatabase>& database, Settings const& settings, InitInput const& input, Console& console) {
    CO_TRY_VOID(make_private_folder(settings.data));
    CO_TRY(auto const key, make_master_key(settings.key_file, foundation.secure_random));
    auto const recovery_copy = input.recovery_copy.empty() ? settings.key_file + ".recovery" : input.recovery_copy;
    if (!input.recovery_passphrase_file.empty()) CO_TRY_VOID(write_recovery_copy(input, recovery_copy, key.bytes, foundation.secure_random));
    CO_TRY(database, co_await open_database(foundation, settings, {}));
    vault = std::make_unique<vault::Vault>(key.bytes, foundation.secure_random);
    CO_TRY_VOID(co_await vault->load(*database));
    auto const now = foundation.clock.now();
    CO_TRY(auto const made, co_await database->write_value([&](Transaction& transaction) {
        return make_all(transaction, *vault, {foundation.random, foundation.secure_random, now}, input.makes_token);
    }));

    JsonObject report{{"data", settings.data}, {"key_file", settings.key_file}, {"key_is_new", key.is_new}, {"account", made.account.text()}};
    report["setup_code"] = made.setup_code ? Json(made.setup_code->reveal()) : Json(nullptr);
    report["token"] = made.token ? Json(made.token->reveal()) : Json(nullptr);
    report["recovery_copy"] = input.recovery_passphrase_file.empty() ? Json(nullptr) : Json(recovery_copy);
    console.result(report);
    console.say("Data folder: " + settings.data);
    console.say("Master key:  " + settings.key_file + (key.is_new ? "  (new; without it nothing in the database can be read)" : "  (kept)"));
    if (!input.recovery_passphrase_file.empty()) console.say("Recovery copy of the key: " + recovery_copy + "  (keep it somewhere else)");
    if (made.setup_code) {
        console.say("Set-up code: " + made.setup_code->reveal() + "  (once, within 24 hours: make the owner with it in the web app)");
    } else {
        console.say("The owner exists already.");
    }
    if (made.token) console.say("API token:   " + made.token->reveal() + "  (shown once)");
    if (input.recovery_passphrase_file.empty() && key.is_new) {
        console.say("Keep a copy of the key elsewhere: lockstep init --recovery-passphrase-file FILE writes one that a passphrase opens.");
    }
    console.say("Next: lockstep serve");
    co_return ExitCode::ok;
}

}  // namespace

int run_init(Common const& common, InitInput const& input) {
    Console console(common.json);
    auto const settings = load_settings(common.given);
    if (!settings) {
        console.error(settings.error());
        return static_cast<int>(ExitCode::usage);
    }
    auto foundation = Foundation::open({LogLevel::warning, settings->log_format});
    if (!foundation) return static_cast<int>(console.error(foundation.error()));
    std::unique_ptr<adapters::SqliteDatabase> database;
    std::unique_ptr<vault::Vault> vault;
    auto const run = [&]() -> Task<int> {
        auto const code = co_await init(**foundation, vault, database, *settings, input, console);
        co_return static_cast<int>(code ? *code : console.error(code.error()));
    };
    return (*foundation)->run(run());
}

}  // namespace lockstep::app
