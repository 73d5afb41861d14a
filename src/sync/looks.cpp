// SPDX-License-Identifier: Apache-2.0
#include "sync/looks.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

std::string_view to_string(LookKind kind) { return kind == LookKind::read ? "read" : "full"; }

}  // namespace

Result<void> ask(Scope const& scope, Look const& look) {
    TRY_VOID(scope.transaction.execute(
        "INSERT INTO looks (account_id, sync_id, side, record_id, kind, lane, due_at, fresh_since, asked_at, asked, attempts, "
        "leased_until, "
        "reason, cause) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1, 0, 0, ?10, ?11) "
        "ON CONFLICT (account_id, sync_id, side, record_id) DO UPDATE SET "
        "kind = CASE WHEN excluded.kind = 'full' THEN 'full' ELSE looks.kind END, "
        "lane = CASE WHEN excluded.lane < looks.lane THEN excluded.lane ELSE looks.lane END, "
        "due_at = CASE WHEN excluded.due_at < looks.due_at THEN excluded.due_at ELSE looks.due_at END, "
        "fresh_since = CASE WHEN excluded.fresh_since > looks.fresh_since THEN excluded.fresh_since ELSE looks.fresh_since END, "
        // A webhook's reason allows a shortcut (an echo needs no read); every other reason has to be acted upon, and stays.
        "asked = looks.asked + 1, reason = CASE WHEN looks.reason = 'webhook' THEN excluded.reason ELSE looks.reason END, "
        "cause = excluded.cause",
        look.account, look.sync, contacts::to_string(look.side), look.record_id, to_string(look.kind),
        static_cast<std::int64_t>(look.lane), look.due_at, look.fresh_since, scope.now, look.reason, look.cause));
    return {};
}

Result<std::int64_t> ask_for_all(Scope const& scope, Side side, bool only_unlinked, TimePoint due_at) {
    std::string sql =
        "INSERT INTO looks (account_id, sync_id, side, record_id, kind, lane, due_at, fresh_since, asked_at, asked, attempts, "
        "leased_until, "
        "reason, cause) SELECT m.account_id, m.sync_id, m.side, m.record_id, 'full', ?4, ?5, 0, ?6, 1, 0, 0, 'backfill', '' FROM "
        "mirrors m "
        "WHERE m.account_id = ?1 AND m.sync_id = ?2 AND m.side = ?3";
    if (only_unlinked) {
        sql += side == Side::a ? " AND NOT EXISTS (SELECT 1 FROM links l WHERE l.account_id = m.account_id AND l.sync_id = "
                                 "m.sync_id AND l.a_record = m.record_id)"
                               : " AND NOT EXISTS (SELECT 1 FROM links l WHERE l.account_id = m.account_id AND l.sync_id = "
                                 "m.sync_id AND l.b_record = m.record_id)";
    }
    sql += " ON CONFLICT (account_id, sync_id, side, record_id) DO UPDATE SET kind = 'full', asked = looks.asked + 1";
    return scope.transaction.execute(sql, scope.account, scope.sync, contacts::to_string(side),
        static_cast<std::int64_t>(catalogue::Lane::bulk), due_at, scope.now);
}

Result<Claim> claim_due(Transaction& transaction, TimePoint now, ClaimLimits const& limits) {
    Claim claim;
    TRY(auto const rows,
        transaction.query(
            "SELECT k.account_id, k.sync_id, k.side, k.record_id, k.kind, k.lane, k.due_at, k.fresh_since, k.asked, k.attempts, "
            "k.reason, k.cause "
            "FROM looks k JOIN syncs s ON s.account_id = k.account_id AND s.sync_id = k.sync_id "
            "WHERE k.due_at <= ?1 AND k.leased_until <= ?1 AND (s.state IN ('running', 'backfilling') OR k.kind = 'read') "
            "ORDER BY k.lane, k.due_at LIMIT ?2",
            now, limits.looks));
    std::int64_t bulk = 0;
    for (auto const& row : rows) {
        Look look;
        look.account = row.id<AccountId>(0);
        look.sync = row.id<SyncId>(1);
        look.side = row.text(2) == "b" ? Side::b : Side::a;
        look.record_id = row.text(3);
        look.kind = row.text(4) == "read" ? LookKind::read : LookKind::full;
        look.lane = static_cast<catalogue::Lane>(row.integer(5));
        if (look.lane == catalogue::Lane::bulk && ++bulk > limits.bulk) break;
        look.due_at = row.time(6);
        look.fresh_since = row.time(7);
        look.asked = row.integer(8);
        look.attempts = row.integer(9);
        look.reason = row.text(10);
        look.cause = row.text(11);
        TRY_VOID(transaction.execute(
            // Whoever takes it up after us finds the mirror that we save, and must not take what we left undone for an echo.
            "UPDATE looks SET leased_until = ?5, reason = CASE WHEN reason = 'webhook' THEN 'webhook_again' ELSE reason END "
            "WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND record_id = ?4",
            look.account, look.sync, contacts::to_string(look.side), look.record_id, now + limits.lease));
        claim.looks.push_back(std::move(look));
    }
    if (static_cast<std::int64_t>(rows.size()) < limits.looks) {
        TRY(auto const next,
            transaction.query(
                "SELECT MIN(CASE WHEN k.due_at > k.leased_until THEN k.due_at ELSE k.leased_until END) FROM looks k "
                "JOIN syncs s ON s.account_id = k.account_id AND s.sync_id = k.sync_id "
                "WHERE s.state IN ('running', 'backfilling') OR k.kind = 'read'"));
        claim.next_due = next.front().optional_time(0);
    }
    return claim;
}

Result<void> finish_look(Scope const& scope, Look const& look) {
    auto const side = contacts::to_string(look.side);
    TRY(auto const removed,
        scope.transaction.execute(
            "DELETE FROM looks WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND record_id = ?4 AND asked = ?5",
            look.account, look.sync, side, look.record_id, look.asked));
    if (removed > 0) return {};
    TRY_VOID(scope.transaction.execute(
        "UPDATE looks SET leased_until = 0, attempts = 0 WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND record_id = ?4",
        look.account, look.sync, side, look.record_id));
    return {};
}

Result<void> postpone_look(Scope const& scope, Look const& look, TimePoint due_at, bool counts_as_attempt) {
    // Somebody who asked meanwhile does not wait for our reason to wait, unless we back off from failures.
    TRY_VOID(scope.transaction.execute(
        "UPDATE looks SET leased_until = 0, due_at = CASE WHEN asked = ?6 OR ?7 > 0 THEN ?5 ELSE due_at END, attempts = attempts "
        "+ ?7 "
        "WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND record_id = ?4",
        look.account, look.sync, contacts::to_string(look.side), look.record_id, due_at, look.asked, counts_as_attempt ? 1 : 0));
    return {};
}

Result<void> release_all_leases(Transaction& transaction) {
    TRY_VOID(transaction.execute("UPDATE looks SET leased_until = 0 WHERE leased_until > 0"));
    return {};
}

Result<std::int64_t> count_looks(Scope const& scope, std::optional<Side> side) {
    if (side) {
        TRY(auto const rows,
            scope.transaction.query("SELECT COUNT(*) FROM looks WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3",
                scope.account, scope.sync, contacts::to_string(*side)));
        return rows.front().integer(0);
    }
    TRY(auto const rows,
        scope.transaction.query("SELECT COUNT(*) FROM looks WHERE account_id = ?1 AND sync_id = ?2", scope.account, scope.sync));
    return rows.front().integer(0);
}

Result<std::optional<TimePoint>> oldest_waiting(Scope const& scope) {
    TRY(auto const rows,
        scope.transaction.query("SELECT MIN(asked_at) FROM looks WHERE account_id = ?1 AND sync_id = ?2 AND due_at <= ?3",
            scope.account, scope.sync, scope.now));
    return rows.front().optional_time(0);
}

}  // namespace lockstep::sync
