// SPDX-License-Identifier: Apache-2.0
#include "sync/state/answers.hpp"

#include <algorithm>
#include <limits>

#include "sync/state/statements.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

std::optional<std::string> or_none(std::string const& text) { return text.empty() ? std::nullopt : std::optional(text); }

Json detail_of(Answer const& answer) {
    JsonObject detail{{"saw_a", contacts::to_json(answer.saw.a)}, {"saw_b", contacts::to_json(answer.saw.b)},
        {"want_a", contacts::to_json(answer.want.a)}, {"want_b", contacts::to_json(answer.want.b)}};
    if (answer.restores_base) detail["restores_base"] = true;
    if (answer.base) detail["base"] = contacts::to_json(*answer.base);
    return detail;
}

Result<void> read_detail(Json const& json, Answer& answer) {
    auto const value = [&](char const* name) -> Result<contacts::Value> {
        auto const* object = json.if_object();
        auto const* member = object == nullptr ? nullptr : object->if_contains(name);
        return member == nullptr ? Result<contacts::Value>{contacts::Value{}} : contacts::value_from_json(*member);
    };
    TRY(answer.saw.a, value("saw_a"));
    TRY(answer.saw.b, value("saw_b"));
    TRY(answer.want.a, value("want_a"));
    TRY(answer.want.b, value("want_b"));
    auto const* object = json.if_object();
    answer.restores_base = object != nullptr && object->contains("restores_base");
    if (object != nullptr && object->contains("base")) {
        TRY(answer.base, value("base"));
    }
    return {};
}

AnswerState state_from(std::string_view text) {
    if (text == "done") return AnswerState::done;
    if (text == "taken_back") return AnswerState::taken_back;
    return AnswerState::given;
}

Result<StoredAnswer> answer_from(Scope const& scope, Row const& row) {
    StoredAnswer stored;
    stored.answer.id = row.id<AnswerId>(0);
    stored.issue = row.id<IssueId>(1);
    stored.answer.choice = choice_from(row.text(2)).value_or(Choice::leave_alone);
    if (!row.is_null(3)) stored.subject.link = row.id<LinkId>(3);
    stored.subject.records = {row.optional_text(4).value_or(""), row.optional_text(5).value_or("")};
    stored.answer.row = row.text(6);
    TRY(auto const detail, scope.open_json("answers", stored.answer.id.text(), "detail", row.blob(7)));
    TRY_VOID(read_detail(detail, stored.answer));
    stored.state = state_from(row.text(8));
    stored.given_by = row.text(9);
    stored.given_at = stored.answer.given_at = row.time(10);
    stored.ended_at = row.optional_time(11);
    return stored;
}

Result<std::vector<StoredAnswer>> answers_from(Scope const& scope, Rows const& rows) {
    std::vector<StoredAnswer> answers;
    for (auto const& row : rows) {
        TRY(auto answer, answer_from(scope, row));
        answers.push_back(std::move(answer));
    }
    return answers;
}

// Few stand about one link or record, so they are put in order here. `seen_from`: whose other record is meant.
std::vector<Answer> in_order(std::vector<StoredAnswer> stored, std::optional<Side> seen_from) {
    std::ranges::sort(stored, {}, [](StoredAnswer const& each) { return std::pair(each.given_at, each.answer.id.text()); });
    std::vector<Answer> answers;
    for (auto& each : stored) {
        if (seen_from) each.answer.other_record = each.subject.records[contacts::other(*seen_from)];
        answers.push_back(std::move(each.answer));
    }
    return answers;
}

}  // namespace

std::string_view to_string(AnswerState state) {
    switch (state) {
        case AnswerState::given: return "given";
        case AnswerState::done: return "done";
        case AnswerState::taken_back: return "taken_back";
    }
    return "given";
}

Result<void> insert_answer(Scope const& scope, StoredAnswer const& stored) {
    auto const& answer = stored.answer;
    auto const sealed = scope.seal("answers", answer.id.text(), "detail", to_text(detail_of(answer)));
    TRY_VOID(scope.transaction.execute(sql::insert_answer, scope.account, answer.id, scope.sync, stored.issue,
        to_string(answer.choice), stored.subject.link, or_none(stored.subject.records.a), or_none(stored.subject.records.b),
        answer.row, sealed, to_string(stored.state), stored.given_by, stored.given_at));
    return {};
}

Result<bool> end_answer(Scope const& scope, AnswerId const& id, AnswerState state) {
    TRY(auto const ended, scope.transaction.execute(sql::end_answer, scope.account, id, to_string(state), scope.now));
    return ended > 0;
}

Result<void> mark_taken_back(Scope const& scope, AnswerId const& id) {
    TRY_VOID(
        scope.transaction.execute(sql::mark_answer_taken_back, scope.account, id, to_string(AnswerState::taken_back), scope.now));
    return {};
}

Result<std::optional<StoredAnswer>> find_answer(Scope const& scope, AnswerId const& id) {
    TRY(auto const rows, scope.transaction.query(sql::find_answer, scope.account, scope.sync, id));
    if (rows.empty()) return std::optional<StoredAnswer>{};
    TRY(auto answer, answer_from(scope, rows.front()));
    return std::optional(std::move(answer));
}

Result<std::vector<Answer>> answers_about_link(Scope const& scope, LinkId const& link) {
    TRY(auto const rows, scope.transaction.query(sql::answers_of_link, scope.account, scope.sync, link));
    if (rows.empty()) return std::vector<Answer>{};
    TRY(auto stored, answers_from(scope, rows));
    return in_order(std::move(stored), std::nullopt);
}

Result<std::vector<Answer>> answers_about_record(Scope const& scope, Side side, std::string_view record_id) {
    TRY(auto const rows,
        scope.transaction.query(side == Side::a ? sql::answers_of_a : sql::answers_of_b, scope.account, scope.sync, record_id));
    if (rows.empty()) return std::vector<Answer>{};
    TRY(auto stored, answers_from(scope, rows));
    return in_order(std::move(stored), side);
}

Result<std::vector<std::string>> taken_apart_from(Scope const& scope, Side side, std::string_view record_id) {
    auto const& statement = side == Side::a ? sql::taken_apart_from_a : sql::taken_apart_from_b;
    TRY(auto const rows, scope.transaction.query(statement, scope.account, scope.sync, record_id));
    std::vector<std::string> others;
    for (auto const& row : rows) {
        if (std::ranges::find(others, row.text(0)) == others.end()) others.push_back(row.text(0));
    }
    return others;
}

Result<std::optional<StoredAnswer>> last_answer_to(Scope const& scope, IssueId const& issue) {
    TRY(auto const rows, scope.transaction.query(sql::last_answer_to_issue, scope.account, issue));
    if (rows.empty()) return std::optional<StoredAnswer>{};
    TRY(auto answer, answer_from(scope, rows.front()));
    return std::optional(std::move(answer));
}

Result<std::vector<StoredAnswer>> list_answers(Scope const& scope, std::string_view cursor, std::int64_t limit) {
    std::int64_t before = std::numeric_limits<std::int64_t>::max();
    if (!cursor.empty()) {
        TRY(auto const last, find_answer(scope, AnswerId{std::string(cursor)}));
        if (!last) return fail(ErrorKind::invalid, "api.bad_parameter", "listing answers: the cursor names no answer");
        before = to_micros(last->given_at);
    }
    TRY(auto const rows, scope.transaction.query(sql::answers_of_sync, scope.account, scope.sync, before, cursor, limit));
    return answers_from(scope, rows);
}

Result<std::int64_t> prune_answers(Transaction& transaction, TimePoint before, std::int64_t limit) {
    return transaction.execute(sql::prune_answers, before, limit);
}

}  // namespace lockstep::sync
