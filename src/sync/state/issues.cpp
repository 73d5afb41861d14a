// SPDX-License-Identifier: Apache-2.0
#include "sync/state/issues.hpp"

namespace lockstep::sync {

Result<void> raise_issue(Scope const& scope, Random& random, IssueKey const& key, JsonObject const& detail) {
    auto const text = to_text(detail);
    TRY(auto const known,
        scope.transaction.query(
            "SELECT issue_id FROM issues WHERE account_id = ?1 AND sync_id = ?2 AND kind = ?3 AND subject = ?4 AND field = ?5",
            scope.account, scope.sync, key.kind, key.subject, key.field));
    if (!known.empty()) {
        auto const& id = known.front().text(0);
        TRY_VOID(
            scope.transaction.execute("UPDATE issues SET state = 'open', sealed_detail = ?3, count = count + 1, last_at = ?4 "
                                      "WHERE account_id = ?1 AND issue_id = ?2",
                scope.account, id, scope.seal("issues", id, "detail", text), scope.now));
        return {};
    }
    auto const id = random.id<IssueTag>(scope.now);
    TRY_VOID(
        scope.transaction.execute("INSERT INTO issues (account_id, issue_id, sync_id, kind, subject, field, state, "
                                  "sealed_detail, count, first_at, last_at) VALUES "
                                  "(?1, ?2, ?3, ?4, ?5, ?6, 'open', ?7, 1, ?8, ?8)",
            scope.account, id, scope.sync, key.kind, key.subject, key.field, scope.seal("issues", id.text(), "detail", text),
            scope.now));
    return {};
}

Result<void> refresh_issue(Scope const& scope, IssueKey const& key, JsonObject const& detail) {
    TRY(auto const known, scope.transaction.query(R"(
        SELECT issue_id FROM issues
        WHERE account_id = ?1 AND sync_id = ?2 AND kind = ?3 AND subject = ?4 AND field = ?5 AND state = 'open')",
                              scope.account, scope.sync, key.kind, key.subject, key.field));
    if (known.empty()) return {};
    auto const& id = known.front().text(0);
    TRY_VOID(scope.transaction.execute("UPDATE issues SET sealed_detail = ?3 WHERE account_id = ?1 AND issue_id = ?2", scope.account,
        id, scope.seal("issues", id, "detail", to_text(detail))));
    return {};
}

Result<void> close_issue(Scope const& scope, IssueKey const& key) {
    TRY_VOID(
        scope.transaction.execute("UPDATE issues SET state = 'resolved', last_at = ?6 WHERE account_id = ?1 AND sync_id = ?2 AND "
                                  "kind = ?3 AND subject = ?4 AND "
                                  "field = ?5 AND state = 'open'",
            scope.account, scope.sync, key.kind, key.subject, key.field, scope.now));
    return {};
}

Result<void> close_issues(Scope const& scope, std::string_view kind, std::string_view subject) {
    TRY_VOID(
        scope.transaction.execute("UPDATE issues SET state = 'resolved', last_at = ?5 WHERE account_id = ?1 AND sync_id = ?2 AND "
                                  "kind = ?3 AND subject = ?4 AND "
                                  "state = 'open'",
            scope.account, scope.sync, kind, subject, scope.now));
    return {};
}

Result<std::optional<Json>> open_issue(Scope const& scope, IssueKey const& key) {
    TRY(auto const rows, scope.transaction.query("SELECT issue_id, sealed_detail FROM issues WHERE account_id = ?1 AND sync_id = "
                                                 "?2 AND kind = ?3 AND subject = ?4 AND field = ?5 "
                                                 "AND state = 'open'",
                             scope.account, scope.sync, key.kind, key.subject, key.field));
    if (rows.empty()) return std::nullopt;
    TRY(auto detail, scope.open_json("issues", rows.front().text(0), "detail", rows.front().blob(1)));
    return detail;
}

}  // namespace lockstep::sync
