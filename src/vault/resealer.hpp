// SPDX-License-Identifier: Apache-2.0
// Resealer: after a new data key was made, seals everything that is stored under older ones anew, in portions between which
// others write, and then deletes the older keys. It remembers how far it has come, so that it goes on there after the process was
// killed; until an older key is deleted, everything opens.
//
// An older key is deleted only when a walk through every table, begun `settles_for` after the newest key was made, found nothing
// under it: what was sealed just before the newest key was known may be stored a moment later.
#pragma once

#include <functional>

#include "ports/clock.hpp"
#include "ports/log.hpp"
#include "ports/signal.hpp"
#include "vault/resealing.hpp"

namespace lockstep::vault {

struct ResealOptions {
    PortionSize portion{};
    std::int64_t rows_counted_at_once = 500;
    Duration pause = std::chrono::milliseconds{30};  // between two portions, for whoever else wants to write
    Duration settles_for = std::chrono::minutes{10};
    Duration looks_again_after = std::chrono::hours{1};  // at what does not open, or could not be read
};

class Resealer {
public:
    struct Parts {
        Database& database;
        Vault& vault;
        Clock& clock;
        Log& log;
        AccountId account;
        SealedTables tables;
        // Writes the audit entry of keys that are deleted, in the same transaction.
        std::function<Result<void>(Transaction&, std::int64_t newest)> note;
    };
    explicit Resealer(Parts parts, ResealOptions options = {}) : parts_(std::move(parts)), options_(options) {}

    Task<void> run();
    void stop();
    // A new key was made.
    void wake() { woken_.notify(); }

    // One round; run() does nothing else. When to make the next one; nullopt: when there is a new key.
    Task<Result<std::optional<TimePoint>>> round();

private:
    // How many rows are under older keys, and in which tables.
    struct Found {
        SealedCounts counts;
        std::set<std::string, std::less<>> tables;
    };
    Task<Result<Found>> count(std::int64_t newest);
    struct Done {
        std::int64_t sealed = 0;
        std::int64_t damaged = 0;
    };
    Task<Result<Done>> seal_anew(std::vector<TableLeft> left, std::int64_t newest);
    Task<Result<std::optional<TimePoint>>> settle(KeyVersion newest, TimePoint counted_from);
    Task<void> pause();

    Parts parts_;
    ResealOptions options_;
    Signal woken_;
    bool is_stopping_ = false;
};

}  // namespace lockstep::vault
