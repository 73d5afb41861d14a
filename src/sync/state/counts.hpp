// SPDX-License-Identifier: Apache-2.0
// Rows of `sync_counts` and `change_hours`: how many rows a sync has in the other tables. The stores of those tables call this
// in the transaction that changes them, and nobody else does; so nothing is ever counted row by row.
#pragma once

#include <map>

#include "sync/state/scope.hpp"

namespace lockstep::sync {

struct SyncCounts {
    std::int64_t linked = 0;                    // links with a record at both sides
    contacts::PerSide<std::int64_t> records{};  // copies of records that are not gone
    std::int64_t open_issues = 0;
    std::int64_t ambiguous = 0;  // of the open issues those about who is who

    bool operator==(SyncCounts const&) const = default;
};
Result<void> add_to_counts(Scope const& scope, SyncCounts const& difference);

// A change was journalled, or got its outcome.
Result<void> count_change(Scope const& scope);
Result<void> note_last_change(Scope const& scope);

struct SyncActivity {
    SyncCounts counts;
    std::int64_t changes_24h = 0;  // journalled in this hour and the 23 before it
    std::optional<TimePoint> last_change_at;
};
Result<SyncActivity> load_activity(Scope const& scope);

// Of every sync of the account in one statement. Those of the last hours are left out: nobody who looks at many asks for them.
Result<std::map<SyncId, SyncActivity>> load_activities(Transaction& transaction, AccountId const& account);

}  // namespace lockstep::sync
