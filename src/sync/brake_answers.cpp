// SPDX-License-Identifier: Apache-2.0
#include "sync/brake_answers.hpp"

#include <algorithm>

#include "sync/reconcile/request.hpp"
#include "sync/state/links.hpp"

namespace lockstep::sync {
namespace {

using contacts::both_sides;
using contacts::Side;

constexpr std::int64_t examples_max = 3;

BrakeKey key_of_issue(StoredIssue const& issue) {
    return {contacts::side_from(find_text(issue.detail, "/side").value_or("b")), issue.field,
        harm_of_issue(issue.kind).value_or(Harm::changed)};
}

// What the side that would have been written to shows goes to the other one, by an answer about this link as a person gives it.
Result<void> put_back(Scope const& scope, Sync const& sync, Brake const& brake, Link const& link, Random& ids) {
    auto const& key = brake.key;
    TRY(auto const shown, shown_of_row(scope, sync.mapping, link, key.row));
    if (!shown || shown->a == shown->b) return {};
    TRY(auto const earlier, answers_about_link(scope, link.id));
    for (auto const& each : earlier) {
        if (each.row == key.row) TRY_VOID(end_answer(scope, each.id, AnswerState::taken_back));
    }
    StoredAnswer stored;
    stored.answer.id = ids.id<AnswerTag>(scope.now);
    stored.answer.choice = key.side == Side::a ? Choice::use_a : Choice::use_b;
    stored.answer.row = key.row;
    stored.answer.given_at = stored.given_at = scope.now;
    stored.answer.saw = *shown;
    stored.answer.want = {(*shown)[key.side], (*shown)[key.side]};
    if (auto const base = link.memory.base.find(key.row); base != link.memory.base.end()) stored.answer.base = base->second;
    stored.subject.link = link.id;
    stored.issue = brake.issue;
    stored.given_by = brake.answered_by;
    return insert_answer(scope, stored);
}

Result<void> free_one(Scope const& scope, Sync const& sync, Brake const& brake, LinkId const& id, Random& ids) {
    TRY_VOID(free_link(scope, brake.key, id));
    TRY(auto const link, load_link(scope, id));
    if (!link || !link->is_complete()) return {};
    if (brake.answer == BrakeAnswer::put_back) TRY_VOID(put_back(scope, sync, brake, *link, ids));
    return request_reconcile(scope, {.side = Side::a,
                                        .record_id = link->record(Side::a).value_or(""),
                                        .due_at = scope.now,
                                        .lane = catalogue::Lane::bulk,
                                        .reason = RequestReason::person,
                                        .overrides_backoff = true});
}

}  // namespace

Result<JsonObject> brake_detail(Scope const& scope, Sync const& sync, StoredIssue const& issue) {
    auto detail = issue.detail.is_object() ? issue.detail.get_object() : JsonObject{};
    auto const key = key_of_issue(issue);
    TRY(auto const people, count_braked(scope, key));
    detail["count"] = people > braked_counted_max ? std::to_string(braked_counted_max) + "+" : std::to_string(people);
    JsonArray examples;
    TRY(auto const links, links_braked(scope, key, examples_max));
    for (auto const& id : links) {
        TRY(auto const link, load_link(scope, id));
        if (!link || !link->is_complete()) continue;
        TRY(auto const shown, shown_of_row(scope, sync.mapping, *link, key.row));
        if (!shown) continue;
        examples.push_back(JsonObject{{"link", id.text()}, {"record", link->record(Side::a).value_or("")},
            {"a", contacts::to_json(shown->a)}, {"b", contacts::to_json(shown->b)}});
    }
    detail["examples"] = std::move(examples);
    return detail;
}

Result<StoredAnswer> answer_brake(
    Scope const& scope, Sync const& sync, AnswerRequest const& request, StoredIssue const& issue, Random& ids) {
    auto const allowed = choices_of(issue, sync.mapping);
    if (std::ranges::find(allowed, request.choice) == allowed.end()) {
        std::string words;
        for (auto const choice : allowed) (words += words.empty() ? "" : ", ") += to_string(choice);
        return fail(ErrorKind::invalid, "sync.not_a_choice", "answering " + issue.id + ": it can be answered with " + words);
    }
    auto const answer = request.choice == Choice::carry_over ? BrakeAnswer::carry_over : BrakeAnswer::put_back;
    TRY_VOID(save_brake_answer(scope, {key_of_issue(issue), std::nullopt, answer, request.given_by, IssueId{issue.id}}));
    StoredAnswer stored;
    stored.answer.id = ids.id<AnswerTag>(scope.now);
    stored.answer.choice = request.choice;
    stored.answer.row = issue.field;
    stored.issue = IssueId{issue.id};
    stored.state = AnswerState::done;
    stored.given_by = request.given_by;
    stored.given_at = stored.answer.given_at = scope.now;
    TRY_VOID(close_issue(scope, {issue.kind, issue.subject, issue.field}));
    TRY_VOID(insert_answer(scope, stored));
    return stored;
}

Result<bool> free_braked(Scope const& scope, Sync const& sync, Random& ids, std::int64_t limit) {
    TRY(auto const brakes, brakes_at_work(scope));
    for (auto const& brake : brakes) {
        if (brake.answer == BrakeAnswer::none) continue;
        TRY(auto const links, links_braked(scope, brake.key, limit));
        for (auto const& link : links) TRY_VOID(free_one(scope, sync, brake, link, ids));
        limit -= static_cast<std::int64_t>(links.size());
        if (limit <= 0) return true;
        TRY_VOID(end_brake(scope, brake.key));
    }
    return false;
}

}  // namespace lockstep::sync
