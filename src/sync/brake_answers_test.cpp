// SPDX-License-Identifier: Apache-2.0
#include "sync/brake_answers.hpp"

#include "connectors/default_mapping.hpp"
#include "sync/reconcile/request.hpp"
#include "sync/state/links.hpp"
#include "sync/state/mirrors.hpp"
#include "sync/state/test_state.hpp"
#include "work/queue.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;
using contacts::Value;

class MassChange : public StateTest {
protected:
    MassChange() {
        subject.id = sync;
        subject.account = account;
        subject.a = ConnectionId{"con_a"};
        subject.b = ConnectionId{"con_b"};
        subject.mapping = connectors::default_mapping("highlevel", "hexfit-full").value();
        subject.policy.brake = {{3, 0}, {100, 0}};
    }

    bool passes() {
        return in_scope([&](Scope const& scope) { return let_through(scope, subject, random, key); });
    }
    void make_it_hold() {
        for (int i = 0; i < 3; ++i) ASSERT_TRUE(passes());
    }
    std::vector<StoredIssue> issues() {
        return in_scope([&](Scope const& scope) { return list_issues(scope, true, "", 10); });
    }
    std::vector<BrakeKey> holding() {
        return in_scope([&](Scope const& scope) { return brakes_that_hold(scope); });
    }
    // Somebody whose city is empty at a, and still known at b.
    LinkId held_person(int number) {
        LinkId const id{"lnk_" + std::to_string(number)};
        auto const n = std::to_string(number);
        in_scope([&](Scope const& scope) -> Result<void> {
            for (auto const side : contacts::both_sides) {
                Mirror mirror;
                mirror.record.id = (side == Side::a ? "A" : "B") + n;
                mirror.record.fields[std::string(subject.mapping.row("city")->at(side))] =
                    side == Side::a ? Value{} : Value{"Lévis"};
                mirror.observed_at = now;
                TRY_VOID(
                    save_mirror(scope, side, mirror, contacts::project(subject.mapping, side, mirror.record), subject.mapping));
            }
            Link link;
            link.id = id;
            link.a = "A" + n;
            link.b = "B" + n;
            link.state = LinkState::active;
            link.created_at = now;
            link.memory.base["city"] = Value{"Lévis"};
            TRY_VOID(insert_link(scope, link));
            return save_braked(scope, subject, id, {key});
        });
        return id;
    }
    Result<StoredAnswer> give(Choice choice) {
        auto const open = issues();
        if (open.empty()) return fail(ErrorKind::not_found, "none", "none");
        Result<StoredAnswer> given = fail(ErrorKind::invalid, "none", "none");
        in_scope([&](Scope const& scope) -> Result<void> {
            given = answer_brake(scope, subject, {open.front().id, choice, "", "", "usr_1"}, open.front(), random);
            return {};
        });
        return given;
    }
    bool free_some(std::int64_t limit) {
        return in_scope([&](Scope const& scope) { return free_braked(scope, subject, random, limit); });
    }

    Sync subject;
    BrakeKey key{Side::b, "city", Harm::cleared};
};

TEST_F(MassChange, IsHeldBeyondTheLimitOfTheHourAndAskedAboutOnce) {
    make_it_hold();
    EXPECT_EQ(holding(), std::vector{key});
    ASSERT_EQ(issues().size(), 1U);
    EXPECT_EQ(issues().front().kind, "mass_cleared");
    EXPECT_EQ(issues().front().field, "city");
    EXPECT_FALSE(passes()) << "one whose run was decided before";
    EXPECT_EQ(issues().front().count, 1);
    now += std::chrono::hours{5};
    EXPECT_FALSE(passes()) << "it holds until a person has answered";
}

TEST_F(MassChange, FewInAnHourAreLetThrough) {
    for (int hour = 0; hour < 5; ++hour) {
        EXPECT_TRUE(passes());
        EXPECT_TRUE(passes());
        now += std::chrono::hours{1};
    }
    EXPECT_TRUE(holding().empty());
    subject.policy.brake.cleared = {0, 0};
    for (int i = 0; i < 50; ++i) EXPECT_TRUE(passes()) << "without a limit";
}

TEST_F(MassChange, TheLimitGrowsWithHowManyAreLinked) {
    subject.policy.brake.cleared = {3, 50};
    key.row = "country";  // so that the people below count as linked only
    for (int i = 0; i < 10; ++i) held_person(i);
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(passes());
    EXPECT_TRUE(holding().empty()) << "four of ten";
    EXPECT_TRUE(passes());
    EXPECT_EQ(holding(), std::vector{key}) << "five of ten";
}

TEST_F(MassChange, EndsByItselfWhenNobodyWaitsAnyMore) {
    make_it_hold();
    auto const first = held_person(1), second = held_person(2);
    in_scope([&](Scope const& scope) { return save_braked(scope, subject, first, {}); });
    EXPECT_EQ(holding(), std::vector{key});
    in_scope([&](Scope const& scope) { return save_braked(scope, subject, second, {}); });
    EXPECT_TRUE(holding().empty());
    EXPECT_TRUE(issues().empty());
    EXPECT_TRUE(passes());
}

TEST_F(MassChange, ShowsForHowManyAndSomeOfThem) {
    make_it_hold();
    for (int i = 0; i < 5; ++i) held_person(i);
    auto const issue = issues().front();
    auto const detail = in_scope([&](Scope const& scope) { return brake_detail(scope, subject, issue); });
    EXPECT_EQ(detail.at("count"), "5");
    auto const& examples = detail.at("examples").as_array();
    ASSERT_EQ(examples.size(), 3U);
    EXPECT_EQ(find_text(examples.front(), "/b"), "Lévis");
}

TEST_F(MassChange, CarriedOverInPortionsAndNotHeldForADay) {
    make_it_hold();
    for (int i = 0; i < 5; ++i) held_person(i);
    EXPECT_EQ(give(Choice::leave_alone).error().code, "sync.not_a_choice");
    ASSERT_TRUE(give(Choice::carry_over));
    EXPECT_TRUE(issues().empty());
    EXPECT_TRUE(holding().empty());
    EXPECT_TRUE(free_some(3));
    EXPECT_EQ(count("work_items"), 3) << "decided about again";
    EXPECT_FALSE(free_some(3));
    EXPECT_EQ(count("work_items"), 5);
    EXPECT_EQ(count("braked_links"), 0);
    for (int i = 0; i < 20; ++i) EXPECT_TRUE(passes());
    EXPECT_TRUE(holding().empty());
    now += std::chrono::hours{25};
    make_it_hold();
    EXPECT_EQ(holding(), std::vector{key}) << "on the next day it counts again";
}

TEST_F(MassChange, PutBackGivesEachTheValueOfTheOtherSideAsAnAnswer) {
    make_it_hold();
    auto const link = held_person(1);
    held_person(2);
    auto const issue = issues().front().id;
    ASSERT_TRUE(give(Choice::put_back));
    EXPECT_TRUE(free_some(1));
    EXPECT_EQ(holding(), std::vector{key}) << "held until everybody was worked off";
    EXPECT_FALSE(free_some(10));
    EXPECT_TRUE(holding().empty());
    auto const answers = in_scope([&](Scope const& scope) { return answers_about_link(scope, link); });
    ASSERT_EQ(answers.size(), 1U);
    EXPECT_EQ(answers.front().choice, Choice::use_b);
    EXPECT_EQ(answers.front().want.a, Value{"Lévis"});
    EXPECT_EQ(answers.front().saw.a, Value{});
    auto const stored = in_scope([&](Scope const& scope) { return find_answer(scope, answers.front().id); });
    ASSERT_TRUE(stored);
    EXPECT_EQ(stored->given_by, "usr_1");
    EXPECT_EQ(stored->issue.text(), issue);
    EXPECT_TRUE(can_be_taken_back(*stored));
}

TEST_F(MassChange, CannotPutBackASetOrAgainstTheDirection) {
    make_it_hold();
    auto const issue = issues().front();
    EXPECT_EQ(choices_of(issue, subject.mapping), (std::vector{Choice::carry_over, Choice::put_back}));
    for (auto& row : subject.mapping.rows) {
        if (row.a == "city") row.rule.direction = contacts::Direction::a_to_b;
    }
    EXPECT_EQ(choices_of(issue, subject.mapping), std::vector{Choice::carry_over});
}

}  // namespace
}  // namespace lockstep::sync
