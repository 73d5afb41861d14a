// SPDX-License-Identifier: Apache-2.0
// Who must win: histories of both sides, as short as possible, and the ends that the rules leave.
#include "simulation/contest.hpp"

#include <gtest/gtest.h>

namespace lockstep::simulation {
namespace {

using contacts::ConflictRule;
using contacts::Side;
using contacts::Value;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr TimePoint monday{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2}};

Happening person(Duration after, Side side, std::string value) { return {monday + after, side, true, true, Value{value}, 0}; }
Happening ours(Duration after, Side side, std::string value, bool is_heard = true) {
    return {monday + after, side, false, is_heard, Value{value}, 0};
}

class ContestTest : public testing::Test {
protected:
    ContestTest() {
        input_.linked_at = monday;
        input_.is_disturbed = [](TimePoint, TimePoint) { return false; };
        input_.news_takes = [](Happening const&) { return Duration{seconds{5}}; };
        input_.happenings = {person(seconds{-60}, Side::a, "old"), person(seconds{-60}, Side::b, "old")};
    }
    void then(Happening happening) { input_.happenings.push_back(std::move(happening)); }

    // "a/b" or "a/b?" for a question, in the order in which they were found.
    std::vector<std::string> ends() const {
        std::vector<std::string> list;
        for (auto const& end : hold_contest(input_).ends)
            list.push_back(std::get<std::string>(end.a) + "/" + std::get<std::string>(end.b) + (end.is_asked ? "?" : ""));
        return list;
    }
    using Ends = std::vector<std::string>;

    ContestInput input_;
};

TEST_F(ContestTest, the_only_edit_wins) {
    then(person(hours{1}, Side::a, "new"));
    EXPECT_EQ(ends(), Ends{"new/new"});
}

TEST_F(ContestTest, an_edit_made_in_sight_of_the_other_wins_whatever_the_rule) {
    input_.rule.conflict = ConflictRule::a;
    then(person(hours{1}, Side::a, "first"));
    then(ours(hours{1} + seconds{3}, Side::b, "first"));
    then(person(hours{2}, Side::b, "second"));
    EXPECT_EQ(ends(), Ends{"second/second"});
}

TEST_F(ContestTest, of_two_edits_the_rule_chooses) {
    then(person(hours{1}, Side::a, "left"));
    then(person(hours{1} + milliseconds{100}, Side::b, "right side"));
    input_.rule.conflict = ConflictRule::a;
    EXPECT_EQ(ends(), Ends{"left/left"});
    input_.rule.conflict = ConflictRule::longest;
    EXPECT_EQ(ends(), Ends{"right side/right side"});
    input_.rule.conflict = ConflictRule::ask;
    EXPECT_EQ(ends(), Ends{"left/right side?"});
}

TEST_F(ContestTest, which_of_two_is_newer_is_open_only_while_news_travels) {
    then(person(hours{1}, Side::a, "left"));
    then(person(hours{1} + seconds{4}, Side::b, "right"));
    EXPECT_EQ(ends(), (Ends{"right/right", "left/left"}));
    input_.happenings.back().at += seconds{30};
    EXPECT_EQ(ends(), Ends{"right/right"});
}

TEST_F(ContestTest, a_write_that_nobody_heard_of_leaves_both_ways_open) {
    input_.rule.conflict = ConflictRule::a;
    then(person(hours{1}, Side::a, "first"));
    then(ours(hours{1} + seconds{3}, Side::b, "first", false));
    then(person(hours{1} + seconds{9}, Side::b, "second"));
    EXPECT_EQ(ends(), (Ends{"second/second", "first/first"}));
}

TEST_F(ContestTest, a_mind_changed_while_our_write_travels_is_no_conflict) {
    input_.rule.conflict = ConflictRule::longest;
    then(person(hours{1}, Side::a, "a long value"));
    then(person(hours{1} + milliseconds{900}, Side::a, "longer still"));
    then(ours(hours{1} + seconds{1}, Side::b, "a long value"));
    then(person(hours{1} + seconds{2}, Side::a, "short"));
    auto const list = ends();
    EXPECT_NE(std::ranges::find(list, "short/short"), list.end());
}

TEST_F(ContestTest, before_the_link_the_rule_of_the_first_match_decides) {
    input_.happenings = {person(seconds{-60}, Side::a, "left"), person(seconds{-60}, Side::b, "right")};
    input_.linked_at = monday + hours{1};
    input_.rule.first_match = contacts::FirstMatchRule::b;
    EXPECT_EQ(ends(), Ends{"right/right"});
}

TEST_F(ContestTest, what_the_program_alone_wrote_is_no_contest) {
    input_.happenings = {ours(seconds{-60}, Side::a, "x"), ours(seconds{-60}, Side::b, "x")};
    EXPECT_TRUE(ends().empty());
}

}  // namespace
}  // namespace lockstep::simulation
