// SPDX-License-Identifier: Apache-2.0
// The store of answers: what people answered, what stands of it, and what has become of it.
#pragma once

#include "sync/reconcile/answer.hpp"
#include "sync/state/scope.hpp"

namespace lockstep::sync {

// What an answer is about: a link, or one record, or a pair of records.
struct AnswerSubject {
    std::optional<LinkId> link;
    contacts::PerSide<std::string> records;  // empty: none at that side
};

enum class AnswerState : std::uint8_t {
    given,       // stands: the engine goes by it
    done,        // carried out, or void because both sides show something else now
    taken_back,  // by a person
};
std::string_view to_string(AnswerState state);

struct StoredAnswer {
    Answer answer;
    IssueId issue;
    AnswerSubject subject;
    AnswerState state = AnswerState::given;
    std::string given_by;
    TimePoint given_at{};
    std::optional<TimePoint> ended_at;
};

Result<void> insert_answer(Scope const& scope, StoredAnswer const& answer);
// Only of one that still stands; false: it does not.
Result<bool> end_answer(Scope const& scope, AnswerId const& id, AnswerState state);
// One that was carried out, and is taken back by another answer.
Result<void> mark_taken_back(Scope const& scope, AnswerId const& id);
Result<std::optional<StoredAnswer>> find_answer(Scope const& scope, AnswerId const& id);

// Those that stand, oldest first.
Result<std::vector<Answer>> answers_about_link(Scope const& scope, LinkId const& link);
Result<std::vector<Answer>> answers_about_record(Scope const& scope, contacts::Side side, std::string_view record_id);
// The records of the other side that a person has taken apart from this one again, or never let be put together with it.
Result<std::vector<std::string>> taken_apart_from(Scope const& scope, contacts::Side side, std::string_view record_id);
// The last one that was given to a question, whatever has become of it.
Result<std::optional<StoredAnswer>> last_answer_to(Scope const& scope, IssueId const& issue);
// The latest first, older than the answer `cursor`.
Result<std::vector<StoredAnswer>> list_answers(Scope const& scope, std::string_view cursor, std::int64_t limit);

// Forgets ended ones whose end is longest ago, if before `before`; returns how many, at most `limit`. Which records were taken
// apart is never forgotten: it would put them together again.
Result<std::int64_t> prune_answers(Transaction& transaction, TimePoint before, std::int64_t limit);

}  // namespace lockstep::sync
