// SPDX-License-Identifier: Apache-2.0
#include "work/claim.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "work/test_world.hpp"

namespace lockstep::work {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

AccountId const account{"acc_1"};

class ClaimTest : public testing::Test {
protected:
    Request request(std::string const& group, int number, Lane lane = Lane::live, TimePoint due_at = start) {
        Request made;
        made.account = account;
        made.queue = "reconcile";
        made.key = group + ":" + std::to_string(number);
        made.group = group;
        made.lane = lane;
        made.due_at = due_at;
        return made;
    }
    void fill(std::string const& group, int count, Lane lane = Lane::live, TimePoint due_at = start) {
        for (int i = 0; i < count; ++i) world(enqueue, request(group, filled++, lane, due_at), start, nullptr);
    }
    Claim claimed(TimePoint now = start) { return world(claim, limits, now); }
    static std::int64_t of_group(Claim const& claim, std::string const& group) {
        return std::ranges::count(claim.items, group, &Item::group);
    }
    static std::int64_t of_lane(Claim const& claim, Lane lane) { return std::ranges::count(claim.items, lane, &Item::lane); }

    World world;
    ClaimLimits limits{.queue = "reconcile", .holder = "node_1", .items = 64};
    int filled = 0;
};

TEST_F(ClaimTest, ASmallGroupIsServedBesideALargeOne) {
    fill("large", 800);
    fill("small", 1);
    auto const first = claimed();
    EXPECT_EQ(of_group(first, "small"), 1);
    EXPECT_EQ(of_group(first, "large"), limits.per_group);
}

TEST_F(ClaimTest, WhoComesLaterIsServedInTheNextClaimThoughOneItemIsClaimedAtATime) {
    fill("large", 800);
    limits.items = 1;
    for (int i = 0; i < 10; ++i) EXPECT_EQ(of_group(claimed(), "large"), 1);
    fill("small", 1, Lane::live, at(seconds{1}));
    EXPECT_EQ(of_group(claimed(at(seconds{1})), "large"), 1);  // it was first in the line
    EXPECT_EQ(of_group(claimed(at(seconds{1})), "small"), 1);
}

TEST_F(ClaimTest, FiveHundredGroupsAllHaveTheirTurns) {
    for (int group = 0; group < 500; ++group) fill("syn_" + std::to_string(group), 3);
    std::map<std::string, int> served;
    limits.items = 50;
    for (int round = 0; round < 10; ++round) {
        for (auto const& item : claimed().items) ++served[item.group];
    }
    EXPECT_EQ(served.size(), 170U);  // three at once, because a turn is worth up to eight
    for (int round = 0; round < 20; ++round) {
        for (auto const& item : claimed().items) ++served[item.group];
    }
    EXPECT_EQ(served.size(), 500U);
    EXPECT_TRUE(claimed().items.empty());
}

TEST_F(ClaimTest, AGroupNeverHasMoreInFlightThanItMay) {
    fill("large", 100);
    EXPECT_EQ(claimed().items.size(), 16U);
    limits.in_flight["large"] = 16;
    auto const none = claimed();
    EXPECT_TRUE(none.items.empty());
    EXPECT_EQ(none.next_due, std::nullopt);
    limits.in_flight["large"] = 15;
    EXPECT_EQ(claimed().items.size(), 1U);
}

TEST_F(ClaimTest, BulkLeavesRoomForWhoCannotWait) {
    fill("syn_1", 100, Lane::bulk);
    EXPECT_EQ(claimed().items.size(), 12U);
    limits.in_flight["syn_1"] = 12;
    EXPECT_TRUE(claimed().items.empty());
    fill("syn_1", 2, Lane::live);
    EXPECT_EQ(of_lane(claimed(), Lane::live), 2);
}

TEST_F(ClaimTest, BulkIsLimitedOverAllGroups) {
    for (int group = 0; group < 20; ++group) fill("syn_" + std::to_string(group), 5, Lane::bulk);
    limits.bulk_items = 7;
    auto const first = claimed();
    EXPECT_EQ(first.items.size(), 7U);
    EXPECT_EQ(first.next_due, std::nullopt);
}

TEST_F(ClaimTest, TheBestLaneIsServedFirst) {
    fill("syn_1", 5, Lane::bulk);
    fill("syn_1", 5, Lane::live);
    fill("syn_1", 1, Lane::interactive);
    fill("syn_2", 1, Lane::interactive);
    limits.items = 4;
    auto const first = claimed();
    EXPECT_EQ(of_lane(first, Lane::interactive), 2);
    EXPECT_EQ(of_lane(first, Lane::live), 2);
    EXPECT_EQ(of_lane(first, Lane::bulk), 0);
}

TEST_F(ClaimTest, AnItemInABetterLaneLeavesItsOldOne) {
    fill("syn_1", 1, Lane::bulk);
    auto better = request("syn_1", 0, Lane::interactive);
    world(enqueue, better, start, nullptr);
    auto const first = claimed();
    ASSERT_EQ(first.items.size(), 1U);
    EXPECT_EQ(first.items.front().lane, Lane::interactive);
    EXPECT_EQ(claimed().next_due, std::nullopt);
}

TEST_F(ClaimTest, WithinAGroupWhatIsDueFirstComesFirst) {
    world(enqueue, request("syn_1", 1, Lane::live, at(seconds{3})), start, nullptr);
    world(enqueue, request("syn_1", 2, Lane::live, at(seconds{1})), start, nullptr);
    limits.items = 1;
    EXPECT_EQ(claimed(at(seconds{5})).items.front().key, "syn_1:2");
}

TEST_F(ClaimTest, PausedGroupsAreNotServed) {
    fill("syn_1", 2);
    fill("syn_2", 2);
    world(set_group_paused, account, "reconcile", "syn_1", true);
    world(set_group_paused, account, "reconcile", "syn_new", true);
    fill("syn_new", 1);
    auto const first = claimed();
    EXPECT_EQ(of_group(first, "syn_2"), 2);
    EXPECT_EQ(first.items.size(), 2U);
    EXPECT_EQ(first.next_due, std::nullopt);
    EXPECT_TRUE(world(counts_of, account, "reconcile", "syn_new").paused);
    world(set_group_paused, account, "reconcile", "syn_1", false);
    EXPECT_EQ(of_group(claimed(), "syn_1"), 2);
}

TEST_F(ClaimTest, ExcludedGroupsAreNotServed) {
    fill("syn_1", 2);
    fill("syn_2", 2);
    limits.excluded_groups.insert("syn_1");
    auto const first = claimed();
    EXPECT_EQ(of_group(first, "syn_2"), 2);
    EXPECT_EQ(first.items.size(), 2U);
    EXPECT_EQ(first.next_due, std::nullopt);
    limits.excluded_groups.clear();
    EXPECT_EQ(of_group(claimed(), "syn_1"), 2);
}

TEST_F(ClaimTest, ATimerAYearAheadGoesOffInAYear) {
    fill("syn_1", 1, Lane::live, at(hours{24 * 365}));
    auto const none = claimed();
    EXPECT_TRUE(none.items.empty());
    EXPECT_EQ(none.next_due, at(hours{24 * 365}));
    EXPECT_TRUE(claimed(at(hours{24 * 365} - seconds{1})).items.empty());
    EXPECT_EQ(claimed(at(hours{24 * 365})).items.size(), 1U);
}

TEST_F(ClaimTest, TellsWhenTheNextItemIsDue) {
    fill("syn_1", 1);
    fill("syn_1", 1, Lane::bulk, at(seconds{30}));
    fill("syn_2", 1, Lane::live, at(seconds{20}));
    EXPECT_EQ(claimed().next_due, at(seconds{20}));
    EXPECT_EQ(claimed(at(seconds{20})).next_due, at(seconds{30}));
    EXPECT_EQ(claimed(at(seconds{30})).next_due, std::nullopt);
}

TEST_F(ClaimTest, AFullClaimAsksToBeRepeatedAtOnce) {
    fill("syn_1", 3);
    limits.items = 2;
    EXPECT_EQ(claimed().next_due, start);
    auto const rest = claimed();
    EXPECT_EQ(rest.items.size(), 1U);
    EXPECT_EQ(rest.next_due, std::nullopt);
}

TEST_F(ClaimTest, QueuesDoNotMeet) {
    fill("syn_1", 1);
    auto other = request("syn_1", 77);
    other.queue = "delivery";
    world(enqueue, other, start, nullptr);
    EXPECT_EQ(claimed().items.size(), 1U);
    limits.queue = "delivery";
    EXPECT_EQ(claimed().items.front().key, "syn_1:77");
}

TEST_F(ClaimTest, TwoHoldersNeverHoldOneKey) {
    fill("syn_1", 40);
    fill("syn_2", 40);
    std::set<std::string> held;
    for (int round = 0; round < 10; ++round) {
        limits.holder = round % 2 == 0 ? "node_1" : "node_2";
        limits.items = 8;
        for (auto const& item : claimed().items) EXPECT_TRUE(held.insert(item.key).second) << item.key;
    }
    EXPECT_EQ(held.size(), 80U);
}

TEST_F(ClaimTest, EveryClaimOfAKeyHasALargerFence) {
    fill("syn_1", 3);
    std::int64_t last = 0;
    for (int round = 0; round < 5; ++round) {
        for (auto const& item : claimed().items) {
            EXPECT_GT(item.fence, last);
            last = item.fence;
            world(requeue, lease_of(item), Requeue{.due_at = start}, nullptr);
        }
    }
}

}  // namespace
}  // namespace lockstep::work
