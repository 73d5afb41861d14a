// SPDX-License-Identifier: Apache-2.0
#include "work/holders.hpp"

#include <gtest/gtest.h>

#include "work/test_world.hpp"

namespace lockstep::work {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

class HoldersTest : public testing::Test {
protected:
    void ask(std::string const& key, std::string const& payload = "{}") {
        Request made;
        made.account = AccountId{"acc_1"};
        made.queue = "reconcile";
        made.key = key;
        made.group = "syn_1";
        made.due_at = start;
        made.payload = payload;
        world(enqueue, made, start, nullptr);
    }
    std::vector<Item> claimed(std::string const& holder, TimePoint now = start, std::int64_t items = 1) {
        return world(claim, ClaimLimits{.queue = "reconcile", .holder = holder, .items = items}, now).items;
    }

    World world;
};

TEST_F(HoldersTest, TheLeasesOfADeadHolderAreFreed) {
    ask("a");
    ask("b");
    world(heartbeat, "node_1", start, at(seconds{30}));
    world(heartbeat, "node_2", start, at(seconds{60}));
    auto const of_dead = claimed("node_1");
    auto const of_living = claimed("node_2");
    EXPECT_EQ(world(release_dead, at(seconds{30})), 0);
    EXPECT_EQ(world(release_dead, at(seconds{31})), 1);
    EXPECT_FALSE(world(complete, lease_of(of_dead.front())));
    EXPECT_TRUE(world(complete, lease_of(of_living.front())));
    auto const again = claimed("node_2", at(seconds{31}));
    ASSERT_EQ(again.size(), 1U);
    EXPECT_EQ(again.front().key, of_dead.front().key);
}

TEST_F(HoldersTest, TheNewestBeatIsKnown) {
    EXPECT_FALSE(world(newest_beat, start).has_value());
    world(heartbeat, "node_1", at(seconds{20}), at(seconds{80}));
    world(heartbeat, "node_2", start, at(seconds{60}));
    auto const beat = world(newest_beat, start);
    ASSERT_TRUE(beat.has_value());
    EXPECT_EQ(beat->at, at(seconds{20}));
    EXPECT_EQ(beat->alive_until, at(seconds{80}));
    EXPECT_FALSE(world(newest_beat, at(seconds{80})).has_value());
}

TEST_F(HoldersTest, AHolderThatTellsOfItselfKeepsItsLeases) {
    ask("a");
    world(heartbeat, "node_1", start, at(seconds{30}));
    auto const items = claimed("node_1");
    world(heartbeat, "node_1", at(seconds{20}), at(seconds{50}));
    EXPECT_EQ(world(release_dead, at(seconds{40})), 0);
    EXPECT_TRUE(world(complete, lease_of(items.front())));
}

TEST_F(HoldersTest, WhoClaimsAfterItWasTakenForDeadIsFreedAgain) {
    ask("a");
    world(heartbeat, "node_1", start, at(seconds{30}));
    EXPECT_EQ(world(release_dead, at(seconds{31})), 0);
    EXPECT_EQ(claimed("node_1", at(seconds{32})).size(), 1U);
    EXPECT_EQ(world(release_dead, at(seconds{33})), 1);
}

TEST_F(HoldersTest, ARestartFreesOnlyItsOwnLeases) {
    for (auto const* key : {"a", "b", "c"}) ask(key);
    claimed("node_1", start, 2);
    auto const of_other = claimed("node_2");
    EXPECT_EQ(world(release_own, "node_1", at(seconds{5})), 2);
    EXPECT_EQ(world(release_own, "node_1", at(seconds{5})), 0);
    EXPECT_TRUE(world(complete, lease_of(of_other.front())));
    EXPECT_EQ(claimed("node_1", at(seconds{5}), 9).size(), 2U);
}

TEST_F(HoldersTest, NothingElseFreesALease) {
    ask("a");
    claimed("node_1");
    EXPECT_EQ(world(release_dead, at(hours{1000})), 0);
    EXPECT_TRUE(claimed("node_2", at(hours{1000})).empty());
}

TEST_F(HoldersTest, WhatWasAskedMeanwhileIsMergedIntoAFreedItem) {
    ask("a", "first");
    claimed("node_1");
    ask("a", "second");
    EXPECT_EQ(world(release_own, "node_1", start), 1);
    auto const items = claimed("node_1");
    ASSERT_EQ(items.size(), 1U);
    EXPECT_EQ(items.front().payload, "second");
    EXPECT_TRUE(world(complete, lease_of(items.front())));
    EXPECT_TRUE(claimed("node_1").empty());
}

TEST_F(HoldersTest, TheLocksOfADeadHolderAreFreed) {
    world(heartbeat, "node_1", start, at(seconds{30}));
    auto const fence = world(try_lock, "tend", "node_1", at(hours{1}), start);
    ASSERT_TRUE(fence);
    EXPECT_FALSE(world(try_lock, "tend", "node_2", at(hours{1}), at(seconds{31})));
    world(release_dead, at(seconds{31}));
    EXPECT_TRUE(world(try_lock, "tend", "node_2", at(hours{1}), at(seconds{31})));
}

}  // namespace
}  // namespace lockstep::work
