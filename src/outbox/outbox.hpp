// SPDX-License-Identifier: Apache-2.0
// The outbox for everyone: an effect is journalled before anything is sent, and closed with its outcome. One whose answer was
// lost is held as unknown and looked for; nothing equal may be sent before it is closed. Every function is a step of the
// caller's transaction.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "outbox/effect.hpp"
#include "ports/database.hpp"

namespace lockstep::outbox {

// conflict "database.unique" when there is one with this id.
Result<void> journal(Transaction& transaction, Effect const& effect);

Result<std::optional<Effect>> find(Transaction& transaction, AccountId const& account, IntentId const& id);
// Journalled or unknown, the oldest id first.
Result<std::vector<Effect>> open_of(
    Transaction& transaction, AccountId const& account, std::string_view owner, std::string_view subject);

// The outcome: done, refused or abandoned. False: it is closed already (or not there) and stays as it is.
Result<bool> close(Transaction& transaction, AccountId const& account, IntentId const& id, EffectState outcome,
    std::string_view note, TimePoint now);
// Its answer was lost: to be looked for at `look_at`. False: it is closed already (or not there) and stays as it is.
Result<bool> hold_unknown(Transaction& transaction, AccountId const& account, IntentId const& id, TimePoint look_at,
    std::int64_t looks, std::string_view note);

struct UnknownLimits {
    std::int64_t effects = 32;
    std::int64_t per_group = 8;
    // What is given out is offered again after this time, unless it was held or closed before.
    Duration offered_again_after = std::chrono::minutes{1};
};
// Unknown effects that are due to be looked for, of all accounts, the groups by turns. Notes that they were given out (not in
// look_at), so it belongs into a transaction that writes.
Result<std::vector<Effect>> unknown_due(
    Transaction& transaction, std::string_view owner, TimePoint now, UnknownLimits const& limits);
// When unknown_due may have something next.
Result<std::optional<TimePoint>> next_unknown(Transaction& transaction, std::string_view owner);

// Forgets closed effects, the oldest first. Returns how many, at most `limit`: call again while it is that many.
Result<std::int64_t> prune(Transaction& transaction, TimePoint before, std::int64_t limit);

struct Counts {
    std::int64_t journalled = 0;
    std::int64_t unknown = 0;
    std::int64_t done = 0;
    std::int64_t refused = 0;
    std::int64_t abandoned = 0;

    bool operator==(Counts const&) const = default;
};
// Kept, not counted. Closed ones count until they are pruned.
Result<Counts> counts_of(Transaction& transaction, AccountId const& account, std::string_view owner, std::string_view group);

}  // namespace lockstep::outbox
