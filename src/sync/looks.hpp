// SPDX-License-Identifier: Apache-2.0
// Looks: the durable list of records that somebody asked to look at, one row per record. A claimed look is leased; what is
// asked while it is leased makes it due again when it ends.
#pragma once

#include "catalogue/rate.hpp"
#include "sync/scope.hpp"

namespace lockstep::sync {

enum class LookKind : std::uint8_t {
    read,  // read the record and keep the mirror; decide nothing
    full,
};

struct Look {
    AccountId account;
    SyncId sync;
    contacts::Side side = contacts::Side::a;
    std::string record_id;
    LookKind kind = LookKind::full;
    catalogue::Lane lane = catalogue::Lane::live;
    TimePoint due_at{};
    TimePoint fresh_since{};  // a mirror observed since then is fresh enough; the epoch: any mirror is
    std::int64_t asked = 0;   // how often it was asked for; tells whether somebody asked while we looked
    std::int64_t attempts = 0;
    std::string reason;  // "webhook", "sweep", "backfill", "follow_up", ...
    std::string cause;   // id of the event or intent
};

// Asks; an existing row keeps the earlier due time, the better lane and the stronger demands.
Result<void> ask(Scope const& scope, Look const& look);
// The same for every mirror of one side: the pairing phase of a back-fill.
Result<std::int64_t> ask_for_all(Scope const& scope, contacts::Side side, bool only_unlinked, TimePoint due_at);

struct Claim {
    std::vector<Look> looks;
    std::optional<TimePoint> next_due;  // of what was not claimed
};
struct ClaimLimits {
    std::int64_t looks = 64;
    std::int64_t bulk = 48;  // of them at most; the rest is kept for live work
    Duration lease{0};
};
// Looks that are due, best lane first, of syncs that may be worked on.
Result<Claim> claim_due(Transaction& transaction, TimePoint now, ClaimLimits const& limits);

// The look is done: removed, unless somebody asked again meanwhile.
Result<void> finish_look(Scope const& scope, Look const& look);
// The look has to be taken up again.
Result<void> postpone_look(Scope const& scope, Look const& look, TimePoint due_at, bool counts_as_attempt);
// At the start of a process nobody holds a lease. (Several nodes keep their leases apart by time instead.)
Result<void> release_all_leases(Transaction& transaction);
Result<std::int64_t> count_looks(Scope const& scope, std::optional<contacts::Side> side);
Result<std::optional<TimePoint>> oldest_waiting(Scope const& scope);

}  // namespace lockstep::sync
