// SPDX-License-Identifier: Apache-2.0
#include "sync/answering.hpp"

#include <algorithm>

#include "sync/attached/plan.hpp"
#include "sync/attached/request.hpp"
#include "sync/attached/store.hpp"
#include "sync/create_needs.hpp"
#include "sync/reconcile/request.hpp"
#include "sync/state/brakes.hpp"
#include "sync/state/links.hpp"
#include "sync/state/mirrors.hpp"
#include "sync/state/waiting_creates.hpp"

namespace lockstep::sync {
namespace {

using contacts::both_sides;
using contacts::Side;
using contacts::Value;

bool is_match_question(StoredIssue const& issue) { return issue.kind == "match_unsure" || issue.kind == "ambiguous"; }
bool is_about_record(StoredIssue const& issue) { return issue.subject.starts_with("a:") || issue.subject.starts_with("b:"); }
// What stands and what was kept: the question's own values are the choice, not what both sides show.
bool is_doubt(StoredIssue const& issue) { return issue.kind == "covered" || issue.kind == "late_write"; }

std::unexpected<Error> not_a_choice(StoredIssue const& issue, std::string const& why) {
    return fail(ErrorKind::invalid, "sync.not_a_choice", "answering " + issue.id + " (" + issue.kind + "): " + why);
}

std::unexpected<Error> changed(StoredIssue const& issue) {
    return fail(ErrorKind::conflict, "sync.question_changed",
        "answering " + issue.id + ": what it is about has changed since you saw it; look at it again");
}

Result<Value> value_in(Json const& detail, char const* name) {
    auto const* object = detail.if_object();
    auto const* member = object == nullptr ? nullptr : object->if_contains(name);
    return member == nullptr ? Result<Value>{Value{}} : contacts::value_from_json(*member);
}

std::vector<std::string> candidates_of(StoredIssue const& issue) {
    std::vector<std::string> ids;
    if (auto const* list = find_array(issue.detail, "/candidates")) {
        for (auto const& each : *list) {
            if (each.is_string()) ids.emplace_back(each.get_string());
        }
    }
    return ids;
}

// Decides about them again at once, whatever they wait for.
Result<void> ask_again(Scope const& scope, AnswerSubject const& subject) {
    auto records = subject.records;
    if (subject.link) {
        TRY(auto const link, load_link(scope, *subject.link));
        if (!link) return {};
        for (auto const side : both_sides) records[side] = link->record(side).value_or("");
    }
    for (auto const side : both_sides) {
        if (records[side].empty()) continue;
        TRY_VOID(request_reconcile(scope, {.side = side,
                                              .record_id = records[side],
                                              .due_at = scope.now,
                                              .lane = catalogue::Lane::interactive,
                                              .reason = RequestReason::person,
                                              .overrides_backoff = true}));
    }
    return {};
}

class Answering {
public:
    Answering(Scope const& scope, Sync const& sync, AnswerRequest const& request, StoredIssue const& issue, Random& ids)
        : scope_(scope), sync_(sync), request_(request), issue_(issue), ids_(ids) {}

    Result<std::vector<StoredAnswer>> run() {
        auto const allowed = choices_of(issue_, sync_.mapping);
        if (std::ranges::find(allowed, request_.choice) == allowed.end()) {
            std::string words;
            for (auto const choice : allowed) (words += words.empty() ? "" : ", ") += to_string(choice);
            return not_a_choice(issue_, words.empty() ? "nothing can be answered to it" : "it can be answered with " + words);
        }
        if (!request_.version.empty() && request_.version != question_version(scope_, issue_)) return changed(issue_);
        if (issue_.kind == "attached_refused") return about_attached();
        if (is_match_question(issue_)) return who_it_is();
        if (is_about_record(issue_)) return about_record();
        return about_link();
    }

private:
    StoredAnswer fresh() {
        StoredAnswer stored;
        stored.answer.id = ids_.id<AnswerTag>(scope_.now);
        stored.answer.choice = request_.choice;
        stored.answer.row = issue_.field;
        stored.issue = IssueId{issue_.id};
        stored.given_by = request_.given_by;
        stored.given_at = stored.answer.given_at = scope_.now;
        return stored;
    }

    Side side() const { return contacts::side_from(issue_.subject.substr(0, 1)); }
    std::string record() const { return issue_.subject.substr(2); }

    // What was answered before about the same thing stands no longer.
    Result<void> replace_earlier(std::vector<Answer> const& earlier) {
        for (auto const& each : earlier) {
            if (each.row != issue_.field || each.choice == Choice::different_people) continue;
            TRY_VOID(end_answer(scope_, each.id, AnswerState::taken_back));
        }
        return {};
    }

    Result<std::vector<StoredAnswer>> keep(std::vector<StoredAnswer> answers) {
        for (auto const& each : answers) {
            TRY_VOID(insert_answer(scope_, each));
            TRY_VOID(ask_again(scope_, each.subject));
        }
        return answers;
    }

    Result<std::vector<StoredAnswer>> who_it_is() {
        TRY(auto const earlier, answers_about_record(scope_, side(), record()));
        TRY_VOID(replace_earlier(earlier));
        if (request_.choice != Choice::same_person && request_.choice != Choice::different_people) return about_record();
        std::vector<std::string> named;
        if (!request_.candidate.empty()) {
            named.push_back(request_.candidate);
        } else if (request_.choice == Choice::different_people) {
            named = candidates_of(issue_);
        }
        if (named.empty()) return not_a_choice(issue_, "say which record is meant");
        auto const other = contacts::other(side());
        std::vector<StoredAnswer> answers;
        for (auto const& id : named) {
            TRY(auto const mirror, load_mirror(scope_, other, id));
            bool const is_there = mirror && mirror->state != MirrorState::gone;
            if (!is_there && request_.candidate.empty()) continue;  // one of them is gone meanwhile
            if (!is_there) {
                return fail(ErrorKind::invalid, "sync.no_such_candidate",
                    "answering " + issue_.id + ": the other side has no record " + id);
            }
            TRY(auto const link, link_of(scope_, other, id));
            if (request_.choice == Choice::same_person && link && link->is_complete()) {
                return fail(ErrorKind::conflict, "sync.linked_already",
                    "answering " + issue_.id + ": record " + id + " is linked to another record already");
            }
            auto stored = fresh();
            stored.subject.records[side()] = record();
            stored.subject.records[other] = id;
            answers.push_back(std::move(stored));
        }
        if (answers.empty()) return changed(issue_);
        return keep(std::move(answers));
    }

    Result<std::vector<StoredAnswer>> about_record() {
        auto stored = fresh();
        stored.subject.records[side()] = record();
        if (issue_.kind == "parked") stored.state = AnswerState::done;  // asking for it again is all there is to do
        std::vector<StoredAnswer> answers;
        answers.push_back(std::move(stored));
        return keep(std::move(answers));
    }

    Result<std::vector<StoredAnswer>> about_link() {
        TRY(auto const link, load_link(scope_, LinkId{issue_.subject}));
        if (!link) return changed(issue_);
        auto stored = fresh();
        stored.subject.link = link->id;
        TRY(auto const earlier, answers_about_link(scope_, link->id));
        TRY_VOID(replace_earlier(earlier));
        if (issue_.field.empty() && request_.choice == Choice::leave_alone) {
            TRY_VOID(close_issue(scope_, {issue_.kind, issue_.subject, issue_.field}));
            stored.state = AnswerState::done;
        }
        if (issue_.kind == "parked") stored.state = AnswerState::done;
        if (!issue_.field.empty()) TRY_VOID(compare(*link, stored.answer));
        std::vector<StoredAnswer> answers;
        answers.push_back(std::move(stored));
        return keep(std::move(answers));
    }

    // Notes or tasks that an app would not take: sent once more, or let be.
    Result<std::vector<StoredAnswer>> about_attached() {
        LinkId const link{issue_.subject};
        auto const kind = catalogue::attached_kind_from(issue_.field).value_or(catalogue::AttachedKind::note);
        if (request_.choice == Choice::try_again) {
            TRY(auto items, load_items(scope_, link, kind));
            for (auto& item : items) {
                if (!item.is_refused()) continue;
                try_again(item);
                TRY_VOID(save_item(scope_, link, kind, item));
            }
            TRY_VOID(request_attached(scope_, link, scope_.now, catalogue::Lane::interactive, issue_.id));
        }
        TRY_VOID(close_issue(scope_, {issue_.kind, issue_.subject, issue_.field}));
        auto stored = fresh();
        stored.subject.link = link;
        stored.state = AnswerState::done;
        TRY_VOID(insert_answer(scope_, stored));
        std::vector<StoredAnswer> answers;
        answers.push_back(std::move(stored));
        return answers;
    }

    // What the person saw and what is wanted, by the copies that we have.
    Result<void> compare(Link const& link, Answer& answer) {
        TRY(auto const shown, shown_of_row(scope_, sync_.mapping, link, issue_.field));
        if (!shown) return {};  // an id field, or a side without a copy
        TRY(auto const a, value_in(issue_.detail, "a"));
        TRY(auto const b, value_in(issue_.detail, "b"));
        if (issue_.kind == "conflict" && (shown->a != a || shown->b != b)) return changed(issue_);
        answer.saw = answer.want = *shown;
        if (auto const base = link.memory.base.find(issue_.field); base != link.memory.base.end()) answer.base = base->second;
        if (answer.choice == Choice::use_a) answer.want.a = answer.want.b = is_doubt(issue_) ? a : shown->a;
        if (answer.choice == Choice::use_b) answer.want.a = answer.want.b = is_doubt(issue_) ? b : shown->b;
        return {};
    }

    Scope const& scope_;
    Sync const& sync_;
    AnswerRequest const& request_;
    StoredIssue const& issue_;
    Random& ids_;
};

std::unexpected<Error> cannot_take_back(AnswerId const& id, std::string const& why) {
    return fail(ErrorKind::conflict, "sync.cannot_take_back", "taking back " + id.text() + ": " + why);
}

// The link that "the same person" made is taken apart; whether the two are one is asked again.
Result<void> undo_link(Scope const& scope, StoredAnswer const& stored, StoredAnswer& back) {
    TRY(auto const link, link_of(scope, Side::a, stored.subject.records.a));
    if (!link || link->b != stored.subject.records.b)
        return cannot_take_back(stored.answer.id, "these two are not linked any more");
    back.answer.choice = Choice::take_apart;
    back.subject.link = link->id;
    return {};
}

// Both sides get back what they had, and so does the base.
Result<void> undo_value(Scope const& scope, Sync const& sync, StoredAnswer const& stored, StoredAnswer& back) {
    auto const& answer = stored.answer;
    if (answer.saw == answer.want || answer.restores_base) return cannot_take_back(answer.id, "it changed nothing");
    TRY(auto const link, load_link(scope, stored.subject.link.value_or(LinkId{})));
    if (!link) return cannot_take_back(answer.id, "the link is gone");
    TRY(auto const shown, shown_of_row(scope, sync.mapping, *link, answer.row));
    if (!shown || *shown != answer.want) {
        return fail(ErrorKind::conflict, "sync.changed_since_answer",
            "taking back " + answer.id.text() + ": the field has been changed since; set it by hand");
    }
    back.answer.saw = answer.want;
    back.answer.want = answer.saw;
    back.answer.restores_base = true;
    back.answer.base = answer.base;
    back.subject.link = link->id;
    return {};
}

}  // namespace

std::vector<Choice> choices_of(StoredIssue const& issue, contacts::Mapping const& mapping) {
    auto choices = choices_for(issue.kind);
    if (issue.field.empty()) return choices;
    auto const* row = mapping.row(issue.field);
    std::erase_if(choices, [&](Choice choice) {
        if (choice != Choice::use_a && choice != Choice::use_b && choice != Choice::put_back) return false;
        // An id field follows from the link, and a set is decided element by element.
        if (row == nullptr || row->rule.kind == contacts::FieldKind::set) return true;
        // What would have been written to a is put back at b.
        bool const writes_b = choice == Choice::use_a || (choice == Choice::put_back && find_text(issue.detail, "/side") == "a");
        auto const forbidden = writes_b ? contacts::Direction::b_to_a : contacts::Direction::a_to_b;
        return row->rule.direction == forbidden;
    });
    return choices;
}

std::string question_version(Scope const& scope, StoredIssue const& issue) {
    // How many wait is no other question.
    bool const is_for_everybody = issue.kind == create_needs_issue || harm_of_issue(issue.kind);
    auto const detail = is_for_everybody ? std::string() : to_text(issue.detail);
    auto const text = issue.kind + '\n' + issue.subject + '\n' + issue.field + '\n' + detail;
    return scope.vault.blind_index(scope.account, "question", text).substr(0, 16);
}

Result<std::optional<contacts::PerSide<Value>>> shown_of_row(
    Scope const& scope, contacts::Mapping const& mapping, Link const& link, std::string const& row) {
    std::optional<contacts::PerSide<Value>> none;
    if (mapping.row(row) == nullptr || !link.is_complete()) return none;
    contacts::PerSide<Value> shown;
    for (auto const side : both_sides) {
        TRY(auto const mirror, load_mirror(scope, side, *link.record(side)));
        if (!mirror) return none;
        auto const seen = contacts::project(mapping, side, mirror->record);
        if (auto const found = seen.find(row); found != seen.end()) shown[side] = found->second;
    }
    return std::optional(std::move(shown));
}

Result<std::vector<StoredAnswer>> give_answer(Scope const& scope, Sync const& sync, AnswerRequest const& request, Random& ids) {
    TRY(auto const issue, find_issue_by_id(scope, request.issue_id));
    if (!issue) {
        return fail(
            ErrorKind::not_found, "sync.no_such_question", "answering " + request.issue_id + ": there is no such question");
    }
    if (!issue->is_open) {
        return fail(ErrorKind::conflict, "sync.question_closed",
            "answering " + request.issue_id + ": it is closed; what it was about has gone, or somebody has answered it");
    }
    return Answering{scope, sync, request, *issue, ids}.run();
}

bool can_be_taken_back(StoredAnswer const& stored) {
    if (stored.state == AnswerState::taken_back) return false;
    auto const& answer = stored.answer;
    if (answer.choice == Choice::carry_over || answer.choice == Choice::put_back) return false;
    if (is_about_need(stored)) return true;
    bool const is_value = answer.choice == Choice::use_a || answer.choice == Choice::use_b;
    if (stored.state == AnswerState::given) return !answer.restores_base && answer.choice != Choice::take_apart;
    return answer.choice == Choice::same_person || (is_value && !answer.restores_base && answer.saw != answer.want);
}

Result<void> take_back_answer(Scope const& scope, Sync& sync, AnswerId const& id, std::string const& by, Random& ids) {
    TRY(auto const stored, find_answer(scope, id));
    if (!stored)
        return fail(ErrorKind::not_found, "sync.no_such_answer", "taking back " + id.text() + ": there is no such answer");
    if (stored->state == AnswerState::taken_back)
        return fail(ErrorKind::conflict, "sync.answer_ended", "taking back " + id.text() + ": it was taken back before");
    if (!can_be_taken_back(*stored)) return cannot_take_back(id, "what it led to cannot be turned round by itself");
    TRY(bool const was_need, take_back_need(scope, sync, *stored));
    if (was_need) return mark_taken_back(scope, id);
    if (stored->state == AnswerState::given) {
        TRY_VOID(mark_taken_back(scope, id));
        return ask_again(scope, stored->subject);
    }
    StoredAnswer back;
    back.answer.id = ids.id<AnswerTag>(scope.now);
    back.answer.choice = stored->answer.choice;
    back.answer.row = stored->answer.row;
    back.issue = stored->issue;
    back.given_by = by;
    back.given_at = scope.now;
    if (stored->answer.choice == Choice::same_person) {
        TRY_VOID(undo_link(scope, *stored, back));
    } else {
        TRY_VOID(undo_value(scope, sync, *stored, back));
    }
    TRY_VOID(mark_taken_back(scope, id));
    TRY_VOID(insert_answer(scope, back));
    return ask_again(scope, back.subject);
}

}  // namespace lockstep::sync
