// SPDX-License-Identifier: Apache-2.0
// Telling others what the sync has stored (deliveries/tell.hpp), in the transaction that stores it. Where nobody listens each of
// these is one look into a small table.
#pragma once

#include "sync/state/issues.hpp"
#include "sync/state/links.hpp"

namespace lockstep::sync {

// Two records are one person from now on. `made` is the side at which the sync made the record; absent: both were there.
Result<void> tell_linked(Scope const& scope, Link const& link, std::optional<contacts::Side> made);
Result<void> tell_unlinked(Scope const& scope, Link const& link);
// What an effect that is over has stored at an app: fields, tags, notes and tasks. What a record was made with is not told.
Result<void> tell_changes(Scope const& scope, IntentId const& effect);
// An issue was opened, or closed.
Result<bool> is_issue_closing_wanted(Scope const& scope);
Result<void> tell_issue(Scope const& scope, bool is_open, std::string_view issue, IssueKey const& key);

}  // namespace lockstep::sync
