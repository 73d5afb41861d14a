// SPDX-License-Identifier: Apache-2.0
#include "sync/state/waiting_creates.hpp"

#include <algorithm>

#include "sync/state/issues.hpp"
#include "sync/state/statements.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

std::string people_text(std::int64_t people) {
    return people > waiting_counted_max ? std::to_string(waiting_counted_max) + "+" : std::to_string(people);
}

Result<void> ask_or_refresh(Scope const& scope, Random& random, Side side, IssueKey const& key, std::int64_t people) {
    JsonObject const detail{{"side", contacts::to_string(side)}, {"count", people_text(people)}};
    TRY(auto const known, open_issue(scope, key));
    if (known && *known == Json(detail)) return {};
    return known ? refresh_issue(scope, key, detail) : raise_issue(scope, random, key, detail);
}

// After rows have gone.
Result<void> bring_up_to_date(Scope const& scope, Side side, ConnectionId const& to, std::string const& field) {
    TRY(auto const people, count_waiting(scope, side, field));
    IssueKey const key{create_needs_issue, to.text(), field};
    if (people == 0) return close_issue(scope, key);
    JsonObject const detail{{"side", contacts::to_string(side)}, {"count", people_text(people)}};
    return refresh_issue(scope, key, detail);
}

}  // namespace

Result<void> wait_for_fields(Scope const& scope, Random& random, Side side, ConnectionId const& to, std::string_view subject,
    std::vector<std::string> const& fields) {
    TRY(auto const before, fields_waited_for(scope, side, subject));
    for (auto const& field : before) {
        if (std::ranges::find(fields, field) != fields.end()) continue;
        TRY_VOID(stop_waiting_for(scope, side, to, subject, field));
    }
    for (auto const& field : fields) {
        if (std::ranges::find(before, field) == before.end()) {
            TRY_VOID(scope.transaction.execute(
                sql::insert_waiting_create, scope.account, scope.sync, contacts::to_string(side), field, subject));
        }
        TRY(auto const people, count_waiting(scope, side, field));
        TRY_VOID(ask_or_refresh(scope, random, side, {create_needs_issue, to.text(), field}, people));
    }
    return {};
}

Result<void> stop_waiting(Scope const& scope, contacts::PerSide<ConnectionId> const& connections, std::string_view subject) {
    TRY(auto const rows, scope.transaction.query(sql::waiting_of_record, scope.account, scope.sync, subject));
    if (rows.empty()) return {};
    TRY_VOID(scope.transaction.execute(sql::delete_waiting_of_record, scope.account, scope.sync, subject));
    for (auto const& row : rows) {
        auto const side = contacts::side_from(row.text(0));
        TRY_VOID(bring_up_to_date(scope, side, connections[side], row.text(1)));
    }
    return {};
}

Result<void> stop_waiting_for(
    Scope const& scope, Side side, ConnectionId const& to, std::string_view subject, std::string const& field) {
    TRY_VOID(scope.transaction.execute(
        sql::delete_waiting_create, scope.account, scope.sync, contacts::to_string(side), field, subject));
    return bring_up_to_date(scope, side, to, field);
}

Result<void> note_people_without(
    Scope const& scope, Random& random, Side side, ConnectionId const& to, std::string const& field, std::int64_t people) {
    IssueKey const key{create_needs_issue, to.text(), field};
    if (people > 0) return ask_or_refresh(scope, random, side, key, people);
    TRY(auto const waiting, count_waiting(scope, side, field));
    return waiting > 0 ? Result<void>{} : close_issue(scope, key);
}

Result<std::int64_t> count_waiting(Scope const& scope, Side side, std::string_view field) {
    TRY(auto const rows, scope.transaction.query(sql::count_waiting_creates, scope.account, scope.sync, contacts::to_string(side),
                             field, waiting_counted_max + 1));
    return rows.empty() ? 0 : rows.front().integer(0);
}

Result<std::vector<std::string>> subjects_waiting(
    Scope const& scope, Side side, std::string_view field, std::string_view after, std::int64_t limit) {
    TRY(auto const rows, scope.transaction.query(sql::waiting_creates_after, scope.account, scope.sync, contacts::to_string(side),
                             field, after, limit));
    std::vector<std::string> subjects;
    for (auto const& row : rows) subjects.push_back(row.text(0));
    return subjects;
}

Result<std::vector<std::string>> fields_waited_for(Scope const& scope, Side side, std::string_view subject) {
    TRY(auto const rows, scope.transaction.query(sql::waiting_of_record, scope.account, scope.sync, subject));
    std::vector<std::string> fields;
    for (auto const& row : rows) {
        if (row.text(0) == contacts::to_string(side)) fields.push_back(row.text(1));
    }
    return fields;
}

}  // namespace lockstep::sync
