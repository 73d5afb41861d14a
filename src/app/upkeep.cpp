// SPDX-License-Identifier: Apache-2.0
#include "app/upkeep.hpp"

#include "app/backup.hpp"
#include "app/files.hpp"
#include "app/installation.hpp"
#include "app/master_key_file.hpp"
#include "vault/resealing.hpp"

namespace lockstep::app {
namespace {

JsonObject view_of(Backup const& backup) {
    return {{"made_at", format_time(backup.made_at)}, {"place", backup.place}, {"bytes", backup.bytes},
        {"key", to_string(backup.key)}};
}

// How many rows are still under each of them: not known of the newest, nor before the older ones were counted for it.
JsonArray keys_view(std::vector<vault::KeyVersion> const& versions, vault::SealedCounts const& counts) {
    JsonArray keys;
    for (auto const& each : versions) {
        bool const is_newest = &each == &versions.back();
        auto const found = counts.find(each.number);
        keys.push_back(JsonObject{{"version", each.number}, {"made_at", format_time(each.made_at)}, {"is_newest", is_newest},
            {"rows_left", is_newest || found == counts.end() ? Json(nullptr) : Json(found->second)}});
    }
    return keys;
}

}  // namespace

bool InstallationUpkeep::writes() const { return installation_.standing().writes(); }

Task<Result<Json>> InstallationUpkeep::report() {
    auto const& settings = installation_.settings();
    auto const& standing = installation_.standing();
    JsonObject report;
    report["writes"] = JsonObject{{"state", standing.writes() ? "allowed" : "held"},
        {"why", standing.writes() ? Json(nullptr) : Json(standing.held)},
        {"since", standing.since ? Json(format_time(*standing.since)) : Json(nullptr)}};
    report["retention"] = JsonObject{{"events_days", settings.keep_events_days}, {"history_days", settings.keep_history_days}};
    JsonArray keys;
    CO_TRY_VOID(co_await installation_.database().read([&](Transaction& transaction) -> Result<void> {
        TRY(auto const versions, vault::Vault::key_versions(transaction, installation_.account()));
        TRY(auto const counts, vault::load_sealed_counts(transaction, installation_.account()));
        keys = keys_view(versions, counts);
        return {};
    }));
    report["keys"] = std::move(keys);
    Json last = nullptr;
    if (auto const newest = newest_backup(settings.backups()))
        last = JsonObject{{"made_at", format_time(newest->made_at)}, {"place", newest->place}, {"bytes", newest->bytes}};
    report["backup"] = JsonObject{{"folder", settings.backups()}, {"last", std::move(last)},
        {"has_recovery_copy", file_exists(recovery_copy_beside(settings))}};
    co_return Json(std::move(report));
}

Task<Result<void>> InstallationUpkeep::adopt(std::string by, api::AuditNote note) {
    co_return co_await installation_.confirm_home(
        std::move(by), [&note](Transaction& transaction, std::string_view held) -> Result<void> {
            return note(transaction, "installation.adopt", held.empty() ? "already_at_home" : held);
        });
}

Task<Result<void>> InstallationUpkeep::rotate_keys(api::AuditNote note) {
    auto const now = installation_.foundation().clock.now();
    CO_TRY_VOID(co_await installation_.vault().rotate(installation_.database(), installation_.account(), now,
        [&note](Transaction& transaction, std::string_view version) { return note(transaction, "keys.rotate", version); }));
    installation_.resealer().wake();
    co_return Result<void>{};
}

Task<Result<Json>> InstallationUpkeep::back_up(Secret passphrase, api::AuditNote note) {
    auto& foundation = installation_.foundation();
    auto const& settings = installation_.settings();
    auto const now = foundation.clock.now();
    BackupOrder const order{.folder = settings.backups(), .passphrase = std::move(passphrase), .is_without_key = false};
    Result<Backup> backup;
    std::function<void()> const work = [&] { backup = make_backup(settings, order, foundation.secure_random, now); };
    co_await foundation.pool.run(work);
    CO_TRY_VOID(backup);
    CO_TRY_VOID(co_await installation_.database().write(
        [&](Transaction& transaction) { return note(transaction, "backup.made", backup->place); }));
    co_return Json(view_of(*backup));
}

}  // namespace lockstep::app
