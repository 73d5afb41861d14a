// SPDX-License-Identifier: Apache-2.0
// Answers to what the mass-change brake asks: carry the change over to everybody for whom it is held, or put back what they had.
// An answer ends the question at once; the people are worked off in portions, and a sweep goes on where an ended process stood.
#pragma once

#include "sync/answering.hpp"
#include "sync/state/brakes.hpp"

namespace lockstep::sync {

// What the question shows beside itself: since when, for how many people at present, and some of them with both values.
Result<JsonObject> brake_detail(Scope const& scope, Sync const& sync, StoredIssue const& issue);

// Choices carry_over and put_back of an issue "mass_cleared" or "mass_changed". Errors: invalid "sync.not_a_choice".
Result<StoredAnswer> answer_brake(
    Scope const& scope, Sync const& sync, AnswerRequest const& request, StoredIssue const& issue, Random& ids);

// At most `limit` of those whose brake was answered. True: there may be more.
Result<bool> free_braked(Scope const& scope, Sync const& sync, Random& ids, std::int64_t limit);

}  // namespace lockstep::sync
