// SPDX-License-Identifier: Apache-2.0
#include "sync/state/issues.hpp"

#include <algorithm>
#include <charconv>
#include <limits>

#include "base/id_text.hpp"
#include "sync/state/counts.hpp"
#include "sync/state/statements.hpp"
#include "sync/state/told.hpp"

namespace lockstep::sync {
namespace {

Result<void> count_open(Scope const& scope, std::string_view kind, std::int64_t difference) {
    return add_to_counts(scope, {.open_issues = difference, .ambiguous = kind == "match_unsure" ? difference : 0});
}

struct Known {
    std::string id;
    bool is_open = false;
    std::string sealed_detail;
};

Result<std::optional<Known>> find(Scope const& scope, IssueKey const& key) {
    TRY(auto const rows, scope.transaction.query(sql::find_issue, scope.account, scope.sync, key.kind, key.subject, key.field));
    if (rows.empty()) return std::optional<Known>{};
    auto const& row = rows.front();
    return std::optional(Known{row.text(0), row.text(1) == "open", row.blob(2)});
}

Result<StoredIssue> stored_issue(Scope const& scope, Row const& row) {
    StoredIssue issue;
    issue.id = row.text(0);
    issue.kind = row.text(1);
    issue.subject = row.text(2);
    issue.field = row.text(3);
    issue.is_open = row.text(4) == "open";
    TRY(issue.detail, scope.open_json("issues", issue.id, "detail", row.blob(5)));
    issue.count = row.integer(6);
    issue.first_at = row.time(7);
    issue.last_at = row.time(8);
    return issue;
}

// Where a page begins: after this issue.
struct Place {
    std::int64_t last_at = std::numeric_limits<std::int64_t>::max();
    std::string issue_id;
};

Result<Place> place_of(std::string_view cursor) {
    Place place;
    if (cursor.empty()) return place;
    auto const at = cursor.find('.');
    auto const digits = cursor.substr(0, at);
    auto const [end, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), place.last_at);
    bool const is_time = failure == std::errc{} && end == digits.data() + digits.size() && place.last_at >= 0;
    if (at != std::string_view::npos) place.issue_id = cursor.substr(at + 1);
    if (!is_time || !is_id(IssueTag::prefix, place.issue_id))
        return fail(ErrorKind::invalid, "api.bad_parameter", "listing issues: the cursor is none that a page gave");
    return place;
}

}  // namespace

Result<void> raise_issue(Scope const& scope, Random& random, IssueKey const& key, JsonObject const& detail) {
    auto const text = to_text(detail);
    TRY(auto const known, find(scope, key));
    if (known) {
        TRY_VOID(scope.transaction.execute(
            sql::raise_issue_again, scope.account, known->id, scope.seal("issues", known->id, "detail", text), scope.now));
        if (known->is_open) return {};
        TRY_VOID(count_open(scope, key.kind, 1));
        return tell_issue(scope, true, known->id, key);
    }
    auto const id = random.id<IssueTag>(scope.now);
    TRY_VOID(scope.transaction.execute(sql::insert_issue, scope.account, id, scope.sync, key.kind, key.subject, key.field,
        scope.seal("issues", id.text(), "detail", text), scope.now));
    TRY_VOID(count_open(scope, key.kind, 1));
    return tell_issue(scope, true, id.text(), key);
}

Result<void> refresh_issue(Scope const& scope, IssueKey const& key, JsonObject const& detail) {
    TRY(auto const known, find(scope, key));
    if (!known || !known->is_open) return {};
    TRY_VOID(scope.transaction.execute(
        sql::set_issue_detail, scope.account, known->id, scope.seal("issues", known->id, "detail", to_text(detail))));
    return {};
}

Result<void> close_issue(Scope const& scope, IssueKey const& key) {
    TRY(auto const closed,
        scope.transaction.execute(sql::close_issue, scope.account, scope.sync, key.kind, key.subject, key.field, scope.now));
    TRY_VOID(count_open(scope, key.kind, -closed));
    if (closed == 0) return {};
    TRY(auto const known, find(scope, key));
    return known ? tell_issue(scope, false, known->id, key) : Result<void>{};
}

Result<void> close_issues(Scope const& scope, std::string_view kind, std::string_view subject) {
    Rows open;
    TRY(bool const is_wanted, is_issue_closing_wanted(scope));
    if (is_wanted) {
        TRY(open, scope.transaction.query(sql::open_issues_of_kind, scope.account, scope.sync, kind, subject));
    }
    TRY(auto const closed,
        scope.transaction.execute(sql::close_issues_of_kind, scope.account, scope.sync, kind, subject, scope.now));
    for (auto const& row : open) TRY_VOID(tell_issue(scope, false, row.text(0), {kind, subject, row.text(1)}));
    return count_open(scope, kind, -closed);
}

Result<std::optional<Json>> open_issue(Scope const& scope, IssueKey const& key) {
    TRY(auto const known, find(scope, key));
    if (!known || !known->is_open) return std::optional<Json>{};
    TRY(auto detail, scope.open_json("issues", known->id, "detail", known->sealed_detail));
    return std::optional(std::move(detail));
}

Result<bool> is_issue_open(Scope const& scope, std::string_view kind, std::string_view subject) {
    TRY(auto const rows, scope.transaction.query(sql::is_issue_open, scope.account, scope.sync, kind, subject));
    return !rows.empty();
}

Result<std::map<std::string, std::int64_t>> open_issues_by_kind(Scope const& scope) {
    TRY(auto const rows, scope.transaction.query(sql::open_issues_by_kind, scope.account, scope.sync));
    std::map<std::string, std::int64_t> counts;
    for (auto const& row : rows) counts[row.text(0)] = row.integer(1);
    return counts;
}

Result<std::vector<OpenIssue>> open_issues_of(Scope const& scope, std::string_view subject) {
    TRY(auto const rows, scope.transaction.query(sql::open_issues_of_subject, scope.account, scope.sync, subject));
    std::vector<OpenIssue> open;
    for (auto const& row : rows) open.push_back({row.text(1), row.text(3)});
    return open;
}

Result<std::optional<StoredIssue>> find_issue_by_id(Scope const& scope, std::string_view issue_id) {
    TRY(auto const rows, scope.transaction.query(sql::issue_by_id, scope.account, scope.sync, issue_id));
    if (rows.empty()) return std::optional<StoredIssue>{};
    TRY(auto issue, stored_issue(scope, rows.front()));
    return std::optional(std::move(issue));
}

Result<std::vector<StoredIssue>> open_issues_about(Scope const& scope, std::vector<std::string> const& subjects) {
    std::vector<StoredIssue> issues;
    for (auto const& subject : subjects) {
        TRY(auto const rows, scope.transaction.query(sql::open_issues_of_subject, scope.account, scope.sync, subject));
        for (auto const& row : rows) {
            TRY(auto issue, stored_issue(scope, row));
            issues.push_back(std::move(issue));
        }
    }
    std::ranges::sort(issues, std::ranges::greater{}, &StoredIssue::last_at);
    return issues;
}

std::string issue_cursor(StoredIssue const& issue) { return std::to_string(to_micros(issue.last_at)) + "." + issue.id; }

Result<std::vector<StoredIssue>> list_issues(
    Scope const& scope, std::optional<bool> is_open, std::string_view cursor, std::int64_t limit) {
    TRY(auto const after, place_of(cursor));
    std::vector<StoredIssue> issues;
    for (bool const open : {true, false}) {
        if (is_open && *is_open != open) continue;
        TRY(auto const rows, scope.transaction.query(sql::issues_in_state, scope.account, scope.sync, open ? "open" : "resolved",
                                 limit, after.last_at, after.issue_id));
        for (auto const& row : rows) {
            TRY(auto issue, stored_issue(scope, row));
            issues.push_back(std::move(issue));
        }
    }
    std::ranges::sort(issues, std::ranges::greater{}, [](StoredIssue const& each) { return std::pair(each.last_at, each.id); });
    if (static_cast<std::int64_t>(issues.size()) > limit) issues.erase(issues.begin() + limit, issues.end());
    return issues;
}

Result<std::vector<StoredIssue>> list_open_issues_of(
    Scope const& scope, std::string_view kind, std::string_view cursor, std::int64_t limit) {
    TRY(auto const after, place_of(cursor));
    TRY(auto const rows, scope.transaction.query(sql::open_issues_of_one_kind, scope.account, scope.sync, kind, limit,
                             after.last_at, after.issue_id));
    std::vector<StoredIssue> issues;
    for (auto const& row : rows) {
        TRY(auto issue, stored_issue(scope, row));
        issues.push_back(std::move(issue));
    }
    return issues;
}

Result<std::vector<std::string>> subjects_to_ask_again(Scope const& scope, std::int64_t limit) {
    TRY(auto const rows, scope.transaction.query(sql::issues_to_ask_again, scope.account, scope.sync, limit));
    std::vector<std::string> subjects;
    for (auto const& row : rows) subjects.push_back(row.text(0));
    return subjects;
}

Result<std::int64_t> prune_issues(Transaction& transaction, TimePoint before, std::int64_t limit) {
    return transaction.execute(sql::prune_issues, before, limit);
}

}  // namespace lockstep::sync
