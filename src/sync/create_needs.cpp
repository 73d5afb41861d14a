// SPDX-License-Identifier: Apache-2.0
#include "sync/create_needs.hpp"

#include <algorithm>

#include "sync/reconcile/request.hpp"
#include "sync/state/brakes.hpp"
#include "sync/state/waiting_creates.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;
using contacts::Value;
using How = NewRecordRule::How;

std::string& name_at(contacts::FieldRow& row, Side side) { return side == Side::a ? row.a : row.b; }

std::unexpected<Error> not_a_choice(std::string const& issue, std::string const& why) {
    return fail(ErrorKind::invalid, "sync.not_a_choice", "answering " + issue + ": " + why);
}

Result<void> check_value(std::string const& issue, std::string const& value, std::vector<std::string> const& choices) {
    if (value.empty() || value.size() > 500) return not_a_choice(issue, "say which value they get");
    if (choices.empty() || std::ranges::find(choices, value) != choices.end()) return {};
    std::string words;
    for (auto const& each : choices) words += (words.empty() ? "" : ", ") + each;
    return not_a_choice(issue, "the app takes one of " + words);
}

bool has_field(connections::Connection const& connection, std::string_view name) {
    auto const fields = connection.connector->contacts->fields();
    if (std::ranges::find(fields, name, &catalogue::BoundField::name) != fields.end()) return true;
    constexpr std::string_view prefix = "custom.";
    return name.starts_with(prefix) && std::ranges::find(connection.custom_fields, name.substr(prefix.size()),
                                           &catalogue::CustomField::key) != connection.custom_fields.end();
}

// The other side's field becomes the source; what it was before is kept for taking the answer back.
Result<void> use_field(Sync& sync, Side side, std::string const& field, AnswerRequest const& request, StoredAnswer& stored) {
    auto const own = contacts::other(side);
    auto mapping = sync.mapping;
    auto const row = std::ranges::find_if(mapping.rows, [&](auto const& each) { return each.at(side) == field; });
    if (row != mapping.rows.end()) {
        stored.answer.saw[own] = Value{row->at(own)};
        name_at(*row, own) = request.field;
    } else {
        contacts::FieldRow added;
        name_at(added, own) = request.field;
        name_at(added, side) = field;
        added.rule.direction = side == Side::b ? contacts::Direction::a_to_b : contacts::Direction::b_to_a;
        mapping.rows.push_back(std::move(added));
    }
    if (auto const problems = contacts::validate(mapping); !problems.empty())
        return not_a_choice(request.issue_id, problems.front().message);
    sync.mapping = std::move(mapping);
    stored.answer.want[own] = Value{request.field};
    return {};
}

void put_rule(Policy& policy, NewRecordRule rule) {
    std::erase_if(policy.new_records, [&](auto const& each) { return each.side == rule.side && each.field == rule.field; });
    policy.new_records.push_back(std::move(rule));
}

}  // namespace

CreateBlock block_of(Policy const& policy, Side side, std::vector<std::string> const& missing) {
    CreateBlock block;
    for (auto const& field : missing) {
        auto const* rule = policy.new_record_rule(side, field);
        if (rule == nullptr) {
            block.to_ask.push_back(field);
        } else if (rule->how == How::leave_out) {
            return {};  // whatever else is missing: such people are not created
        } else {
            block.asks_each = true;  // also a value that cannot be written
        }
    }
    return block;
}

Result<bool> free_waiting(Scope const& scope, Sync const& sync, std::int64_t limit) {
    auto left = limit;
    for (auto const& rule : sync.policy.new_records) {
        TRY(auto const subjects, subjects_waiting(scope, rule.side, rule.field, "", left));
        for (auto const& subject : subjects) {
            TRY_VOID(request_reconcile(scope, {.side = contacts::side_from(subject.substr(0, 1)),
                                                  .record_id = subject.substr(2),
                                                  .due_at = scope.now,
                                                  .lane = catalogue::Lane::bulk,
                                                  .reason = RequestReason::follow_up}));
            TRY_VOID(stop_waiting_for(scope, rule.side, sync.connection(rule.side), subject, rule.field));
        }
        left -= static_cast<std::int64_t>(subjects.size());
        if (left <= 0) return true;
    }
    return false;
}

Result<std::optional<StoredIssue>> open_for_everybody(Scope const& scope, AnswerRequest const& request) {
    TRY(auto issue, find_issue_by_id(scope, request.issue_id));
    bool const is_for_everybody = issue && (issue->kind == create_needs_issue || harm_of_issue(issue->kind));
    if (!is_for_everybody || !issue->is_open) return std::optional<StoredIssue>{};
    if (!request.version.empty() && request.version != question_version(scope, *issue)) {
        return fail(ErrorKind::conflict, "sync.question_changed",
            "answering " + issue->id + ": what it is about has changed since you saw it; look at it again");
    }
    return issue;
}

Result<StoredAnswer> answer_need(Scope const& scope, Sync& sync,
    contacts::PerSide<connections::Connection const*> const& connections, AnswerRequest const& request, StoredIssue const& issue,
    Random& ids) {
    auto const side = contacts::side_from(find_text(issue.detail, "/side").value_or("b"));
    StoredAnswer stored;
    stored.answer.id = ids.id<AnswerTag>(scope.now);
    stored.answer.choice = request.choice;
    stored.answer.row = issue.field;
    stored.issue = IssueId{issue.id};
    stored.state = AnswerState::done;
    stored.given_by = request.given_by;
    stored.given_at = stored.answer.given_at = scope.now;
    auto const choice = request.choice;
    if (choice == Choice::use_value) {
        TRY_VOID(check_value(issue.id, request.value, connections[side]->connector->contacts->field(issue.field).choices));
        put_rule(sync.policy, {side, issue.field, How::value, request.value});
        stored.answer.want[side] = Value{request.value};
    } else if (choice == Choice::use_field) {
        if (!has_field(*connections[contacts::other(side)], request.field))
            return not_a_choice(issue.id, "the other app has no field \"" + request.field + "\"");
        TRY_VOID(use_field(sync, side, issue.field, request, stored));
    } else if (choice == Choice::ask_each || choice == Choice::leave_alone) {
        put_rule(sync.policy, {side, issue.field, choice == Choice::ask_each ? How::ask_each : How::leave_out});
    } else {
        return not_a_choice(issue.id, "it can be answered with use_value, use_field, ask_each, leave_alone");
    }
    TRY_VOID(close_issue(scope, {issue.kind, issue.subject, issue.field}));
    TRY_VOID(insert_answer(scope, stored));
    return stored;
}

bool is_about_need(StoredAnswer const& stored) {
    return !stored.subject.link && stored.subject.records.a.empty() && stored.subject.records.b.empty();
}

Result<bool> take_back_need(Scope const& scope, Sync& sync, StoredAnswer const& stored) {
    if (!is_about_need(stored)) return false;
    TRY(auto const issue, find_issue_by_id(scope, stored.issue.text()));
    auto const cannot = [&](std::string const& why) {
        return fail(ErrorKind::conflict, "sync.cannot_take_back", "taking back " + stored.answer.id.text() + ": " + why);
    };
    if (!issue) return cannot("the question is no longer known; change the sync's settings");
    auto const side = contacts::side_from(find_text(issue->detail, "/side").value_or("b"));
    auto const own = contacts::other(side);
    if (stored.answer.choice != Choice::use_field) {
        auto const* rule = sync.policy.new_record_rule(side, issue->field);
        if (rule == nullptr) return cannot("the rule is gone already");
        std::erase_if(sync.policy.new_records, [&](auto const& each) { return &each == rule; });
        return true;
    }
    auto mapping = sync.mapping;
    auto const row = std::ranges::find_if(mapping.rows, [&](auto const& each) { return each.at(side) == issue->field; });
    if (row == mapping.rows.end() || row->at(own) != contacts::text_in(stored.answer.want[own]))
        return cannot("the mapping has been changed since");
    if (auto const before = contacts::text_in(stored.answer.saw[own]); before.empty()) {
        mapping.rows.erase(row);
    } else {
        name_at(*row, own) = before;
    }
    if (auto const problems = contacts::validate(mapping); !problems.empty()) return cannot(problems.front().message);
    sync.mapping = std::move(mapping);
    return true;
}

}  // namespace lockstep::sync
