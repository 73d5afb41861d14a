// SPDX-License-Identifier: Apache-2.0
// Issues: what needs a person, as groups of equal errors. Raised and closed by the facts; the words shown are in
// sync/issue_words.cpp.
#pragma once

#include "sync/state/scope.hpp"

namespace lockstep::sync {

struct IssueKey {
    std::string_view
        kind;  // match_unsure, conflict, cannot_write, not_stored, write_refused, create_refused, create_unknown, gone, parked
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

}  // namespace lockstep::sync
