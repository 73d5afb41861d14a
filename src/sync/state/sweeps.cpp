// SPDX-License-Identifier: Apache-2.0
#include "sync/state/sweeps.hpp"

namespace lockstep::sync {

using contacts::Side;

namespace {

std::string_view running(SweepPurpose purpose) { return purpose == SweepPurpose::fill ? "filling" : "running"; }

}  // namespace

Result<std::optional<SweepProgress>> load_sweep(Scope const& scope, Side side, SweepPurpose purpose) {
    TRY(auto const rows, scope.transaction.query(R"(
        SELECT sweep_id, next_inputs, page, seen, started_at FROM sweeps
        WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND state = ?4)",
                             scope.account, scope.sync, contacts::to_string(side), running(purpose)));
    if (rows.empty()) return std::nullopt;
    auto const& row = rows.front();
    SweepProgress progress{row.id<SweepId>(0), std::nullopt, row.integer(2), row.integer(3), row.time(4)};
    if (!row.text(1).empty()) {
        TRY(auto const inputs, parse_json(row.text(1)));
        if (auto const* object = inputs.if_object()) progress.inputs = *object;
    }
    return progress;
}

Result<void> save_sweep(Scope const& scope, Side side, SweepProgress const& progress, SweepStand const& stand) {
    std::string const inputs = progress.inputs && !stand.is_finished ? to_text(*progress.inputs) : std::string();
    std::string_view const state = stand.is_finished ? std::string_view("done") : running(stand.purpose);
    TRY_VOID(scope.transaction.execute(R"(
        INSERT INTO sweeps (account_id, sync_id, side, sweep_id, state, next_inputs, page, seen, total, started_at, finished_at,
                            last_finished_at, last_seen)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, CASE WHEN ?5 = 'done' THEN ?11 END,
                CASE WHEN ?5 = 'done' THEN ?11 END, CASE WHEN ?5 = 'done' THEN ?8 END)
        ON CONFLICT (account_id, sync_id, side) DO UPDATE SET
            sweep_id = excluded.sweep_id, state = excluded.state, next_inputs = excluded.next_inputs, page = excluded.page,
            seen = excluded.seen, total = excluded.total, started_at = excluded.started_at, finished_at = excluded.finished_at,
            last_finished_at = COALESCE(excluded.last_finished_at, sweeps.last_finished_at),
            last_seen = COALESCE(excluded.last_seen, sweeps.last_seen))",
        scope.account, scope.sync, contacts::to_string(side), progress.id, state, inputs, progress.page, progress.seen, stand.total,
        progress.started_at, scope.now));
    return {};
}

Result<std::optional<LastSweep>> last_sweep(Scope const& scope, Side side) {
    TRY(auto const rows, scope.transaction.query(R"(
        SELECT last_finished_at, last_seen FROM sweeps WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3)",
                             scope.account, scope.sync, contacts::to_string(side)));
    if (rows.empty() || rows.front().is_null(0)) return std::nullopt;
    return LastSweep{rows.front().time(0), rows.front().integer(1)};
}

Result<std::optional<PollCursor>> load_poll_cursor(Scope const& scope, Side side) {
    TRY(auto const rows, scope.transaction.query(R"(
        SELECT since, cursor, polled_at FROM poll_cursors WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3)",
                             scope.account, scope.sync, contacts::to_string(side)));
    if (rows.empty()) return std::nullopt;
    auto const& row = rows.front();
    return PollCursor{row.time(0), row.optional_text(1), row.time(2)};
}

Result<void> save_poll_cursor(Scope const& scope, Side side, PollCursor const& cursor) {
    TRY_VOID(scope.transaction.execute(R"(
        INSERT INTO poll_cursors (account_id, sync_id, side, since, cursor, polled_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
        ON CONFLICT (account_id, sync_id, side) DO UPDATE SET
            since = excluded.since, cursor = excluded.cursor, polled_at = excluded.polled_at)",
        scope.account, scope.sync, contacts::to_string(side), cursor.since, cursor.text, cursor.polled_at));
    return {};
}

}  // namespace lockstep::sync
