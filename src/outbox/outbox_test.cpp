// SPDX-License-Identifier: Apache-2.0
#include "outbox/outbox.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "outbox/detail/statements.hpp"
#include "outbox/migrations.hpp"
#include "ports/test_query_plans.hpp"
#include "vault/test_world.hpp"

namespace lockstep::outbox {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

AccountId const account{"acc_1"};
constexpr TimePoint start = vault::test_time;
TimePoint at(seconds after) { return start + after; }

Effect sample(std::string id, std::string group = "syn_1") {
    Effect effect;
    effect.account = account;
    effect.id = IntentId{std::move(id)};
    effect.owner = "sync";
    effect.group = std::move(group);
    effect.subject = "lnk_" + effect.id.text();
    effect.connection = ConnectionId{"con_1"};
    effect.side = "b";
    effect.kind = EffectKind::create;
    effect.operation = "create_contact";
    effect.marker = "rec_7";
    effect.fence = 5;
    effect.holder = "node_1";
    effect.batch = BatchId{"bat_1"};
    effect.created_at = start;
    return effect;
}

std::vector<std::string> ids(std::vector<Effect> const& effects) {
    std::vector<std::string> found;
    found.reserve(effects.size());
    for (auto const& effect : effects) found.push_back(effect.id.text());
    return found;
}

class OutboxTest : public testing::Test {
protected:
    template <class Body>
    auto in_transaction(Body body) {
        return vault::write_to(*database, body).value();
    }
    void write(Effect const& effect) {
        vault::write_void(*database, [&](Transaction& transaction) { return journal(transaction, effect); }).value();
    }
    bool hold(std::string const& id, TimePoint look_at, std::int64_t looks = 0) {
        return in_transaction([&](Transaction& transaction) {
            return hold_unknown(transaction, account, IntentId{id}, look_at, looks, "the answer was lost");
        });
    }
    void write_unknown(std::string const& id, std::string const& group, TimePoint look_at) {
        write(sample(id, group));
        EXPECT_TRUE(hold(id, look_at));
    }
    bool end(std::string const& id, EffectState outcome, TimePoint now = start) {
        return in_transaction(
            [&](Transaction& transaction) { return close(transaction, account, IntentId{id}, outcome, "note", now); });
    }
    std::optional<Effect> present(std::string const& id) {
        return in_transaction([&](Transaction& transaction) { return find(transaction, account, IntentId{id}); });
    }
    std::vector<Effect> due(TimePoint now, UnknownLimits const& limits = {}) {
        return in_transaction([&](Transaction& transaction) { return unknown_due(transaction, "sync", now, limits); });
    }
    std::optional<TimePoint> next() {
        return in_transaction([&](Transaction& transaction) { return next_unknown(transaction, "sync"); });
    }
    Counts counts(std::string const& group = "syn_1") {
        return in_transaction([&](Transaction& transaction) { return counts_of(transaction, account, "sync", group); });
    }
    std::int64_t pruned(TimePoint before, std::int64_t limit = 100) {
        return in_transaction([&](Transaction& transaction) { return prune(transaction, before, limit); });
    }

    std::unique_ptr<adapters::SqliteInline> database = vault::test_database({migrations()});
};

TEST_F(OutboxTest, AnEffectComesBackAsItWasJournalled) {
    auto const effect = sample("1");
    write(effect);
    EXPECT_EQ(present("1"), effect);
    EXPECT_EQ(present("2"), std::nullopt);
}

TEST_F(OutboxTest, AnIdIsJournalledOnce) {
    write(sample("1"));
    auto const again =
        vault::write_void(*database, [&](Transaction& transaction) { return journal(transaction, sample("1", "syn_2")); });
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, "database.unique");
    EXPECT_EQ(counts("syn_2"), Counts{});
}

TEST_F(OutboxTest, OpenOfItsSubjectUntilItIsClosed) {
    auto first = sample("1");
    auto second = sample("2");
    second.subject = first.subject;
    second.kind = EffectKind::update;
    second.target = "rec_9";
    write(first);
    write(second);
    write(sample("3"));
    auto const open = [&] {
        return in_transaction([&](Transaction& transaction) { return open_of(transaction, account, "sync", first.subject); });
    };
    EXPECT_THAT(ids(open()), testing::ElementsAre("1", "2"));
    EXPECT_TRUE(hold("1", at(minutes{3})));
    EXPECT_THAT(ids(open()), testing::ElementsAre("1", "2"));
    EXPECT_TRUE(end("1", EffectState::done));
    EXPECT_THAT(ids(open()), testing::ElementsAre("2"));
    EXPECT_TRUE(end("2", EffectState::refused));
    EXPECT_TRUE(open().empty());
}

TEST_F(OutboxTest, TheFirstOutcomeStands) {
    write(sample("1"));
    EXPECT_TRUE(end("1", EffectState::done, at(seconds{1})));
    EXPECT_FALSE(end("1", EffectState::abandoned, at(seconds{2})));
    EXPECT_FALSE(hold("1", at(minutes{3})));
    EXPECT_EQ(present("1")->state, EffectState::done);
    EXPECT_EQ(present("1")->closed_at, at(seconds{1}));
    EXPECT_FALSE(end("nobody", EffectState::done));
    EXPECT_EQ(counts(), (Counts{.done = 1}));
}

TEST_F(OutboxTest, AnUnknownEffectIsOfferedWhenItIsDue) {
    write_unknown("1", "syn_1", at(minutes{3}));
    EXPECT_TRUE(due(at(seconds{179})).empty());
    EXPECT_EQ(next(), at(minutes{3}));
    auto const offered = due(at(minutes{3}));
    EXPECT_THAT(ids(offered), testing::ElementsAre("1"));
    EXPECT_EQ(offered.front().state, EffectState::unknown);
    EXPECT_EQ(offered.front().note, "the answer was lost");
}

TEST_F(OutboxTest, WhatWasOfferedIsOfferedAgainUnlessItWasHeldOrClosed) {
    write_unknown("1", "syn_1", start);
    write_unknown("2", "syn_1", start);
    write_unknown("3", "syn_1", start);
    EXPECT_EQ(due(start).size(), 3U);
    EXPECT_TRUE(due(start).empty());
    EXPECT_EQ(next(), at(minutes{1}));
    EXPECT_EQ(present("1")->look_at, start);
    EXPECT_TRUE(hold("1", at(hours{1}), 1));
    EXPECT_TRUE(end("2", EffectState::done));
    EXPECT_THAT(ids(due(at(minutes{1}))), testing::ElementsAre("3"));
    EXPECT_TRUE(end("3", EffectState::abandoned));
    auto const offered = due(at(hours{1}));
    EXPECT_THAT(ids(offered), testing::ElementsAre("1"));
    EXPECT_EQ(offered.front().looks, 1);
    EXPECT_TRUE(end("1", EffectState::abandoned));
    EXPECT_TRUE(due(at(hours{9})).empty());
    EXPECT_EQ(next(), std::nullopt);
}

TEST_F(OutboxTest, AHeldEffectMayBeDueEarlierThanBefore) {
    write_unknown("1", "syn_1", at(hours{2}));
    EXPECT_TRUE(hold("1", at(hours{1})));
    EXPECT_EQ(next(), at(hours{1}));
    EXPECT_EQ(due(at(hours{1})).size(), 1U);
}

TEST_F(OutboxTest, GroupsHaveTheirTurnsHoweverMuchOneOfThemHas) {
    for (int i = 0; i < 100; ++i) write_unknown("large_" + std::to_string(i), "syn_large", start);
    write_unknown("small", "syn_small", at(seconds{1}));
    auto const first = due(at(seconds{2}), {.effects = 8, .per_group = 4});
    EXPECT_EQ(first.size(), 5U);
    EXPECT_THAT(ids(first), testing::Contains("small"));
}

TEST_F(OutboxTest, EveryGroupIsServedThoughEachCallOffersOnlyOne) {
    std::map<std::string, int> offered;
    for (int group = 0; group < 5; ++group) {
        for (int i = 0; i < 20; ++i) {
            auto const name = "syn_" + std::to_string(group);
            write_unknown(name + "_" + std::to_string(i), name, start);
        }
    }
    for (int call = 0; call < 50; ++call) {
        auto const effects = due(at(seconds{1}), {.effects = 1, .per_group = 1});
        ASSERT_EQ(effects.size(), 1U);
        ++offered[effects.front().group];
    }
    for (auto const& [group, count] : offered) EXPECT_EQ(count, 10) << group;
    EXPECT_EQ(offered.size(), 5U);
}

TEST_F(OutboxTest, PruningTakesTheOldestClosedInPortions) {
    for (int i = 0; i < 5; ++i) {
        write(sample(std::to_string(i)));
        if (i < 4) {
            EXPECT_TRUE(end(std::to_string(i), EffectState::done, at(seconds{i})));
        }
    }
    EXPECT_EQ(pruned(at(seconds{3}), 2), 2);
    EXPECT_EQ(present("1"), std::nullopt);
    EXPECT_TRUE(present("2"));
    EXPECT_EQ(pruned(at(seconds{3}), 2), 1);
    EXPECT_TRUE(present("3"));
    EXPECT_TRUE(present("4"));
    EXPECT_EQ(counts(), (Counts{.journalled = 1, .done = 1}));
}

TEST(Effect, IsOrphanedWhenAnotherLeaseHoldsItsSubject) {
    auto effect = sample("1");
    EXPECT_FALSE(is_orphaned(effect, 5));
    EXPECT_TRUE(is_orphaned(effect, 6));
    effect.state = EffectState::unknown;
    EXPECT_FALSE(is_orphaned(effect, 6));
}

// Whatever is done, in whatever order: the kept counts are those that counting gives, and whatever is unknown is offered.
TEST_F(OutboxTest, CountsAreWhatCountingGives) {
    vault::TestRandom random{7};
    std::set<std::string> written;
    for (int step = 0; step < 2000; ++step) {
        auto const id = std::to_string(random.below(60));
        auto const now = at(seconds{step});
        switch (random.below(6)) {
            case 0:
            case 1:
                if (!present(id)) write(sample(id, "syn_" + std::to_string(random.below(4))));
                break;
            case 2: hold(id, now + seconds{random.below(200)}); break;
            case 3: end(id, random.below(2) == 0 ? EffectState::done : EffectState::refused, now); break;
            case 4: due(now, {.effects = 3, .per_group = 2}); break;
            default: pruned(now - seconds{100}, 3); break;
        }
        if (step % 50 != 0) continue;
        for (int group = 0; group < 4; ++group) {
            auto const name = "syn_" + std::to_string(group);
            auto const rows = in_transaction([&](Transaction& transaction) {
                return transaction.query(
                    "SELECT state, COUNT(*), MIN(offer_at) FROM effects WHERE group_id = ?1 GROUP BY state", name);
            });
            Counts counted;
            std::optional<TimePoint> first;
            for (auto const& row : rows) {
                if (row.text(0) == "journalled") counted.journalled = row.integer(1);
                if (row.text(0) == "unknown") counted.unknown = row.integer(1);
                if (row.text(0) == "done") counted.done = row.integer(1);
                if (row.text(0) == "refused") counted.refused = row.integer(1);
                if (row.text(0) == "unknown") first = row.optional_time(2);
            }
            ASSERT_EQ(counts(name), counted) << "step " << step;
            if (first) {
                ASSERT_LE(next(), std::max(*first, now)) << "step " << step;
            }
        }
    }
}

TEST_F(OutboxTest, NoStatementGoesThroughEffectsOneByOne) {
    for (int i = 0; i < 200; ++i) write_unknown(std::to_string(i), "syn_" + std::to_string(i % 9), at(seconds{i}));
    auto const problems =
        in_transaction([&](Transaction& transaction) { return plan_problems(transaction, {sql::all.begin(), sql::all.end()}); });
    EXPECT_THAT(problems, testing::IsEmpty());
}

}  // namespace
}  // namespace lockstep::outbox
