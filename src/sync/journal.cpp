// SPDX-License-Identifier: Apache-2.0
#include "sync/journal.hpp"

#include <algorithm>

namespace lockstep::sync {
namespace {

using contacts::Side;

constexpr std::string_view intent_columns =
    "account_id, sync_id, intent_id, link_id, batch_id, side, kind, operation, marker, state, created_at, look_at, "
    "negative_looks, note";

constexpr auto remembered_for = std::chrono::hours{24};  // a write whose outcome is not known

IntentState state_from(std::string_view text) {
    for (auto const state :
        {IntentState::journalled, IntentState::unknown, IntentState::done, IntentState::refused, IntentState::abandoned}) {
        if (to_string(state) == text) return state;
    }
    return IntentState::unknown;
}

OpenIntent intent_from(Row const& row) {
    OpenIntent open;
    open.account = row.id<AccountId>(0);
    open.sync = row.id<SyncId>(1);
    auto& intent = open.intent;
    intent.id = row.id<IntentId>(2);
    intent.link = row.id<LinkId>(3);
    intent.batch = row.id<BatchId>(4);
    intent.side = row.text(5) == "b" ? Side::b : Side::a;
    intent.kind = row.text(6) == "create" ? IntentKind::create : IntentKind::update;
    intent.operation = row.text(7);
    intent.marker = row.text(8);
    intent.state = state_from(row.text(9));
    intent.created_at = row.time(10);
    intent.look_at = row.optional_time(11);
    intent.negative_looks = row.integer(12);
    intent.note = row.text(13);
    return open;
}

std::vector<OpenIntent> intents_from(Rows const& rows) {
    std::vector<OpenIntent> intents;
    for (auto const& row : rows) intents.push_back(intent_from(row));
    return intents;
}

}  // namespace

std::string_view to_string(IntentState state) {
    switch (state) {
        case IntentState::journalled: return "journalled";
        case IntentState::unknown: return "unknown";
        case IntentState::done: return "done";
        case IntentState::refused: return "refused";
        case IntentState::abandoned: return "abandoned";
    }
    return "unknown";
}

Result<void> insert_batch(Scope const& scope, BatchId const& id, std::string_view kind, std::int64_t mapping_version) {
    TRY_VOID(scope.transaction.execute(
        "INSERT INTO batches (account_id, batch_id, sync_id, kind, mapping_version, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        scope.account, id, scope.sync, kind, mapping_version, scope.now));
    return {};
}

Result<void> insert_intent(Scope const& scope, Intent const& intent) {
    TRY_VOID(
        scope.transaction.execute("INSERT INTO intents (account_id, intent_id, sync_id, link_id, batch_id, side, kind, "
                                  "operation, marker, state, created_at, look_at, "
                                  "negative_looks, note) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            scope.account, intent.id, scope.sync, intent.link, intent.batch, contacts::to_string(intent.side),
            intent.kind == IntentKind::create ? "create" : "update", intent.operation, intent.marker, to_string(intent.state),
            intent.created_at, intent.look_at, intent.negative_looks, intent.note));
    return {};
}

Result<void> insert_change(Scope const& scope, JournalledChange const& journalled, ChangeContext const& context) {
    auto const& change = journalled.change;
    auto const values =
        to_text(JsonObject{{"before", contacts::to_json(change.before)}, {"after", contacts::to_json(change.after)}});
    TRY_VOID(scope.transaction.execute(
        "INSERT INTO changes (account_id, change_id, batch_id, intent_id, sync_id, link_id, a_record, b_record, side, field, "
        "sealed_values, "
        "reason, mapping_version, cause, call_id, outcome, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, "
        "?12, ?13, ?14, "
        "'', 'planned', ?15)",
        scope.account, journalled.id, context.batch, context.intent, scope.sync, context.link.id, context.link.a, context.link.b,
        contacts::to_string(change.side), change.row, scope.seal("changes", journalled.id.text(), "values", values),
        change.reason, context.mapping_version, context.cause, scope.now));
    return {};
}

Result<bool> has_open_intent(Scope const& scope, LinkId const& link) {
    TRY(auto const rows,
        scope.transaction.query(
            "SELECT 1 FROM intents WHERE account_id = ?1 AND sync_id = ?2 AND link_id = ?3 AND closed_at IS NULL LIMIT 1",
            scope.account, scope.sync, link));
    return !rows.empty();
}

Result<void> close_intent(Scope const& scope, IntentId const& id, IntentState state, std::string_view note) {
    TRY_VOID(scope.transaction.execute(
        "UPDATE intents SET state = ?3, note = ?4, closed_at = ?5 WHERE account_id = ?1 AND intent_id = ?2", scope.account, id,
        to_string(state), note, scope.now));
    return {};
}

Result<void> hold_intent(
    Scope const& scope, IntentId const& id, TimePoint look_at, std::int64_t negative_looks, std::string_view note) {
    TRY_VOID(
        scope.transaction.execute("UPDATE intents SET state = 'unknown', look_at = ?3, negative_looks = ?4, note = ?5 WHERE "
                                  "account_id = ?1 AND intent_id = ?2",
            scope.account, id, look_at, negative_looks, note));
    return {};
}

Result<void> settle_change(Scope const& scope, ChangeId const& id, std::string_view outcome, CallId const& call) {
    TRY_VOID(scope.transaction.execute(
        "UPDATE changes SET outcome = ?3, call_id = ?4, settled_at = ?5 WHERE account_id = ?1 AND change_id = ?2", scope.account,
        id, outcome, call, scope.now));
    return {};
}

Result<void> settle_changes(Scope const& scope, IntentId const& id, std::string_view outcome, CallId const& call) {
    TRY_VOID(scope.transaction.execute(
        "UPDATE changes SET outcome = ?3, call_id = ?4, settled_at = ?5 WHERE account_id = ?1 AND intent_id = ?2", scope.account,
        id, outcome, call, scope.now));
    return {};
}

Result<std::vector<RowWrite>> writes_of(Scope const& scope, IntentId const& id) {
    TRY(auto const rows,
        scope.transaction.query(
            "SELECT change_id, field, sealed_values FROM changes WHERE account_id = ?1 AND intent_id = ?2 ORDER BY change_id",
            scope.account, id));
    std::vector<RowWrite> writes;
    for (auto const& row : rows) {
        TRY(auto const values, scope.open_json("changes", row.text(0), "values", row.blob(2)));
        RowWrite write{row.text(1), {}, {}};
        if (auto const* before = find(values, "/before")) {
            TRY(write.before, contacts::value_from_json(*before));
        }
        if (auto const* after = find(values, "/after")) {
            TRY(write.after, contacts::value_from_json(*after));
        }
        writes.push_back(std::move(write));
    }
    return writes;
}

void leave_unconfirmed(LinkBase& base, Sync const& sync, Side side, std::vector<RowWrite> const& writes, TimePoint now) {
    auto const& mapping = sync.mapping;
    for (auto const& write : writes) {
        auto const row = std::ranges::find(mapping.rows, write.row, &contacts::FieldRow::a);
        if (row == mapping.rows.end()) continue;
        auto const in_a = [&](contacts::Value const& value) {
            contacts::Record record;
            record.fields[side == Side::a ? row->a : row->b] = value;
            return contacts::project(mapping, side, record).at(row->a);
        };
        base.unconfirmed.push_back(
            {side, row->a, in_a(write.before), in_a(write.after), now, now + sync.policy.settle, now + remembered_for});
    }
}

Result<void> name_record(Scope const& scope, IntentId const& id, Side side, std::string_view record_id) {
    std::string_view const sql = side == Side::a ? "UPDATE changes SET a_record = ?3 WHERE account_id = ?1 AND intent_id = ?2"
                                                 : "UPDATE changes SET b_record = ?3 WHERE account_id = ?1 AND intent_id = ?2";
    TRY_VOID(scope.transaction.execute(sql, scope.account, id, record_id));
    return {};
}

Result<std::vector<OpenIntent>> unknown_due(Transaction& transaction, TimePoint now, std::int64_t limit) {
    TRY(auto const rows, transaction.query("SELECT " + std::string(intent_columns) +
                                               " FROM intents WHERE closed_at IS NULL AND state = 'unknown' AND look_at <= ?1 "
                                               "ORDER BY look_at, intent_id LIMIT ?2",
                             now, limit));
    return intents_from(rows);
}

Result<std::optional<TimePoint>> next_unknown(Transaction& transaction) {
    TRY(auto const rows, transaction.query("SELECT MIN(look_at) FROM intents WHERE closed_at IS NULL AND state = 'unknown'"));
    return rows.front().optional_time(0);
}

Result<std::vector<OpenIntent>> journalled_intents(Transaction& transaction) {
    TRY(auto const rows, transaction.query("SELECT " + std::string(intent_columns) +
                                           " FROM intents WHERE closed_at IS NULL AND state = 'journalled' ORDER BY intent_id"));
    return intents_from(rows);
}

Result<std::optional<Intent>> open_create_of(Scope const& scope, LinkId const& link) {
    TRY(auto const rows, scope.transaction.query("SELECT " + std::string(intent_columns) +
                                                     " FROM intents WHERE account_id = ?1 AND sync_id = ?2 AND link_id = ?3 AND "
                                                     "closed_at IS NULL AND kind = 'create' LIMIT 1",
                             scope.account, scope.sync, link));
    if (rows.empty()) return std::nullopt;
    return intent_from(rows.front()).intent;
}

}  // namespace lockstep::sync
