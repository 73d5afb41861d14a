// SPDX-License-Identifier: Apache-2.0
#include "app/backup.hpp"

#include <openssl/evp.h>
#include <sqlite3.h>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <system_error>

#include "adapters/db_sqlite/connection.hpp"
#include "adapters/db_sqlite/copy.hpp"
#include "app/account.hpp"
#include "app/files.hpp"
#include "app/home.hpp"
#include "app/installation.hpp"
#include "app/master_key_file.hpp"
#include "app/version.hpp"
#include "base/bytes.hpp"
#include "vault/master_key.hpp"

namespace lockstep::app {
namespace {

constexpr std::string_view format = "lockstep-backup-v1";
constexpr std::string_view database_name = "/lockstep.db";
constexpr std::string_view key_name = "/recovery-copy";
constexpr std::string_view settings_name = "/lockstep.yaml";
constexpr std::string_view manifest_name = "/manifest.json";

std::string in(std::string const& folder, std::string_view name) { return folder + std::string(name); }

void remove_folder(std::string const& path) {
    std::error_code error;
    std::filesystem::remove_all(path, error);
}

std::unexpected<Error> bad_backup(std::string const& place, std::string_view why, std::string_view reason) {
    return fail(ErrorKind::corrupt, "app.bad_backup", "reading the backup " + place + ": " + std::string(why),
        {{"reason", std::string(reason)}, {"place", place}});
}

// In pieces: a database may be larger than the memory.
Result<std::string> sha256_of(std::string const& path) {
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> const digest(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr);
    std::ifstream file(path, std::ios::binary);
    std::string piece(1 << 20, '\0');
    while (file) {
        file.read(piece.data(), static_cast<std::streamsize>(piece.size()));
        EVP_DigestUpdate(digest.get(), piece.data(), static_cast<std::size_t>(file.gcount()));
    }
    if (!file.eof()) return fail(ErrorKind::unavailable, "app.file", "reading " + path);
    std::string bytes(32, '\0');
    EVP_DigestFinal_ex(digest.get(), reinterpret_cast<unsigned char*>(bytes.data()), nullptr);  // NOLINT: bytes as C knows them
    return to_hex(bytes);
}

// Times in names sort as they happened, and no file system minds them: 20261127T063400Z.
std::string name_at(TimePoint now) {
    std::string name;
    for (char const letter : format_time(now).substr(0, 19)) {
        if (letter != '-' && letter != ':') name += letter;
    }
    return "lockstep-" + name + "Z";
}

Result<KeyInBackup> put_key(Settings const& settings, BackupOrder const& order, std::string const& place, SecureRandom& random) {
    if (order.is_without_key) return KeyInBackup::none;
    if (!order.passphrase.empty()) {
        TRY(auto const key, read_master_key(settings));
        TRY(auto const copy, vault::make_recovery_copy(key, order.passphrase, random));
        TRY_VOID(create_private_file(in(place, key_name), copy + "\n"));
        return KeyInBackup::passphrase;
    }
    auto const beside = recovery_copy_beside(settings);
    if (!file_exists(beside)) {
        return fail(ErrorKind::invalid, "app.backup_needs_key",
            "making a backup: neither a passphrase was given nor is there a recovery copy at " + beside);
    }
    TRY(auto const copy, read_file(beside, 64 * 1024));
    TRY_VOID(create_private_file(in(place, key_name), copy));
    return KeyInBackup::copied;
}

Result<Backup> fill(
    Settings const& settings, BackupOrder const& order, std::string const& place, SecureRandom& random, TimePoint now) {
    Backup backup;
    backup.made_at = now;
    TRY(backup.key, put_key(settings, order, place, random));
    TRY(backup.bytes, adapters::copy_database(settings.database_file(), in(place, database_name)));
    TRY(auto const hash, sha256_of(in(place, database_name)));
    if (auto const own = settings.data + "/lockstep.yaml"; file_exists(own)) {
        TRY(auto const text, read_file(own, 1 << 20));
        TRY_VOID(create_private_file(in(place, settings_name), text));
    }
    // Last: what has a manifest is whole.
    JsonObject const manifest{{"format", format}, {"version", version}, {"made_at", format_time(now)}, {"bytes", backup.bytes},
        {"sha256", hash}, {"key", to_string(backup.key)}};
    TRY_VOID(create_private_file(in(place, manifest_name), to_pretty_text(manifest) + "\n"));
    return backup;
}

struct Manifest {
    TimePoint made_at{};
    std::string sha256;
    std::int64_t bytes = 0;
};

Result<Manifest> read_manifest(std::string const& place) {
    auto const text = read_file(in(place, manifest_name), 64 * 1024);
    if (!text && text.error().kind == ErrorKind::not_found)
        return bad_backup(place, "it has no manifest.json, so it is not whole or no backup", "no_manifest");
    if (!text) return pass_on(text.error());
    auto const json = parse_json(*text);
    if (!json || find_text(*json, "/format") != format) return bad_backup(place, "its manifest.json is none of ours", "manifest");
    Manifest manifest;
    auto const made_at = parse_time(find_text(*json, "/made_at").value_or(""));
    if (!made_at) return bad_backup(place, "its manifest.json is none of ours", "manifest");
    manifest.made_at = *made_at;
    manifest.sha256 = find_text(*json, "/sha256").value_or("");
    manifest.bytes = find_integer(*json, "/bytes").value_or(0);
    return manifest;
}

// Newest first.
std::vector<std::string> whole_backups(std::string const& folder) {
    std::vector<std::string> found;
    std::error_code error;
    for (auto const& each : std::filesystem::directory_iterator(folder, error)) {
        auto const path = each.path().string();
        if (each.path().filename().string().starts_with("lockstep-") && read_manifest(path)) found.push_back(path);
    }
    std::ranges::sort(found, std::greater<>());
    return found;
}

// The key in its place, or the one that the passphrase opens.
Result<MasterKey> key_for(Settings const& settings, RestoreOrder const& order) {
    if (file_exists(settings.key_file)) {
        TRY(auto key, read_master_key(settings));
        return MasterKey{std::move(key), false};
    }
    auto const copy = read_file(in(order.backup, key_name), 64 * 1024);
    if (!copy && copy.error().kind == ErrorKind::not_found) {
        return fail(ErrorKind::not_found, "app.key_missing",
            "restoring: the backup holds no key, and there is none at " + settings.key_file,
            {{"reason", "restore"}, {"place", settings.key_file}});
    }
    if (!copy) return pass_on(copy.error());
    if (order.passphrase.empty()) {
        return fail(
            ErrorKind::invalid, "app.no_secret", "restoring: the recovery passphrase is needed to open the key in the backup");
    }
    TRY(auto key, vault::open_recovery_copy(*copy, order.passphrase));
    return MasterKey{std::move(key), true};
}

Result<std::string> mark(Transaction& transaction, TimePoint now) {
    TRY(auto const account, find_account(transaction));
    if (!account)
        return fail(ErrorKind::corrupt, "app.bad_backup", "reading the backup: it holds no account", {{"reason", "manifest"}});
    TRY_VOID(hold_restored(transaction, *account, now));
    return account->text();
}

// The copy is opened, brought to this program's schema and marked in a folder beside its place.
Task<Result<std::string>> prepare(Foundation& foundation, Settings const& settings, Secret key) {
    CO_TRY(auto const database, co_await open_database(foundation, settings, {}));
    vault::Vault vault(std::move(key), foundation.secure_random);
    CO_TRY_VOID(co_await vault.load(*database));
    auto const now = foundation.clock.now();
    co_return co_await database->write_value([now](Transaction& transaction) { return mark(transaction, now); });
}

Result<void> move_file(std::string const& from, std::string const& to) {
    std::error_code error;
    std::filesystem::rename(from, to, error);
    if (error) return fail(ErrorKind::unavailable, "app.file", "moving " + from + " to " + to + ": " + error.message());
    return {};
}

Result<void> copy_file(std::string const& from, std::string const& to) {
    std::error_code error;
    std::filesystem::copy_file(from, to, error);
    if (error) return fail(ErrorKind::unavailable, "app.file", "copying " + from + ": " + error.message());
    std::filesystem::permissions(to, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write, error);
    return {};
}

// Everything is proven in the staging folder; what is put in its place is known to be good.
Task<Result<Restored>> bring_back(Foundation& foundation, Settings const& settings, Settings const& staging,
    RestoreOrder const& order, Manifest const& manifest) {
    CO_TRY_VOID(copy_file(in(order.backup, database_name), staging.database_file()));
    CO_TRY(auto const hash, sha256_of(staging.database_file()));
    if (hash != manifest.sha256) co_return bad_backup(order.backup, "the database is not as it was written", "hash");
    CO_TRY(auto const key, key_for(settings, order));
    Restored restored;
    restored.made_at = manifest.made_at;
    restored.wrote_key = key.is_new;
    CO_TRY(restored.account, co_await prepare(foundation, staging, key.bytes));
    if (key.is_new) CO_TRY_VOID(write_master_key(settings.key_file, key.bytes));
    // The database last: with it the folder is an installation.
    CO_TRY_VOID(move_file(staging.database_file(), settings.database_file()));
    co_return restored;
}

}  // namespace

std::string_view to_string(KeyInBackup key) {
    switch (key) {
        case KeyInBackup::none: return "none";
        case KeyInBackup::passphrase: return "passphrase";
        case KeyInBackup::copied: return "copied";
    }
    return "none";
}

Result<Backup> make_backup(Settings const& settings, BackupOrder const& order, SecureRandom& random, TimePoint now) {
    if (!file_exists(settings.database_file())) {
        return fail(ErrorKind::not_found, "app.not_initialised",
            "making a backup: there is no database in " + settings.data + "; run `lockstep init` first");
    }
    auto const place = order.folder + "/" + name_at(now);
    if (file_exists(place)) return fail(ErrorKind::conflict, "app.file_exists", "making a backup: " + place + " exists already");
    auto const partial = place + ".partial";
    remove_folder(partial);
    TRY_VOID(make_private_folder(partial));
    auto backup = fill(settings, order, partial, random, now);
    if (!backup) {
        remove_folder(partial);
        return pass_on(std::move(backup).error());
    }
    TRY_VOID(move_file(partial, place));
    backup->place = place;
    return backup;
}

std::optional<Backup> newest_backup(std::string const& folder) {
    for (auto const& place : whole_backups(folder)) {
        if (auto const manifest = read_manifest(place)) return Backup{place, manifest->bytes, manifest->made_at, {}};
    }
    return std::nullopt;
}

Result<int> thin_backups(std::string const& folder, int kept) {
    auto const found = whole_backups(folder);
    int gone = 0;
    for (auto i = static_cast<std::size_t>(std::max(1, kept)); i < found.size(); ++i, ++gone) remove_folder(found[i]);
    return gone;
}

Result<void> prove_key(std::string const& database_file, Secret const& key, SecureRandom& random) {
    vault::Vault vault(key, random);
    adapters::ConnectionOptions options;
    options.file = database_file;
    options.read_only = true;
    TRY(auto const connection, adapters::SqliteConnection::open(options));
    sqlite3_db_config(connection->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    adapters::SqliteTransaction transaction(*connection, adapters::Access::read);
    return vault.load_from(transaction);
}

Task<Result<Restored>> restore_backup(Foundation& foundation, Settings const& settings, RestoreOrder order) {
    if (file_exists(settings.database_file())) {
        co_return fail(ErrorKind::conflict, "app.restore_target",
            "restoring: " + settings.data + " holds a database already, and nothing in it is replaced",
            {{"place", settings.data}});
    }
    CO_TRY(auto const manifest, read_manifest(order.backup));
    auto staging = settings;
    staging.data = settings.data + "/restore.partial";
    remove_folder(staging.data);
    CO_TRY_VOID(make_private_folder(staging.data));
    auto restored = co_await bring_back(foundation, settings, staging, order, manifest);
    remove_folder(staging.data);
    co_return restored;
}

}  // namespace lockstep::app
