// SPDX-License-Identifier: Apache-2.0
// Backups: a consistent copy of the database while it is worked with, together with what opens it: the master key sealed with the
// recovery passphrase. And putting one back. A backup is a folder: lockstep.db, recovery-copy, lockstep.yaml, manifest.json.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/foundation.hpp"
#include "app/settings.hpp"
#include "base/secret.hpp"

namespace lockstep::app {

enum class KeyInBackup : std::uint8_t {
    none,        // the person keeps it elsewhere
    passphrase,  // sealed with the passphrase that was given
    copied       // the recovery copy that stood beside the key
};

struct BackupOrder {
    std::string folder;  // of backups: each becomes a folder in it, named by its time
    Secret passphrase;   // empty: the recovery copy beside the key is taken
    bool is_without_key = false;
};

struct Backup {
    std::string place;
    std::int64_t bytes = 0;
    TimePoint made_at{};
    KeyInBackup key = KeyInBackup::none;
};
std::string_view to_string(KeyInBackup key);

// Blocks: run it through Offload. Reads the database beside whoever has it open. A backup that is not whole has no manifest and
// is not taken for one. invalid "app.backup_needs_key", "vault.short_passphrase"; unavailable "app.file"; corrupt
// "app.bad_backup".
Result<Backup> make_backup(Settings const& settings, BackupOrder const& order, SecureRandom& random, TimePoint now);

// The newest whole backup in the folder; nullopt when there is none.
std::optional<Backup> newest_backup(std::string const& folder);

// Deletes the oldest backups in the folder, so that so many stay. Only what has a manifest of ours is touched. Returns how many.
Result<int> thin_backups(std::string const& folder, int kept);

struct RestoreOrder {
    std::string backup;
    Secret passphrase;  // for the recovery copy in the backup; empty when the master key is in its place
};

struct Restored {
    std::string account;
    TimePoint made_at{};
    bool wrote_key = false;
};

// Into a data folder without a database. The key is proven to open the database before anything is put in its place, and the
// installation will only observe. conflict "app.restore_target"; not_found, corrupt "app.bad_backup"; denied
// "vault.wrong_passphrase", "vault.wrong_master_key"; not_found "app.key_missing".
Task<Result<Restored>> restore_backup(Foundation& foundation, Settings const& settings, RestoreOrder order);

// Does this key open the database? denied "vault.wrong_master_key". Only reads.
Result<void> prove_key(std::string const& database_file, Secret const& key, SecureRandom& random);

}  // namespace lockstep::app
