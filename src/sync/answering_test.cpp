// SPDX-License-Identifier: Apache-2.0
#include "sync/answering.hpp"

#include "sync/reconcile/request.hpp"
#include "sync/state/id_source.hpp"
#include "sync/state/links.hpp"
#include "sync/state/mirrors.hpp"
#include "sync/state/test_state.hpp"
#include "work/queue.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;
using contacts::Value;

class AnsweringTest : public StateTest {
protected:
    AnsweringTest() {
        with_mapping.id = sync;
        with_mapping.account = account;
        for (auto const* name : {"city", "firstName"}) {
            contacts::FieldRow row;
            row.a = row.b = name;
            row.rule.conflict = contacts::ConflictRule::ask;
            with_mapping.mapping.rows.push_back(row);
        }
        link.id = LinkId{"lnk_1"};
        link.a = "a1";
        link.b = "b1";
        link.memory.base["city"] = std::string("Lévis");
        in_scope([&](Scope const& scope) { return insert_link(scope, link); });
        show(Side::a, "a1", "Laval");
        show(Side::b, "b1", "Gatineau");
    }

    void show(Side side, std::string const& id, std::string const& city) {
        in_scope([&](Scope const& scope) {
            Mirror mirror;
            mirror.record.id = id;
            mirror.record.fields["city"] = city;
            mirror.observed_at = now;
            return save_mirror(
                scope, side, mirror, contacts::project(with_mapping.mapping, side, mirror.record), with_mapping.mapping);
        });
    }
    void ask(IssueKey const& key, JsonObject const& detail) {
        in_scope([&](Scope const& scope) { return raise_issue(scope, random, key, detail); });
    }
    void ask_about_city() { ask({"conflict", "lnk_1", "city"}, {{"a", "Laval"}, {"b", "Gatineau"}, {"reason", "conflict"}}); }
    void ask_who_it_is() {
        ask({"match_unsure", "a:a7", ""}, {{"candidates", JsonArray{"b7", "b8"}}, {"reason", "email_shared"}});
    }
    StoredIssue issue() {
        return in_scope([&](Scope const& scope) { return list_issues(scope, true, "", 10); }).front();
    }
    std::string error_of(AnswerRequest request) {
        std::string code = "none";
        in_scope([&](Scope const& scope) -> Result<void> {
            auto const given = give_answer(scope, with_mapping, request, random);
            if (!given) code = given.error().code;
            return {};
        });
        return code;
    }
    std::vector<StoredAnswer> give(Choice choice, std::string candidate = {}) {
        auto const question = issue();
        return in_scope([&](Scope const& scope) {
            return give_answer(
                scope, with_mapping, {question.id, choice, candidate, question_version(scope, question), "usr_1"}, random);
        });
    }
    std::string error_of_taking_back(AnswerId const& id) {
        std::string code = "none";
        in_scope([&](Scope const& scope) -> Result<void> {
            auto const taken = take_back_answer(scope, with_mapping, id, "usr_2", random);
            if (!taken) code = taken.error().code;
            return {};
        });
        return code;
    }
    StoredAnswer stored(AnswerId const& id) {
        return *in_scope([&](Scope const& scope) { return find_answer(scope, id); });
    }
    bool is_due(std::string const& key) {
        return in_scope([&](Scope const& scope) -> Result<bool> {
            TRY(auto const item, work::find(scope.transaction, account, reconcile_queue, key));
            return item && item->due_at <= now && item->lane == work::Lane::interactive;
        });
    }
    void carry_out(AnswerId const& id) {
        in_scope([&](Scope const& scope) -> Result<void> {
            TRY_VOID(end_answer(scope, id, AnswerState::done));
            return {};
        });
    }

    Sync with_mapping;
    Link link;
};

TEST_F(AnsweringTest, AValueIsWhatBothSidesShallShow) {
    ask_about_city();
    auto const given = give(Choice::use_b);
    ASSERT_EQ(given.size(), 1U);
    auto const answer = stored(given[0].answer.id);
    EXPECT_EQ(answer.answer.saw, (contacts::PerSide<Value>{"Laval", "Gatineau"}));
    EXPECT_EQ(answer.answer.want, (contacts::PerSide<Value>{"Gatineau", "Gatineau"}));
    EXPECT_EQ(answer.answer.base, Value{"Lévis"});
    EXPECT_EQ(answer.given_by, "usr_1");
    EXPECT_TRUE(is_due(key_of(sync, link.id)));
    EXPECT_EQ(in_scope([&](Scope const& scope) { return answers_about_link(scope, link.id); }).size(), 1U);
}

TEST_F(AnsweringTest, ASecondAnswerReplacesTheFirst) {
    ask_about_city();
    auto const first = give(Choice::use_a);
    auto const second = give(Choice::leave_alone);
    EXPECT_EQ(stored(first[0].answer.id).state, AnswerState::taken_back);
    EXPECT_EQ(stored(second[0].answer.id).state, AnswerState::given);
    IssueId const question{issue().id};
    EXPECT_EQ(in_scope([&](Scope const& scope) { return last_answer_to(scope, question); })->answer.id, second[0].answer.id);
}

TEST_F(AnsweringTest, AQuestionThatHasChangedIsNotAnswered) {
    ask_about_city();
    show(Side::b, "b1", "Magog");
    EXPECT_EQ(error_of({issue().id, Choice::use_b, "", "", "usr_1"}), "sync.question_changed");
    EXPECT_EQ(error_of({issue().id, Choice::leave_alone, "", "an older version", "usr_1"}), "sync.question_changed");
    EXPECT_EQ(error_of({"iss_nobody", Choice::use_b, "", "", "usr_1"}), "sync.no_such_question");
    in_scope([&](Scope const& scope) { return close_issue(scope, {"conflict", "lnk_1", "city"}); });
    auto const closed = in_scope([&](Scope const& scope) { return list_issues(scope, false, "", 10); }).front();
    EXPECT_EQ(error_of({closed.id, Choice::use_b, "", "", "usr_1"}), "sync.question_closed");
    EXPECT_EQ(count("answers"), 0);
}

TEST_F(AnsweringTest, EachKindHasItsChoices) {
    ask_about_city();
    EXPECT_EQ(error_of({issue().id, Choice::same_person, "b1", "", "usr_1"}), "sync.not_a_choice");
    with_mapping.mapping.rows[0].rule.direction = contacts::Direction::a_to_b;
    EXPECT_EQ(error_of({issue().id, Choice::use_b, "", "", "usr_1"}), "sync.not_a_choice") << "b's value may not be written to a";
    with_mapping.mapping.rows[0].rule.kind = contacts::FieldKind::set;
    EXPECT_EQ(error_of({issue().id, Choice::use_a, "", "", "usr_1"}), "sync.not_a_choice") << "sets are decided by element";
    for (auto const* kind : {"match_unsure", "conflict", "covered", "late_write", "cannot_write", "rounds", "write_refused",
             "not_stored", "create_refused", "create_unknown", "created_twice", "gone", "parked"})
        EXPECT_FALSE(choices_for(kind).empty()) << kind;
    EXPECT_TRUE(choices_for("credential_refused").empty()) << "a new credential is the answer";
}

TEST_F(AnsweringTest, OfADoubtTheKeptValueCanBeChosen) {
    show(Side::a, "a1", "Québec");
    show(Side::b, "b1", "Québec");
    ask({"covered", "lnk_1", "city"}, {{"a", "Québec"}, {"b", "Laval"}, {"reason", "doubt"}});
    auto const given = give(Choice::use_b);
    EXPECT_EQ(given[0].answer.saw, (contacts::PerSide<Value>{"Québec", "Québec"}));
    EXPECT_EQ(given[0].answer.want, (contacts::PerSide<Value>{"Laval", "Laval"}));
}

TEST_F(AnsweringTest, ThePersonThatWasChosenIsSeenFromBothSides) {
    show(Side::b, "b8", "Laval");
    ask_who_it_is();
    EXPECT_EQ(error_of({issue().id, Choice::same_person, "", "", "usr_1"}), "sync.not_a_choice") << "whom?";
    EXPECT_EQ(error_of({issue().id, Choice::same_person, "b7", "", "usr_1"}), "sync.no_such_candidate");
    EXPECT_EQ(error_of({issue().id, Choice::same_person, "b1", "", "usr_1"}), "sync.linked_already");
    auto const given = give(Choice::same_person, "b8");
    auto const of_a = in_scope([&](Scope const& scope) { return answers_about_record(scope, Side::a, "a7"); });
    auto const of_b = in_scope([&](Scope const& scope) { return answers_about_record(scope, Side::b, "b8"); });
    ASSERT_EQ(of_a.size(), 1U);
    ASSERT_EQ(of_b.size(), 1U);
    EXPECT_EQ(of_a[0].other_record, "b8");
    EXPECT_EQ(of_b[0].other_record, "a7");
    EXPECT_TRUE(is_due(key_of(sync, Side::a, "a7")));
    EXPECT_TRUE(is_due(key_of(sync, Side::b, "b8")));
}

TEST_F(AnsweringTest, NoneOfThemKeepsEachPairApart) {
    show(Side::b, "b7", "Laval");
    show(Side::b, "b8", "Laval");
    ask_who_it_is();
    EXPECT_EQ(give(Choice::different_people).size(), 2U);
    EXPECT_EQ(in_scope([&](Scope const& scope) { return answers_about_record(scope, Side::a, "a7"); }).size(), 2U);
    // One more answer about one of them leaves the others as they are.
    EXPECT_EQ(give(Choice::leave_alone).size(), 1U);
    EXPECT_EQ(in_scope([&](Scope const& scope) { return answers_about_record(scope, Side::a, "a7"); }).size(), 3U);
}

TEST_F(AnsweringTest, WhatStandsIsDroppedWhenItIsTakenBack) {
    ask_about_city();
    auto const id = give(Choice::leave_alone)[0].answer.id;
    EXPECT_EQ(error_of_taking_back(id), "none");
    EXPECT_EQ(stored(id).state, AnswerState::taken_back);
    EXPECT_EQ(error_of_taking_back(id), "sync.answer_ended");
    EXPECT_EQ(error_of_taking_back(AnswerId{"ans_nobody"}), "sync.no_such_answer");
    EXPECT_TRUE(in_scope([&](Scope const& scope) { return answers_about_link(scope, link.id); }).empty());
}

TEST_F(AnsweringTest, AValueThatWasWrittenIsTurnedRound) {
    ask_about_city();
    auto const id = give(Choice::use_a)[0].answer.id;
    carry_out(id);
    EXPECT_EQ(error_of_taking_back(id), "sync.changed_since_answer") << "b does not show it";
    EXPECT_EQ(stored(id).state, AnswerState::done);
}

TEST_F(AnsweringTest, BothSidesGetBackWhatTheyHad) {
    ask_about_city();
    auto const id = give(Choice::use_a)[0].answer.id;
    carry_out(id);
    show(Side::b, "b1", "Laval");
    EXPECT_EQ(error_of_taking_back(id), "none");
    auto const back = in_scope([&](Scope const& scope) { return answers_about_link(scope, link.id); });
    ASSERT_EQ(back.size(), 1U);
    EXPECT_EQ(back[0].saw, (contacts::PerSide<Value>{"Laval", "Laval"}));
    EXPECT_EQ(back[0].want, (contacts::PerSide<Value>{"Laval", "Gatineau"}));
    EXPECT_TRUE(back[0].restores_base);
    EXPECT_EQ(back[0].base, Value{"Lévis"});
    EXPECT_EQ(error_of_taking_back(back[0].id), "sync.cannot_take_back");
}

TEST_F(AnsweringTest, ALinkThatAnAnswerMadeIsTakenApart) {
    show(Side::b, "b8", "Laval");
    show(Side::a, "a7", "Laval");
    ask_who_it_is();
    auto const id = give(Choice::same_person, "b8")[0].answer.id;
    carry_out(id);
    Link made;
    made.id = LinkId{"lnk_2"};
    made.a = "a7";
    made.b = "b8";
    in_scope([&](Scope const& scope) { return insert_link(scope, made); });
    EXPECT_EQ(error_of_taking_back(id), "none");
    auto const apart = in_scope([&](Scope const& scope) { return answers_about_link(scope, made.id); });
    ASSERT_EQ(apart.size(), 1U);
    EXPECT_EQ(apart[0].choice, Choice::take_apart);
    auto const from = [&](Side side, char const* id) {
        return in_scope([&](Scope const& scope) { return taken_apart_from(scope, side, id); });
    };
    EXPECT_EQ(from(Side::a, "a7"), (std::vector<std::string>{"b8"}));
    EXPECT_EQ(from(Side::b, "b8"), (std::vector<std::string>{"a7"}));
    EXPECT_TRUE(from(Side::b, "b9").empty());
    in_scope([&](Scope const& scope) { return prune_answers(scope.transaction, now + std::chrono::hours{10'000}, 10); });
    EXPECT_EQ(from(Side::a, "a7"), (std::vector<std::string>{"b8"})) << "forgotten, and put together again";
}

TEST_F(AnsweringTest, ARecordThatIsGoneCanBeLeftAlone) {
    ask({"gone", "lnk_1", ""}, {{"side", "a"}});
    auto const given = give(Choice::leave_alone);
    EXPECT_EQ(given[0].state, AnswerState::done);
    EXPECT_TRUE(in_scope([&](Scope const& scope) { return list_issues(scope, true, "", 10); }).empty());
}

TEST_F(AnsweringTest, EndedOnesAreForgottenInTime) {
    ask_about_city();
    auto const first = give(Choice::use_a);
    give(Choice::use_b);
    auto const forgotten = in_scope([&](Scope const& scope) -> Result<std::int64_t> {
        TRY(auto const early, prune_answers(scope.transaction, now, 10));
        TRY(auto const late, prune_answers(scope.transaction, now + std::chrono::seconds{1}, 10));
        return early * 100 + late;
    });
    EXPECT_EQ(forgotten, 1);
    EXPECT_EQ(count("answers"), 1);
}

}  // namespace
}  // namespace lockstep::sync
