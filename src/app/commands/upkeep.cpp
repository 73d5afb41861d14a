// SPDX-License-Identifier: Apache-2.0
// `lockstep backup`, `restore`, `recover`, `adopt` and `keys`: keeping an installation, and getting it back.
#include "app/backup.hpp"
#include "app/commands/session.hpp"
#include "app/files.hpp"
#include "app/master_key_file.hpp"
#include "vault/master_key.hpp"

namespace lockstep::app {
namespace {

bool is_given(SecretSource const& source) { return !source.text.empty() || !source.file.empty() || !source.environment.empty(); }

using Work = std::function<Task<Result<ExitCode>>(Foundation&, Settings const&, Console&)>;

Task<int> tell(Foundation& foundation, Settings const& settings, Console& console, Work const& work) {
    auto const code = co_await work(foundation, settings, console);
    co_return static_cast<int>(code ? *code : console.error(code.error()));
}

// For commands that have to do with the files of an installation rather than with what it can be asked.
int run_with_files(Common const& common, Work const& work) {
    Console console(common.json, common.given.language);
    auto const settings = load_settings(common.given);
    if (!settings) {
        console.error(settings.error());
        return static_cast<int>(ExitCode::usage);
    }
    auto foundation = Foundation::open({LogLevel::warning, settings->log_format});
    if (!foundation) return static_cast<int>(console.error(foundation.error()));
    return (*foundation)->run(tell(**foundation, *settings, console, work));
}

std::string_view key_words(KeyInBackup key) {
    switch (key) {
        case KeyInBackup::none: return "no key: without the one you keep elsewhere nobody can read it";
        case KeyInBackup::passphrase: return "the key, sealed with this passphrase";
        case KeyInBackup::copied: return "the recovery copy of the key, which its passphrase opens";
    }
    return "";
}

Task<Result<ExitCode>> back_up(Foundation& foundation, Settings const& settings, Console& console, BackupInput const& input) {
    BackupOrder order{.folder = input.folder.empty() ? settings.backups() : input.folder,
        .passphrase = {},
        .is_without_key = input.is_without_key};
    if (is_given(input.passphrase)) {
        CO_TRY(order.passphrase, read_secret(input.passphrase, "recovery passphrase"));
    }
    CO_TRY(auto const backup, make_backup(settings, order, foundation.secure_random, foundation.clock.now()));
    int gone = 0;
    if (input.kept > 0) {
        CO_TRY(gone, thin_backups(order.folder, input.kept));
    }
    console.result(JsonObject{{"place", backup.place}, {"made_at", format_time(backup.made_at)}, {"bytes", backup.bytes},
        {"key", to_string(backup.key)}, {"deleted", gone}});
    console.say("Backup: " + backup.place + "  (" + with_commas(backup.bytes) + " bytes)");
    console.say("It holds the database and " + std::string(key_words(backup.key)) + ".");
    if (gone > 0) console.say("Deleted older ones: " + std::to_string(gone));
    console.say("To put it back: lockstep restore " + backup.place + " --data FOLDER");
    co_return ExitCode::ok;
}

// The settings of the backup come first, because they say where the key goes.
Result<Settings> settings_of_backup(Common const& common, Settings settings, std::string const& backup, bool& brought) {
    auto const from = backup + "/lockstep.yaml";
    auto const to = settings.data + "/lockstep.yaml";
    if (file_exists(to) || !file_exists(from) || file_exists(settings.database_file())) return settings;
    TRY(auto const text, read_file(from, 1 << 20));
    TRY_VOID(make_private_folder(settings.data));
    TRY_VOID(create_private_file(to, text));
    brought = true;
    return load_settings(common.given);
}

Task<Result<ExitCode>> restore(Foundation& foundation, Settings const& settings, Console& console, RestoreInput const& input) {
    RestoreOrder order{.backup = input.backup, .passphrase = {}};
    bool const needs_passphrase = !file_exists(settings.key_file) && file_exists(input.backup + "/recovery-copy");
    if (is_given(input.passphrase) || needs_passphrase) {
        CO_TRY(order.passphrase, read_secret(input.passphrase, "recovery passphrase"));
    }
    CO_TRY(auto const restored, co_await restore_backup(foundation, settings, std::move(order)));
    console.result(JsonObject{{"data", settings.data}, {"key_file", settings.key_file}, {"key_is_new", restored.wrote_key},
        {"account", restored.account}, {"made_at", format_time(restored.made_at)}, {"writes", "held"}});
    console.say("Restored the backup of " + format_time(restored.made_at) + " into " + settings.data);
    console.say("Master key: " + settings.key_file + (restored.wrote_key ? "  (from the backup)" : "  (was there, and fits)"));
    console.say("It only observes: it reads, and writes to no app.");
    console.say("Next: lockstep serve, look at it, see to it that no other copy is at work, then: lockstep adopt");
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> recover(Foundation& foundation, Settings const& settings, Console& console, RecoverInput const& input) {
    auto const copy_file = input.recovery_copy.empty() ? recovery_copy_beside(settings) : input.recovery_copy;
    CO_TRY(auto const copy, read_file(copy_file, 64 * 1024));
    CO_TRY(auto const passphrase, read_secret(input.passphrase, "recovery passphrase"));
    CO_TRY(auto const key, vault::open_recovery_copy(copy, passphrase));
    bool const has_database = file_exists(settings.database_file());
    // Before it is written: a wrong key in the right place would be taken for the right one.
    if (has_database) CO_TRY_VOID(prove_key(settings.database_file(), key, foundation.secure_random));
    bool is_there = false;
    if (file_exists(settings.key_file)) {
        auto const present = read_master_key(settings);
        is_there = present && present->reveal() == key.reveal();
    }
    if (!is_there) CO_TRY_VOID(write_master_key(settings.key_file, key));
    console.result(JsonObject{{"key_file", settings.key_file}, {"key_is_new", !is_there}, {"opens_database", has_database}});
    console.say("Master key: " + settings.key_file + (is_there ? "  (was there already)" : "  (from the recovery copy)"));
    console.say(has_database ? "It opens the database in " + settings.data + "."
                             : "There is no database in " + settings.data + " to try it on.");
    co_return ExitCode::ok;
}

void say_standing(Console& console, Json const& report) {
    auto const why = text_at(report, "/writes/why");
    if (why.empty()) {
        console.say("This installation writes.");
    } else {
        console.say("This installation only observes (" + why + ") since " + text_at(report, "/writes/since") +
                    ". To let it write: lockstep adopt");
    }
}

Task<Result<ExitCode>> confirm_home(Session& session) {
    CO_TRY(auto const report, co_await session.api.post("/api/v1/installation/adopt"));
    session.console.result(report);
    say_standing(session.console, report);
    co_return ExitCode::ok;
}

void show_keys(Console& console, Json const& report) {
    console.result(report);
    std::vector<std::vector<std::string>> rows;
    for (auto const& each : *find_array(report, "/keys")) {
        auto const* left = find(each, "/rows_left");
        bool const is_newest = find_bool(each, "/is_newest").value_or(false);
        bool const is_counted = left != nullptr && left->is_int64();
        rows.push_back({std::to_string(integer_at(each, "/version")), text_at(each, "/made_at"),
            is_newest ? "in use" : (is_counted ? with_commas(left->get_int64()) : std::string("not counted yet"))});
    }
    console.table({"DATA KEY", "MADE", "ROWS LEFT"}, rows);
}

Task<Result<ExitCode>> list_keys(Session& session) {
    CO_TRY(auto const report, co_await session.api.get("/api/v1/installation"));
    show_keys(session.console, report);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> rotate_keys(Session& session) {
    CO_TRY(auto const report, co_await session.api.post("/api/v1/keys/rotate"));
    show_keys(session.console, report);
    session.console.say(messages::text(session.console.language(), "command.keys_rotated"));
    co_return ExitCode::ok;
}

}  // namespace

int run_backup(Common const& common, BackupInput const& input) {
    return run_with_files(common, [&](Foundation& foundation, Settings const& settings, Console& console) {
        return back_up(foundation, settings, console, input);
    });
}

int run_restore(Common const& common, RestoreInput const& input) {
    Console console(common.json, common.given.language);
    auto const settings = load_settings(common.given);
    if (!settings) {
        console.error(settings.error());
        return static_cast<int>(ExitCode::usage);
    }
    bool brought_settings = false;
    auto const meant = settings_of_backup(common, *settings, input.backup, brought_settings);
    if (!meant) return static_cast<int>(console.error(meant.error()));
    auto const code = run_with_files(common,
        [&](Foundation& foundation, Settings const& found, Console& told) { return restore(foundation, found, told, input); });
    if (code != 0 && brought_settings) remove_file(settings->data + "/lockstep.yaml");
    return code;
}

int run_recover(Common const& common, RecoverInput const& input) {
    return run_with_files(common, [&](Foundation& foundation, Settings const& settings, Console& console) {
        return recover(foundation, settings, console, input);
    });
}

int run_adopt(Common const& common) { return run_with_api(common, Needs::records, confirm_home); }
int run_keys_list(Common const& common) { return run_with_api(common, Needs::records, list_keys); }
int run_keys_rotate(Common const& common) { return run_with_api(common, Needs::records, rotate_keys); }

}  // namespace lockstep::app
