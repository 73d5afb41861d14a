// SPDX-License-Identifier: Apache-2.0
#include "sync/state/changes.hpp"

#include <algorithm>

#include "sync/state/counts.hpp"
#include "sync/state/statements.hpp"

namespace lockstep::sync {

using contacts::Side;

Result<void> insert_batch(Scope const& scope, BatchId const& id, std::string_view kind, std::int64_t mapping_version) {
    TRY_VOID(scope.transaction.execute(sql::insert_batch, scope.account, id, scope.sync, kind, mapping_version, scope.now));
    return {};
}

Result<void> insert_change(Scope const& scope, JournalledChange const& journalled, ChangeContext const& context) {
    auto const& change = journalled.change;
    auto const values =
        to_text(JsonObject{{"before", contacts::to_json(change.before)}, {"after", contacts::to_json(change.after)}});
    TRY_VOID(scope.transaction.execute(sql::insert_change, scope.account, journalled.id, context.batch, context.effect,
        scope.sync, context.link.id, context.link.a, context.link.b, contacts::to_string(change.side), change.row,
        scope.seal("changes", journalled.id.text(), "values", values), change.reason, context.mapping_version, context.cause,
        scope.now));
    return count_change(scope);
}

Result<void> set_change_outcome(Scope const& scope, ChangeId const& id, ChangeOutcome outcome, CallId const& call) {
    TRY_VOID(scope.transaction.execute(sql::set_change_outcome, scope.account, id, to_string(outcome), call, scope.now));
    return note_last_change(scope);
}

Result<void> set_outcome_of_changes(Scope const& scope, IntentId const& effect, ChangeOutcome outcome, CallId const& call) {
    TRY(auto const count,
        scope.transaction.execute(sql::set_outcome_of_changes, scope.account, effect, to_string(outcome), call, scope.now));
    return count > 0 ? note_last_change(scope) : Result<void>{};
}

Result<void> name_record(Scope const& scope, IntentId const& effect, Side side, std::string_view record_id) {
    TRY_VOID(
        scope.transaction.execute(side == Side::a ? sql::name_a_record : sql::name_b_record, scope.account, effect, record_id));
    return {};
}

Result<std::vector<JournalledChange>> changes_of(Scope const& scope, contacts::Mapping const& mapping, IntentId const& effect) {
    TRY(auto const rows, scope.transaction.query(sql::changes_of_effect, scope.account, effect));
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
        bool const is_mapped_anew = mapped != nullptr && mapped->since > row.integer(5);
        if (mapped == nullptr || is_mapped_anew) {  // an id field, or a row that is mapped no longer, or to another field
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
    std::ranges::sort(changes, {}, [](JournalledChange const& each) -> std::string const& { return each.id.text(); });
    return changes;
}

namespace {

Result<StoredChange> stored_change(Scope const& scope, Row const& row) {
    StoredChange change;
    change.id = row.text(0);
    change.created_at = row.time(1);
    change.settled_at = row.optional_time(2);
    change.batch = row.text(3);
    change.link = row.text(4);
    change.a = row.optional_text(5);
    change.b = row.optional_text(6);
    change.side = row.text(7);
    change.row = row.text(8);
    TRY(change.values, scope.open_json("changes", change.id, "values", row.blob(9)));
    change.reason = row.text(10);
    change.mapping_version = row.integer(11);
    change.cause = row.text(12);
    change.call = row.text(13);
    change.outcome = row.text(14);
    return change;
}

// Ids sort by time; no id comes after this.
constexpr std::string_view after_every_id = "~";

}  // namespace

Result<std::vector<StoredChange>> list_changes(Scope const& scope, ChangeFilter const& filter) {
    std::string_view const before = filter.before.empty() ? after_every_id : std::string_view(filter.before);
    std::vector<Row> rows;
    auto const add = [&](std::string_view statement, std::string const& what) -> Result<void> {
        TRY(auto found, scope.transaction.query(statement, scope.account, scope.sync, before, filter.limit, what));
        rows.insert(rows.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
        return {};
    };
    if (!filter.record.empty()) {
        // One name may be a link's, or a record's of either side; each is found by its own index.
        for (auto const statement : {sql::changes_of_link, sql::changes_of_a, sql::changes_of_b})
            TRY_VOID(add(statement, filter.record));
        std::ranges::sort(rows, std::ranges::greater{}, [](Row const& row) -> std::string const& { return row.text(0); });
        auto const same = [](Row const& one, Row const& other) { return one.text(0) == other.text(0); };
        rows.erase(std::ranges::unique(rows, same).begin(), rows.end());
        if (!filter.batch.empty()) std::erase_if(rows, [&](Row const& row) { return row.text(3) != filter.batch; });
        if (static_cast<std::int64_t>(rows.size()) > filter.limit) rows.erase(rows.begin() + filter.limit, rows.end());
    } else if (!filter.batch.empty()) {
        TRY_VOID(add(sql::changes_of_batch, filter.batch));
    } else {
        TRY(rows, scope.transaction.query(sql::changes_of_sync, scope.account, scope.sync, before, filter.limit));
    }
    std::vector<StoredChange> changes;
    for (auto const& row : rows) {
        TRY(auto change, stored_change(scope, row));
        changes.push_back(std::move(change));
    }
    return changes;
}

Result<std::int64_t> prune_changes(Transaction& transaction, TimePoint before, std::int64_t limit) {
    return transaction.execute(sql::prune_changes, before, limit);
}

Result<std::int64_t> prune_batches(Transaction& transaction, TimePoint before, std::int64_t limit) {
    return transaction.execute(sql::prune_batches, before, limit);
}

}  // namespace lockstep::sync
