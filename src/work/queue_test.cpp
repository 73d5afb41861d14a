// SPDX-License-Identifier: Apache-2.0
#include "work/queue.hpp"

#include <gtest/gtest.h>

#include "work/test_world.hpp"

namespace lockstep::work {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

AccountId const account{"acc_1"};

Request request(std::string key, TimePoint due_at = start) {
    Request made;
    made.account = account;
    made.queue = "reconcile";
    made.key = std::move(key);
    made.group = "syn_1";
    made.due_at = due_at;
    made.payload = "{}";
    return made;
}

Request override(std::string key, TimePoint due_at) {
    auto made = request(std::move(key), due_at);
    made.overrides_backoff = true;
    return made;
}

std::string joined(std::string_view present, std::string_view added) { return std::string(present) + "+" + std::string(added); }

class QueueTest : public testing::Test {
protected:
    void ask(Request const& asked, TimePoint now = start, MergePayload merge = nullptr) { world(enqueue, asked, now, merge); }

    std::vector<Item> claimed(TimePoint now = start, std::string const& holder = "node_1") {
        return world(claim, ClaimLimits{.queue = "reconcile", .holder = holder}, now).items;
    }
    // Claims the only item that is due.
    Item take(TimePoint now = start, std::string const& holder = "node_1") {
        auto items = claimed(now, holder);
        EXPECT_EQ(items.size(), 1U);
        return items.empty() ? Item{} : std::move(items.front());
    }
    bool completed(Item const& item) { return world(complete, lease_of(item)); }
    bool requeued(Item const& item, Requeue const& how, MergePayload merge = nullptr) {
        return world(requeue, lease_of(item), how, merge);
    }
    std::optional<Item> present(std::string_view key) { return world(find, account, "reconcile", key); }

    World world;
};

TEST_F(QueueTest, AKeyHasOneItemHoweverOftenItIsAskedFor) {
    ask(request("k"));
    ask(request("k"));
    EXPECT_EQ(claimed().size(), 1U);
    EXPECT_EQ(present("k")->version, 2);
}

TEST_F(QueueTest, KeysOfOtherAccountsAndQueuesAreOtherKeys) {
    ask(request("k"));
    auto of_other_account = request("k");
    of_other_account.account = AccountId{"acc_2"};
    ask(of_other_account);
    auto of_other_queue = request("k");
    of_other_queue.queue = "delivery";
    ask(of_other_queue);
    EXPECT_EQ(claimed().size(), 2U);
}

TEST_F(QueueTest, TheEarlierTimeAndTheBetterLaneAreKept) {
    auto bulk = request("k", at(seconds{60}));
    bulk.lane = Lane::bulk;
    ask(bulk);
    auto later = request("k", at(seconds{90}));
    later.lane = Lane::interactive;
    ask(later);
    EXPECT_EQ(present("k")->due_at, at(seconds{60}));
    EXPECT_EQ(present("k")->lane, Lane::interactive);
    ask(request("k", at(seconds{30})));
    EXPECT_EQ(present("k")->due_at, at(seconds{30}));
    EXPECT_EQ(present("k")->lane, Lane::interactive);
}

TEST_F(QueueTest, PayloadsAreReplacedOrMerged) {
    auto first = request("k");
    first.payload = "1";
    ask(first);
    auto second = request("k");
    second.payload = "2";
    ask(second);
    EXPECT_EQ(present("k")->payload, "2");
    ask(first, start, joined);
    EXPECT_EQ(present("k")->payload, "2+1");
}

TEST_F(QueueTest, AnItemComesBackAsItWasAskedFor) {
    auto asked = request("k");
    asked.record_type = "contact";
    asked.payload = R"({"fresh_since":7})";
    ask(asked, at(seconds{-5}));
    auto const item = take();
    EXPECT_EQ(item.account, asked.account);
    EXPECT_EQ(item.queue, asked.queue);
    EXPECT_EQ(item.key, asked.key);
    EXPECT_EQ(item.group, asked.group);
    EXPECT_EQ(item.lane, asked.lane);
    EXPECT_EQ(item.due_at, asked.due_at);
    EXPECT_EQ(item.record_type, asked.record_type);
    EXPECT_EQ(item.payload, asked.payload);
    EXPECT_EQ(item.enqueued_at, at(seconds{-5}));
    EXPECT_EQ(item.holder, "node_1");
    EXPECT_EQ(item.state, ItemState::leased);
}

TEST_F(QueueTest, WhatIsLeasedIsNotClaimedAgain) {
    ask(request("k"));
    take();
    EXPECT_TRUE(claimed(at(hours{1}), "node_2").empty());
    ask(request("k"));
    EXPECT_TRUE(claimed(at(hours{2}), "node_2").empty());
}

TEST_F(QueueTest, ACompletedItemIsGone) {
    ask(request("k"));
    auto const item = take();
    EXPECT_TRUE(completed(item));
    EXPECT_FALSE(present("k"));
    EXPECT_FALSE(completed(item));
}

TEST_F(QueueTest, WhatWasAskedMeanwhileWaitsAfterCompletion) {
    auto first = request("k");
    first.payload = "first";
    ask(first);
    auto const item = take();
    auto again = request("k", at(seconds{2}));
    again.lane = Lane::bulk;
    again.payload = "again";
    ask(again, at(seconds{2}));
    EXPECT_TRUE(completed(item));
    auto const waiting = take(at(seconds{2}));
    EXPECT_EQ(waiting.payload, "again");
    EXPECT_EQ(waiting.lane, Lane::bulk);
    EXPECT_EQ(waiting.enqueued_at, at(seconds{2}));
    EXPECT_GT(waiting.fence, item.fence);
    EXPECT_TRUE(completed(waiting));
    EXPECT_FALSE(present("k"));
}

TEST_F(QueueTest, ATimerAskedForWhileItIsServedGoesOffWhenItIsDue) {
    ask(request("k"));
    auto const item = take();
    ask(request("k", at(hours{1})));
    EXPECT_TRUE(completed(item));
    EXPECT_TRUE(claimed(at(seconds{3599})).empty());
    EXPECT_EQ(claimed(at(hours{1})).size(), 1U);
}

TEST_F(QueueTest, CompletingForgetsFailuresOfWhatWasAskedMeanwhile) {
    ask(request("k"));
    EXPECT_TRUE(requeued(take(), {.due_at = start, .counts_as_attempt = true}));
    auto const item = take();
    EXPECT_EQ(item.attempts, 1);
    ask(request("k"));
    EXPECT_TRUE(completed(item));
    EXPECT_EQ(take().attempts, 0);
}

TEST_F(QueueTest, ARequeuedItemWaits) {
    ask(request("k"));
    EXPECT_TRUE(requeued(take(), {.due_at = at(seconds{10}), .payload = "changed", .why = "the quota is spent"}));
    EXPECT_TRUE(claimed(at(seconds{9})).empty());
    EXPECT_EQ(present("k")->why, "the quota is spent");
    auto const item = take(at(seconds{10}));
    EXPECT_EQ(item.payload, "changed");
    EXPECT_EQ(item.attempts, 0);
}

TEST_F(QueueTest, WhoAsksMeanwhileDoesNotWaitForOurReasonToWait) {
    ask(request("k"));
    auto const item = take();
    ask(request("k", at(seconds{1})), at(seconds{1}));
    EXPECT_TRUE(requeued(item, {.due_at = at(hours{1})}));
    EXPECT_EQ(claimed(at(seconds{1})).size(), 1U);
}

TEST_F(QueueTest, WhoAsksLaterDoesNotWaitForOurReasonToWait) {
    ask(request("k"));
    EXPECT_TRUE(requeued(take(), {.due_at = at(hours{1})}));
    ask(request("k", at(seconds{1})));
    EXPECT_EQ(claimed(at(seconds{1})).size(), 1U);
}

TEST_F(QueueTest, RequestsDoNotDefeatABackOff) {
    ask(request("k"));
    auto const item = take();
    ask(request("k"));
    EXPECT_TRUE(requeued(item, {.due_at = at(seconds{8}), .counts_as_attempt = true}));
    ask(request("k"));
    EXPECT_TRUE(claimed(at(seconds{7})).empty());
    EXPECT_EQ(take(at(seconds{8})).attempts, 1);
}

TEST_F(QueueTest, AnOverridingRequestEndsABackOff) {
    ask(request("k"));
    EXPECT_TRUE(requeued(take(), {.due_at = at(hours{1}), .counts_as_attempt = true}));
    ask(override("k", at(seconds{1})));
    EXPECT_EQ(take(at(seconds{1})).attempts, 0);
}

TEST_F(QueueTest, AnOverridingRequestMadeMeanwhileEndsABackOff) {
    ask(request("k"));
    auto const item = take();
    ask(override("k", at(seconds{1})));
    EXPECT_TRUE(requeued(item, {.due_at = at(hours{1}), .counts_as_attempt = true}));
    EXPECT_EQ(take(at(seconds{1})).attempts, 0);
}

TEST_F(QueueTest, PartialSuccessForgetsFailures) {
    ask(request("k"));
    EXPECT_TRUE(requeued(take(), {.due_at = start, .counts_as_attempt = true}));
    EXPECT_TRUE(requeued(take(), {.due_at = start, .worked = true}));
    EXPECT_EQ(take().attempts, 0);
}

TEST_F(QueueTest, RequeuingMergesWhatWasAskedMeanwhile) {
    auto first = request("k");
    first.payload = "1";
    first.lane = Lane::bulk;
    ask(first);
    auto const item = take();
    auto second = request("k");
    second.payload = "2";
    ask(second, start, joined);
    EXPECT_TRUE(requeued(item, {.due_at = start}));
    auto const merged = take();
    EXPECT_EQ(merged.payload, "1+2");
    EXPECT_EQ(merged.lane, Lane::live);
    auto third = request("k");
    third.payload = "3";
    ask(third, start, joined);
    EXPECT_TRUE(requeued(merged, {.due_at = start, .payload = "rest"}, joined));
    EXPECT_EQ(take().payload, "rest+3");
}

TEST_F(QueueTest, ALateCompletionAfterTheLeaseMovedOnChangesNothing) {
    ask(request("k"));
    auto const late = take(start, "node_1");
    world(release_own, "node_1", start);
    EXPECT_FALSE(world([](Transaction& t, Lease const& lease) { return holds(t, lease); }, lease_of(late)));
    EXPECT_FALSE(completed(late));
    auto const present_one = take(start, "node_2");
    EXPECT_FALSE(completed(late));
    EXPECT_FALSE(requeued(late, {.due_at = at(hours{1})}));
    EXPECT_FALSE(world(park, lease_of(late), "late"));
    EXPECT_FALSE(world(rekey, lease_of(late), "other", start, nullptr));
    EXPECT_EQ(present("k")->holder, "node_2");
    EXPECT_EQ(present("k")->due_at, start);
    EXPECT_TRUE(world([](Transaction& t, Lease const& lease) { return holds(t, lease); }, lease_of(present_one)));
    EXPECT_TRUE(completed(present_one));
}

TEST_F(QueueTest, ALateCompletionDoesNotReachTheNextLifeOfItsKey) {
    ask(request("k"));
    auto const late = take();
    world(release_own, "node_1", start);
    EXPECT_TRUE(completed(take()));
    ask(request("k"));
    auto const next = take();
    EXPECT_GT(next.fence, late.fence);
    EXPECT_FALSE(completed(late));
    EXPECT_TRUE(present("k"));
}

TEST_F(QueueTest, AParkedItemIsNotClaimedBeforeItIsUnparked) {
    ask(request("k"));
    EXPECT_TRUE(world(park, lease_of(take()), "refused eight times"));
    EXPECT_EQ(present("k")->state, ItemState::parked);
    EXPECT_EQ(present("k")->why, "refused eight times");
    auto newer = request("k");
    newer.payload = "newer";
    ask(newer);
    EXPECT_TRUE(claimed(at(hours{1000})).empty());
    world(unpark, account, "reconcile", "k", at(hours{1000}));
    auto const item = take(at(hours{1000}));
    EXPECT_EQ(item.payload, "newer");
    EXPECT_EQ(item.why, "");
}

TEST_F(QueueTest, AnOverridingRequestTakesAParkedItemUpAgain) {
    ask(request("k"));
    EXPECT_TRUE(requeued(take(), {.due_at = start, .counts_as_attempt = true}));
    EXPECT_TRUE(world(park, lease_of(take()), "refused"));
    ask(override("k", at(seconds{5})), at(seconds{5}));
    EXPECT_EQ(take(at(seconds{5})).attempts, 0);
}

TEST_F(QueueTest, AnOverridingRequestMadeMeanwhileKeepsItFromBeingParked) {
    ask(request("k"));
    auto const item = take();
    ask(override("k", at(seconds{5})), at(seconds{5}));
    EXPECT_TRUE(world(park, lease_of(item), "refused"));
    EXPECT_EQ(claimed(at(seconds{5})).size(), 1U);
}

TEST_F(QueueTest, AWholeGroupIsUnparkedInPortions) {
    for (auto const* key : {"a", "b", "c"}) ask(request(key));
    for (auto const& item : claimed()) EXPECT_TRUE(world(park, lease_of(item), "the connection is broken"));
    EXPECT_EQ(world(unpark_group, account, "reconcile", "syn_1", start, 2), 2);
    EXPECT_EQ(world(unpark_group, account, "reconcile", "syn_1", start, 2), 1);
    EXPECT_EQ(claimed().size(), 3U);
}

TEST_F(QueueTest, WhatWaitsForLaterInAGroupIsHastenedButNoBackOff) {
    ask(request("failed"));
    EXPECT_TRUE(requeued(take(), {.due_at = at(hours{1}), .counts_as_attempt = true}));
    for (auto const* key : {"a", "b", "c"}) ask(request(key, at(hours{1})));
    EXPECT_TRUE(claimed().empty());
    EXPECT_EQ(world(hasten_group, account, "reconcile", "syn_1", start, 4), 3);
    EXPECT_EQ(claimed().size(), 3U);
    EXPECT_EQ(present("failed")->due_at, at(hours{1}));
    EXPECT_EQ(world(hasten_group, account, "reconcile", "syn_other", start, 4), 0);
}

TEST_F(QueueTest, ARekeyedItemIsThatOfItsNewKey) {
    auto asked = request("record:a:7");
    asked.payload = "7";
    ask(asked, at(seconds{-9}));
    auto const item = take();
    EXPECT_TRUE(world(rekey, lease_of(item), "link:1", start, nullptr));
    EXPECT_FALSE(present("record:a:7"));
    auto const renamed = take();
    EXPECT_EQ(renamed.key, "link:1");
    EXPECT_EQ(renamed.payload, "7");
    EXPECT_EQ(renamed.enqueued_at, at(seconds{-9}));
}

TEST_F(QueueTest, ARekeyedItemIsMergedIntoTheItemOfItsNewKey) {
    auto of_link = request("link:1", at(hours{1}));
    of_link.payload = "1";
    of_link.lane = Lane::bulk;
    ask(of_link);
    auto of_record = request("record:a:7");
    of_record.payload = "7";
    ask(of_record);
    EXPECT_TRUE(world(rekey, lease_of(take()), "link:1", start, joined));
    auto const one = take();
    EXPECT_EQ(one.key, "link:1");
    EXPECT_EQ(one.payload, "1+7");
    EXPECT_EQ(one.lane, Lane::live);
    EXPECT_FALSE(present("record:a:7"));
}

TEST_F(QueueTest, ARekeyedItemDoesNotDisturbALeaseOfItsNewKey) {
    ask(request("link:1"));
    auto const leased = take();
    ask(request("record:a:7"));
    EXPECT_TRUE(world(rekey, lease_of(take()), "link:1", start, nullptr));
    EXPECT_TRUE(claimed().empty());
    EXPECT_TRUE(completed(leased));
    EXPECT_EQ(take().key, "link:1");
}

TEST_F(QueueTest, AnItemThatNobodyServesCanBeWithdrawn) {
    ask(request("k", at(hours{1})));
    EXPECT_TRUE(world(withdraw, account, "reconcile", "k"));
    EXPECT_FALSE(world(withdraw, account, "reconcile", "k"));
    ask(request("k"));
    take();
    EXPECT_FALSE(world(withdraw, account, "reconcile", "k"));
}

TEST_F(QueueTest, AnItemMovesToTheGroupOfItsLatestRequest) {
    ask(request("k"));
    auto moved = request("k");
    moved.group = "syn_2";
    ask(moved);
    EXPECT_EQ(world(counts_of, account, "reconcile", "syn_1").total(), LaneCounts{});
    EXPECT_EQ(world(counts_of, account, "reconcile", "syn_2").total().waiting, 1);
    EXPECT_EQ(take().group, "syn_2");
}

}  // namespace
}  // namespace lockstep::work
