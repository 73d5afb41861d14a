// SPDX-License-Identifier: Apache-2.0
// Issues: what needs a person, as groups of equal errors. Raised and closed by the facts; the words shown are in
// sync/issue_words.cpp.
#pragma once

#include <map>

#include "sync/state/scope.hpp"

namespace lockstep::sync {

struct IssueKey {
    std::string_view
        kind;  // match_unsure, conflict, cannot_write, not_stored, write_refused, create_refused, create_unknown,
               // gone, parked, attached_refused, mass_cleared, mass_changed, credential_refused, quota_spent, deliveries_refused
    std::string_view subject;  // record "a:..." or link id
    std::string_view field;    // may be empty
};

Result<void> raise_issue(Scope const& scope, Random& random, IssueKey const& key, JsonObject const& detail);
// Brings the detail of an open issue up to date, without counting it as raised once more.
Result<void> refresh_issue(Scope const& scope, IssueKey const& key, JsonObject const& detail);
Result<void> close_issue(Scope const& scope, IssueKey const& key);
// Every open issue of this kind and subject, whatever the field.
Result<void> close_issues(Scope const& scope, std::string_view kind, std::string_view subject);
// The detail of an open issue.
Result<std::optional<Json>> open_issue(Scope const& scope, IssueKey const& key);
// Is one of this kind open about this subject, whatever the field?
Result<bool> is_issue_open(Scope const& scope, std::string_view kind, std::string_view subject);

// How many of each kind are open.
Result<std::map<std::string, std::int64_t>> open_issues_by_kind(Scope const& scope);

struct OpenIssue {
    std::string kind;
    std::string field;
};
Result<std::vector<OpenIssue>> open_issues_of(Scope const& scope, std::string_view subject);

// An issue as it is shown.
struct StoredIssue {
    std::string id;
    std::string kind;
    std::string subject;
    std::string field;
    bool is_open = false;
    Json detail;
    std::int64_t count = 0;
    TimePoint first_at{};
    TimePoint last_at{};
};
Result<std::optional<StoredIssue>> find_issue_by_id(Scope const& scope, std::string_view issue_id);
// By the time they were last raised, the latest first.
Result<std::vector<StoredIssue>> open_issues_about(Scope const& scope, std::vector<std::string> const& subjects);
// `cursor`: those after the issue that it names, empty for the first page. invalid (api.bad_parameter) when it is none of
// `issue_cursor`.
Result<std::vector<StoredIssue>> list_issues(
    Scope const& scope, std::optional<bool> is_open, std::string_view cursor, std::int64_t limit);
// Open ones of one kind, the same way.
Result<std::vector<StoredIssue>> list_open_issues_of(
    Scope const& scope, std::string_view kind, std::string_view cursor, std::int64_t limit);
// Stays good when the issue itself is raised again, closed or forgotten.
std::string issue_cursor(StoredIssue const& issue);
// Who is ambiguous or could not be created: about whom a complete reading asks again.
Result<std::vector<std::string>> subjects_to_ask_again(Scope const& scope, std::int64_t limit);

// Forgets the closed ones whose end is longest ago, if before `before`; returns how many, at most `limit`.
Result<std::int64_t> prune_issues(Transaction& transaction, TimePoint before, std::int64_t limit);

}  // namespace lockstep::sync
