// SPDX-License-Identifier: Apache-2.0
#include "sync/state/changes.hpp"

namespace lockstep::sync {

using contacts::Side;

Result<void> insert_batch(Scope const& scope, BatchId const& id, std::string_view kind, std::int64_t mapping_version) {
    TRY_VOID(scope.transaction.execute(R"(
        INSERT INTO batches (account_id, batch_id, sync_id, kind, mapping_version, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6))",
        scope.account, id, scope.sync, kind, mapping_version, scope.now));
    return {};
}

Result<void> insert_change(Scope const& scope, JournalledChange const& journalled, ChangeContext const& context) {
    auto const& change = journalled.change;
    auto const values =
        to_text(JsonObject{{"before", contacts::to_json(change.before)}, {"after", contacts::to_json(change.after)}});
    TRY_VOID(scope.transaction.execute(R"(
        INSERT INTO changes (account_id, change_id, batch_id, intent_id, sync_id, link_id, a_record, b_record, side, field,
                             sealed_values, reason, mapping_version, cause, call_id, outcome, created_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, '', 'planned', ?15))",
        scope.account, journalled.id, context.batch, context.effect, scope.sync, context.link.id, context.link.a, context.link.b,
        contacts::to_string(change.side), change.row, scope.seal("changes", journalled.id.text(), "values", values),
        change.reason, context.mapping_version, context.cause, scope.now));
    return {};
}

Result<void> set_change_outcome(Scope const& scope, ChangeId const& id, ChangeOutcome outcome, CallId const& call) {
    TRY_VOID(scope.transaction.execute(R"(
        UPDATE changes SET outcome = ?3, call_id = ?4, settled_at = ?5 WHERE account_id = ?1 AND change_id = ?2)",
        scope.account, id, to_string(outcome), call, scope.now));
    return {};
}

Result<void> set_outcome_of_changes(Scope const& scope, IntentId const& effect, ChangeOutcome outcome, CallId const& call) {
    TRY_VOID(scope.transaction.execute(R"(
        UPDATE changes SET outcome = ?3, call_id = CASE WHEN ?4 = '' THEN call_id ELSE ?4 END, settled_at = ?5
        WHERE account_id = ?1 AND intent_id = ?2)",
        scope.account, effect, to_string(outcome), call, scope.now));
    return {};
}

Result<void> name_record(Scope const& scope, IntentId const& effect, Side side, std::string_view record_id) {
    std::string_view const sql = side == Side::a ? "UPDATE changes SET a_record = ?3 WHERE account_id = ?1 AND intent_id = ?2"
                                                 : "UPDATE changes SET b_record = ?3 WHERE account_id = ?1 AND intent_id = ?2";
    TRY_VOID(scope.transaction.execute(sql, scope.account, effect, record_id));
    return {};
}

Result<std::vector<JournalledChange>> changes_of(Scope const& scope, contacts::Mapping const& mapping, IntentId const& effect) {
    TRY(auto const rows, scope.transaction.query(R"(
        SELECT change_id, side, field, sealed_values, reason FROM changes
        WHERE account_id = ?1 AND intent_id = ?2 ORDER BY change_id)",
                             scope.account, effect));
    std::vector<JournalledChange> changes;
    for (auto const& row : rows) {
        TRY(auto const values, scope.open_json("changes", row.text(0), "values", row.blob(3)));
        JournalledChange journalled;
        journalled.id = row.id<ChangeId>(0);
        auto& change = journalled.change;
        change.side = contacts::side_from(row.text(1));
        change.row = row.text(2);
        change.reason = row.text(4);
        if (auto const* before = find(values, "/before")) {
            TRY(change.before, contacts::value_from_json(*before));
        }
        if (auto const* after = find(values, "/after")) {
            TRY(change.after, contacts::value_from_json(*after));
        }
        auto const* mapped = mapping.row(change.row);
        if (mapped == nullptr) {  // an id field, or a row that is mapped no longer
            change.field = change.row;
            change.before_in_a = change.before;
            change.after_in_a = change.after;
            if (change.reason == "link_id") changes.push_back(std::move(journalled));
            continue;
        }
        change.field = mapped->at(change.side);
        change.is_set = mapped->rule.kind == contacts::FieldKind::set;
        auto const in_a = [&](contacts::Value const& value) {
            contacts::Record record;
            record.fields[change.field] = value;
            return contacts::project(mapping, change.side, record).at(change.row);
        };
        change.before_in_a = in_a(change.before);
        change.after_in_a = in_a(change.after);
        changes.push_back(std::move(journalled));
    }
    return changes;
}

Result<std::int64_t> prune_changes(Transaction& transaction, TimePoint before, std::int64_t limit) {
    TRY(auto const changes, transaction.execute(R"(
        DELETE FROM changes WHERE (account_id, change_id) IN (
            SELECT account_id, change_id FROM changes WHERE settled_at < ?1 ORDER BY settled_at LIMIT ?2))",
                                before, limit));
    TRY_VOID(transaction.execute(R"(
        DELETE FROM batches WHERE (account_id, batch_id) IN (
            SELECT account_id, batch_id FROM batches WHERE created_at < ?1 ORDER BY created_at LIMIT ?2))",
        before, limit));
    return changes;
}

}  // namespace lockstep::sync
