// SPDX-License-Identifier: Apache-2.0
// Random histories of the queue against what must always hold: the kept counts are those that counting gives, a key has one
// item, one lease is good at a time, nothing that is due is forgotten. And how the database carries the statements out.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <map>
#include <set>

#include "ports/test_query_plans.hpp"
#include "work/detail/statements.hpp"
#include "work/test_world.hpp"

namespace lockstep::work {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

std::string joined(std::string_view present, std::string_view added) {
    return std::string(present.substr(0, 20)) + std::string(added.substr(0, 20));
}

class History {
public:
    void step() {
        now_ += Duration{*rc::gen::inRange<std::int64_t>(0, 5'000'000)};
        switch (*rc::gen::inRange(0, 12)) {
            case 0:
            case 1:
            case 2:
            case 3: world_(enqueue, some_request(), now_, &joined); break;
            case 4:
            case 5: take(); break;
            case 6: end([&](Lease const& lease) { return world_(complete, lease); }); break;
            case 7: end([&](Lease const& lease) { return world_(requeue, lease, some_requeue(), &joined); }); break;
            case 8: end([&](Lease const& lease) { return world_(park, lease, "refused"); }); break;
            case 9:
                end([&](Lease const& lease) { return world_(rekey, lease, lease.key == "k0" ? "k1" : "k0", now_, &joined); });
                break;
            case 10: lose_or_withdraw(); break;
            default: pause_or_unpark(); break;
        }
        check();
    }

    // What is waiting in groups that are not paused is claimed by and by; nothing else is.
    void finish() {
        for (auto const* group : {"g0", "g1"}) world_(set_group_paused, account_, "q", group, false);
        auto const waiting = count("state = 0");
        std::int64_t claimed = 0;
        for (;;) {
            auto const got = world_(claim, ClaimLimits{.queue = "q", .holder = "last", .items = 3}, now_ + hours{1});
            if (got.items.empty()) break;
            for (auto const& item : got.items) good_[item.key] = lease_of(item);
            claimed += static_cast<std::int64_t>(got.items.size());
        }
        RC_ASSERT(claimed == waiting);
        check();
    }

private:
    Request some_request() {
        Request made;
        made.account = account_;
        made.queue = "q";
        made.key = "k" + std::to_string(*rc::gen::inRange(0, 6));
        made.group = *rc::gen::weightedElement<std::string>({{8, made.key < "k3" ? "g0" : "g1"}, {1, "g0"}});
        made.lane = *rc::gen::element(Lane::interactive, Lane::live, Lane::bulk);
        made.due_at = now_ + seconds{*rc::gen::inRange(-5, 60)};
        made.payload = "p";
        made.overrides_backoff = *rc::gen::weightedElement<bool>({{4, false}, {1, true}});
        return made;
    }

    Requeue some_requeue() {
        Requeue made;
        made.due_at = now_ + seconds{*rc::gen::inRange(-5, 60)};
        made.counts_as_attempt = *rc::gen::arbitrary<bool>();
        if (*rc::gen::arbitrary<bool>()) made.payload = "r";
        return made;
    }

    void take() {
        auto const holder = *rc::gen::element<std::string>("node_1", "node_2");
        ClaimLimits limits{.queue = "q", .holder = holder, .items = *rc::gen::inRange<std::int64_t>(1, 4), .per_group = 3};
        auto const got = world_(claim, limits, now_);
        for (auto const& item : got.items) {
            RC_ASSERT(item.due_at <= now_);
            RC_ASSERT(item.holder == holder);
            RC_ASSERT(!paused_.contains(item.group));
            auto const [place, is_new] = good_.insert_or_assign(item.key, lease_of(item));
            RC_ASSERT(is_new);
            leases_.push_back(place->second);
            RC_ASSERT(item.fence > fences_[item.key]);
            fences_[item.key] = item.fence;
        }
    }

    // Ends one of the leases that were ever given out: it works if and only if the lease is still good.
    template <class How>
    void end(How how) {
        if (leases_.empty()) return;
        auto const& lease = leases_.at(*rc::gen::inRange<std::size_t>(0, leases_.size()));
        auto const found = good_.find(lease.key);
        bool const is_good = found != good_.end() && found->second.fence == lease.fence;
        RC_ASSERT(world_([](Transaction& t, Lease const& asked) { return holds(t, asked); }, lease) == is_good);
        RC_ASSERT(how(lease) == is_good);
        if (is_good) good_.erase(found);
    }

    void lose_or_withdraw() {
        if (*rc::gen::arbitrary<bool>()) {
            auto const key = "k" + std::to_string(*rc::gen::inRange(0, 6));
            bool const was_there = count("item_key = '" + key + "' AND state <> 1") == 1;
            RC_ASSERT(world_(withdraw, account_, "q", key) == was_there);
            return;
        }
        world_(release_own, "node_1", now_);
        std::erase_if(good_, [](auto const& entry) { return entry.second.holder == "node_1"; });
    }

    void pause_or_unpark() {
        auto const group = *rc::gen::element<std::string>("g0", "g1");
        if (*rc::gen::arbitrary<bool>()) {
            world_(unpark_group, account_, "q", group, now_, 2);
            return;
        }
        bool const paused = *rc::gen::arbitrary<bool>();
        world_(set_group_paused, account_, "q", group, paused);
        if (paused) {
            paused_.insert(group);
        } else {
            paused_.erase(group);
        }
    }

    std::int64_t count(std::string const& condition) {
        return world_.rows("SELECT COUNT(*) FROM work_items WHERE " + condition).front().integer(0);
    }

    void check() {
        std::map<std::string, GroupCounts> counted;
        for (auto const& row :
            world_.rows("SELECT group_id, lane, state, COUNT(*), MIN(due_at) FROM work_items GROUP BY 1, 2, 3")) {
            auto& group = counted[row.text(0)];
            auto& lane = group.lanes.at(static_cast<std::size_t>(row.integer(1)));
            if (row.integer(2) == 0) {
                lane.waiting = row.integer(3);
                group.oldest_due_at = std::min(group.oldest_due_at.value_or(row.time(4)), row.time(4));
            }
            if (row.integer(2) == 1) lane.leased = row.integer(3);
            if (row.integer(2) == 2) lane.parked = row.integer(3);
        }
        for (std::string const group : {"g0", "g1"}) {
            auto const kept = world_(counts_of, account_, "q", group);
            RC_ASSERT(kept.lanes == counted[group].lanes);
            RC_ASSERT(kept.oldest_due_at == counted[group].oldest_due_at);
        }
        RC_ASSERT(count("state = 1") == static_cast<std::int64_t>(good_.size()));
        RC_ASSERT(count("(state = 1) <> (holder <> '') OR (state <> 1 AND asked_at IS NOT NULL)") == 0);
    }

    AccountId const account_{"acc_1"};
    World world_;
    TimePoint now_ = start;
    std::set<std::string> paused_;
    std::vector<Lease> leases_;
    std::map<std::string, Lease> good_;
    std::map<std::string, std::int64_t> fences_;
};

TEST(WorkProperty, HoldsInEveryHistory) {
    EXPECT_TRUE(rc::check([] {
        History history;
        auto const steps = *rc::gen::inRange(1, 60);
        for (int i = 0; i < steps; ++i) history.step();
        history.finish();
    }));
}

TEST(Statements, GoThroughNothingOneByOne) {
    World world;
    for (int i = 0; i < 500; ++i) {
        Request made;
        made.account = AccountId{"acc_" + std::to_string(i % 3)};
        made.queue = "q";
        made.key = std::to_string(i);
        made.group = "g" + std::to_string(i % 7);
        made.due_at = start + hours{i % 5};
        world(enqueue, made, start, nullptr);
    }
    auto const problems =
        world([&](Transaction& transaction) { return plan_problems(transaction, {sql::all.begin(), sql::all.end()}); });
    EXPECT_THAT(problems, testing::IsEmpty());
}

}  // namespace
}  // namespace lockstep::work
