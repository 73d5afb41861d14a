// SPDX-License-Identifier: Apache-2.0
#include "sync/reconcile/brake.hpp"

#include <gtest/gtest.h>

#include "sync/reconcile/pair_plan.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;
using contacts::Value;

PlannedChange change_of(Value before, Value after) {
    PlannedChange change;
    change.side = Side::b;
    change.row = "phone";
    change.reason = "a_changed";
    change.before_in_a = std::move(before);
    change.after_in_a = std::move(after);
    return change;
}

PlannedChange set_change(contacts::SetEdit edit, Value after) {
    auto change = change_of(Value{std::vector<std::string>{"vip", "knee"}}, std::move(after));
    change.is_set = true;
    change.edit = std::move(edit);
    return change;
}

TEST(Brake, CountsWhatTakesSomethingAway) {
    EXPECT_EQ(harm_of(change_of(Value{"+1"}, Value{})), Harm::cleared);
    EXPECT_EQ(harm_of(change_of(Value{"+1"}, Value{"+2"})), Harm::changed);
    EXPECT_EQ(harm_of(change_of(Value{}, Value{"+2"})), std::nullopt) << "a blank field is filled";
    EXPECT_EQ(harm_of(set_change({{"new"}, {}}, Value{std::vector<std::string>{"vip", "knee", "new"}})), std::nullopt);
    EXPECT_EQ(harm_of(set_change({{}, {"vip"}}, Value{std::vector<std::string>{"knee"}})), Harm::changed);
    EXPECT_EQ(harm_of(set_change({{}, {"vip", "knee"}}, Value{std::vector<std::string>{}})), Harm::cleared);
}

TEST(Brake, LeavesAloneWhatFollowsFromTheLinkOrAPersonHasChosen) {
    for (auto const* reason : {"link_id", "person", "new_record_value"}) {
        auto change = change_of(Value{"1"}, Value{});
        change.reason = reason;
        EXPECT_EQ(harm_of(change), std::nullopt) << reason;
    }
}

TEST(Brake, TheLimitIsTheLargerOfTheTwo) {
    EXPECT_EQ(most_in_an_hour({25, 5}, 100), 25);
    EXPECT_EQ(most_in_an_hour({25, 5}, 10'000), 500);
    EXPECT_EQ(most_in_an_hour({0, 5}, 10'000), std::nullopt) << "no people: no limit";
}

TEST(Brake, HoldsBackNothingElse) {
    std::vector changes{change_of(Value{"+1"}, Value{}), change_of(Value{"+1"}, Value{"+2"}), change_of(Value{"+3"}, Value{})};
    changes[2].side = Side::a;
    EXPECT_TRUE(hold_back(changes, {}).empty());
    EXPECT_EQ(changes.size(), 3U);
    BrakeKey const key{Side::b, "phone", Harm::cleared};
    EXPECT_EQ(hold_back(changes, {{Side::b, "city", Harm::cleared}, key}), std::vector{key});
    ASSERT_EQ(changes.size(), 2U);
    EXPECT_EQ(changes[0].after_in_a, Value{"+2"});
    EXPECT_EQ(changes[1].side, Side::a);
}

TEST(Brake, LimitsAreReadAsTheyAreWritten) {
    Policy policy;
    policy.brake = {{3, 0}, {0, 0}};
    EXPECT_EQ(parse_policy(to_json(policy)), policy);
    EXPECT_EQ(parse_policy(*parse_json("{}"))->brake, BrakeLimits{}) << "a document from before there was a brake";
    auto const part = parse_policy(*parse_json(R"({"brake":{"cleared":{"people":7,"percent":1}}})"));
    ASSERT_TRUE(part);
    EXPECT_EQ(part->brake.cleared, (BrakeLimit{7, 1}));
    EXPECT_EQ(part->brake.changed, BrakeLimits{}.changed);
    for (auto const* bad : {R"({"brake":1})", R"({"brake":{"cleared":5}})", R"({"brake":{"created":{"people":1,"percent":1}}})",
             R"({"brake":{"cleared":{"people":-1,"percent":1}}})", R"({"brake":{"cleared":{"people":1,"percent":101}}})",
             R"({"brake":{"cleared":{"people":1}}})", R"({"brake":{"cleared":{"people":1,"percent":1,"more":1}}})"})
        EXPECT_FALSE(parse_policy(*parse_json(bad))) << bad;
}

}  // namespace
}  // namespace lockstep::sync
