// SPDX-License-Identifier: Apache-2.0
// Answering: a person's answer to an open question is checked against what is there now, stored, and the record is decided about
// again at once. What it leads to happens in the engine (reconcile/answer.hpp); taking an answer back as well.
#pragma once

#include "ports/random.hpp"
#include "sync/reconcile/link.hpp"
#include "sync/state/answers.hpp"
#include "sync/state/issues.hpp"

namespace lockstep::sync {

struct AnswerRequest {
    std::string issue_id;
    Choice choice = Choice::leave_alone;
    std::string candidate;  // same_person: whom; different_people: only this one, empty: none of the candidates
    std::string version;    // of the question that the person saw; empty: whatever it says now
    std::string given_by;
    std::string value{};  // use_value: what everybody gets
    std::string field{};  // use_field: of the other app
};

// What can be answered to this question: by its kind, and for a field by what its row allows.
std::vector<Choice> choices_of(StoredIssue const& issue, contacts::Mapping const& mapping);
// Changes whenever the question says something else.
std::string question_version(Scope const& scope, StoredIssue const& issue);

// Of a question about a field: what each side shows, in side a's domain; none where a side has no copy.
Result<std::optional<contacts::PerSide<contacts::Value>>> shown_of_row(
    Scope const& scope, contacts::Mapping const& mapping, Link const& link, std::string const& row);

// One row for each pair that is kept apart; otherwise one. Errors: not_found "sync.no_such_question"; conflict
// "sync.question_closed", "sync.question_changed", "sync.linked_already"; invalid "sync.not_a_choice", "sync.no_such_candidate".
Result<std::vector<StoredAnswer>> give_answer(Scope const& scope, Sync const& sync, AnswerRequest const& request, Random& ids);

// Errors: not_found "sync.no_such_answer"; conflict "sync.answer_ended" (it was taken back before), "sync.cannot_take_back" (what
// it led to cannot be turned round by itself), "sync.changed_since_answer".
// One about a field that the app demands changes `sync`, which the caller stores.
Result<void> take_back_answer(Scope const& scope, Sync& sync, AnswerId const& id, std::string const& by, Random& ids);
bool can_be_taken_back(StoredAnswer const& answer);

}  // namespace lockstep::sync
