// SPDX-License-Identifier: Apache-2.0
#include "sync/state/counts.hpp"

#include "sync/state/statements.hpp"

namespace lockstep::sync {
namespace {

constexpr std::int64_t hours_shown = 24;

std::int64_t hour_of(TimePoint time) { return std::chrono::floor<std::chrono::hours>(time).time_since_epoch().count(); }

}  // namespace

Result<void> add_to_counts(Scope const& scope, SyncCounts const& difference) {
    if (difference == SyncCounts{}) return {};
    TRY_VOID(scope.transaction.execute(sql::add_to_counts, scope.account, scope.sync, difference.linked, difference.records.a,
        difference.records.b, difference.open_issues, difference.ambiguous));
    return {};
}

Result<void> count_change(Scope const& scope) {
    auto const hour = hour_of(scope.now);
    TRY(auto const rows, scope.transaction.query(sql::add_to_hour, scope.account, scope.sync, hour));
    // The first change of an hour forgets the hours that nobody asks about any more.
    if (!rows.empty() && rows.front().integer(0) > 1) return {};
    TRY_VOID(scope.transaction.execute(sql::prune_hours, scope.account, scope.sync, hour - 2 * hours_shown));
    return {};
}

Result<void> note_last_change(Scope const& scope) {
    TRY_VOID(scope.transaction.execute(sql::note_last_change, scope.account, scope.sync, scope.now));
    return {};
}

Result<SyncActivity> load_activity(Scope const& scope) {
    SyncActivity activity;
    TRY(auto const counts, scope.transaction.query(sql::counts_of_sync, scope.account, scope.sync));
    if (!counts.empty()) {
        auto const& row = counts.front();
        activity.counts = {row.integer(0), {row.integer(1), row.integer(2)}, row.integer(3), row.integer(4)};
        activity.last_change_at = row.optional_time(5);
    }
    TRY(auto const changes,
        scope.transaction.query(sql::changes_since_hour, scope.account, scope.sync, hour_of(scope.now) - hours_shown));
    activity.changes_24h = changes.front().integer(0);
    return activity;
}

Result<std::map<SyncId, SyncActivity>> load_activities(Transaction& transaction, AccountId const& account) {
    std::map<SyncId, SyncActivity> found;
    TRY(auto const rows, transaction.query(sql::counts_of_syncs, account));
    for (auto const& row : rows) {
        auto& activity = found[row.id<SyncId>(0)];
        activity.counts = {row.integer(1), {row.integer(2), row.integer(3)}, row.integer(4), row.integer(5)};
        activity.last_change_at = row.optional_time(6);
    }
    return found;
}

}  // namespace lockstep::sync
