// SPDX-License-Identifier: Apache-2.0
#include "sync/state/sweeps.hpp"

#include "sync/state/statements.hpp"

namespace lockstep::sync {

using contacts::Side;

namespace {

std::string_view running(SweepPurpose purpose) { return purpose == SweepPurpose::fill ? "filling" : "running"; }

}  // namespace

Result<std::optional<SweepProgress>> load_sweep(Scope const& scope, Side side, SweepPurpose purpose) {
    TRY(auto const rows,
        scope.transaction.query(sql::find_sweep, scope.account, scope.sync, contacts::to_string(side), running(purpose)));
    if (rows.empty()) return std::nullopt;
    auto const& row = rows.front();
    SweepProgress progress{row.id<SweepId>(0), "", std::nullopt, row.integer(2), row.integer(3), row.time(4)};
    if (row.text(1).empty()) return progress;
    TRY(auto const next, parse_json(row.text(1)));
    // What an older version noted has no operation: that reading begins anew.
    auto const operation = find_text(next, "/operation");
    if (!operation) return std::nullopt;
    progress.operation = *operation;
    if (auto const* inputs = find_object(next, "/inputs")) progress.inputs = *inputs;
    return progress;
}

Result<void> save_sweep(Scope const& scope, Side side, SweepProgress const& progress, SweepStand const& stand) {
    std::string inputs;
    if (!progress.operation.empty() && !stand.is_finished) {
        JsonObject next{{"operation", progress.operation}};
        if (progress.inputs) next["inputs"] = *progress.inputs;
        inputs = to_text(next);
    }
    std::string_view const state = stand.is_finished ? std::string_view("done") : running(stand.purpose);
    TRY_VOID(scope.transaction.execute(sql::save_sweep, scope.account, scope.sync, contacts::to_string(side), progress.id, state,
        inputs, progress.page, progress.seen, stand.total, progress.started_at, scope.now));
    return {};
}

Result<std::optional<LastSweep>> last_sweep(Scope const& scope, Side side) {
    TRY(auto const rows, scope.transaction.query(sql::last_sweep, scope.account, scope.sync, contacts::to_string(side)));
    if (rows.empty() || rows.front().is_null(0)) return std::nullopt;
    return LastSweep{rows.front().time(0), rows.front().integer(1)};
}

Result<std::map<SyncId, ReadTimes>> read_times(Transaction& transaction, AccountId const& account) {
    std::map<SyncId, ReadTimes> found;
    TRY(auto const polls, transaction.query(sql::polls_of_syncs, account));
    for (auto const& row : polls) found[row.id<SyncId>(0)].polled_at[contacts::side_from(row.text(1))] = row.time(2);
    TRY(auto const sweeps, transaction.query(sql::last_sweeps, account));
    for (auto const& row : sweeps) found[row.id<SyncId>(0)].swept_at[contacts::side_from(row.text(1))] = row.optional_time(2);
    return found;
}

Result<std::optional<PollCursor>> load_poll_cursor(Scope const& scope, Side side) {
    TRY(auto const rows, scope.transaction.query(sql::find_poll_cursor, scope.account, scope.sync, contacts::to_string(side)));
    if (rows.empty()) return std::nullopt;
    auto const& row = rows.front();
    return PollCursor{row.time(0), row.optional_text(1), row.time(2)};
}

Result<void> save_poll_cursor(Scope const& scope, Side side, PollCursor const& cursor) {
    TRY_VOID(scope.transaction.execute(sql::save_poll_cursor, scope.account, scope.sync, contacts::to_string(side), cursor.since,
        cursor.text, cursor.polled_at));
    return {};
}

}  // namespace lockstep::sync
