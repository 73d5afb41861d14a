// SPDX-License-Identifier: Apache-2.0
#include "events/inbox.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "events/detail/statements.hpp"
#include "events/migrations.hpp"
#include "events/replay.hpp"
#include "ports/test_query_plans.hpp"
#include "vault/migrations.hpp"
#include "vault/test_world.hpp"

namespace lockstep::events {
namespace {

using vault::test_database;
using vault::test_time;
using vault::write_to;
using vault::write_void;

AccountId const account{"acc_one"};
ConnectionId const connection{"con_1"};

class Ear : public Listener {
public:
    Result<void> on_event(Transaction&, Event& event) override {
        heard.push_back(event.id.text());
        if (event.type == "boring") {
            event.state = EventState::ignored;
            event.note = "nobody wants it";
        }
        if (event.type == "broken") return fail(ErrorKind::internal, "test.broken", "breaking");
        return {};
    }
    std::vector<std::string> heard;
};

class InboxTest : public testing::Test {
protected:
    InboxTest() {
        write_void(*database, [&](Transaction& transaction) {
            return vault.add_account(transaction, account, test_time);
        }).value();
    }
    Event sample(std::string delivery_id, std::string payload = "{\"email\":\"amelie@example.com\"}") {
        now += std::chrono::seconds{1};
        Event event;
        event.account = account;
        event.id = random.id<EventTag>(now);
        event.connection = connection;
        event.type = "contact.updated";
        event.record_id = "rec1";
        event.delivery_id = std::move(delivery_id);
        event.payload = std::move(payload);
        event.received_at = now;
        return event;
    }
    Result<Stored> put(Event const& event) {
        auto const prepared = prepare(vault, event);
        return write_to(*database, [&](Transaction& transaction) { return store(transaction, prepared, {&ear}); });
    }
    std::vector<Event> find(EventFilter const& filter = {}) {
        return write_to(*database, [&](Transaction& transaction) { return list(transaction, account, filter); }).value();
    }
    std::optional<Event> get(EventId const& id) {
        return write_to(*database, [&](Transaction& transaction) { return load(transaction, vault, account, id); }).value();
    }

    TimePoint now = test_time;
    vault::TestRandom random{5};
    std::unique_ptr<adapters::SqliteInline> database = test_database({vault::migrations(), migrations()});
    vault::Vault vault{Secret{random.bytes(32)}, random};
    Ear ear;
};

TEST_F(InboxTest, WhatIsStoredCanBeReadWithItsPayload) {
    auto const event = sample("d1");
    auto const stored = put(event).value();
    EXPECT_EQ(stored.id, event.id);
    EXPECT_FALSE(stored.is_duplicate);
    auto const read = get(event.id);
    ASSERT_TRUE(read);
    EXPECT_EQ(read->payload, event.payload);
    EXPECT_EQ(read->type, "contact.updated");
    EXPECT_EQ(read->record_id, "rec1");
    EXPECT_EQ(read->delivery_id, "d1");
    EXPECT_EQ(read->received_at, event.received_at);
    EXPECT_EQ(read->state, EventState::waiting);
    EXPECT_EQ(ear.heard, std::vector{event.id.text()});
    EXPECT_FALSE(get(EventId{"evt_none"}));
}

TEST_F(InboxTest, PayloadsAreNotInTheDatabase) {
    put(sample("d1")).value();
    EXPECT_EQ(database->image().find("amelie"), std::string::npos);
}

TEST_F(InboxTest, ADeliveryCountsOnceHoweverOftenItComes) {
    auto const first = put(sample("d1")).value();
    for (int i = 0; i < 20; ++i) {
        auto const again = put(sample("d1")).value();
        EXPECT_TRUE(again.is_duplicate);
        EXPECT_EQ(again.id, first.id);
        EXPECT_EQ(again.received_at, first.received_at);
    }
    EXPECT_EQ(find().size(), 1);
    EXPECT_EQ(ear.heard.size(), 1);
}

TEST_F(InboxTest, TheSameDeliveryIdOfAnotherConnectionIsAnotherDelivery) {
    put(sample("d1")).value();
    auto other = sample("d1");
    other.connection = ConnectionId{"con_2"};
    EXPECT_FALSE(put(other).value().is_duplicate);
    EXPECT_EQ(find().size(), 2);
}

TEST_F(InboxTest, OtherContentUnderAKnownDeliveryIdIsParked) {
    put(sample("d1")).value();
    auto const stored = put(sample("d1", "{\"email\":\"other@example.com\"}")).value();
    EXPECT_FALSE(stored.is_duplicate);
    auto const parked = get(stored.id);
    ASSERT_TRUE(parked);
    EXPECT_EQ(parked->state, EventState::parked);
    EXPECT_EQ(parked->note, "same delivery id, other content");
    EXPECT_TRUE(parked->delivery_id.starts_with("d1#"));
    EXPECT_EQ(ear.heard.size(), 1);
    auto const again = put(sample("d1", "{\"email\":\"other@example.com\"}")).value();
    EXPECT_TRUE(again.is_duplicate);
    EXPECT_EQ(again.id, stored.id);
    EXPECT_EQ(find().size(), 2);
}

TEST_F(InboxTest, AListenerCanSettleAnEvent) {
    auto event = sample("d1");
    event.type = "boring";
    put(event).value();
    auto const read = get(event.id);
    EXPECT_EQ(read->state, EventState::ignored);
    EXPECT_EQ(read->note, "nobody wants it");
}

TEST_F(InboxTest, AListenerThatFailsUndoesTheEvent) {
    auto event = sample("d1");
    event.type = "broken";
    EXPECT_FALSE(put(event));
    EXPECT_TRUE(find().empty());
}

TEST_F(InboxTest, AReplayIsHeardAgainAndWrittenDown) {
    auto event = sample("d1");
    put(event).value();
    std::vector<std::string> noted;
    auto const again = [&](Result<void> answer) {
        std::vector<Listener*> const listeners{&ear};
        return vault::run_to_end(replay(
            *database, *get(event.id), listeners, now, [&](Transaction& transaction, std::string_view subject) -> Result<void> {
                noted.emplace_back(subject);
                TRY_VOID(set_state(transaction, account, event.id, EventState::parked, "by the note"));
                return answer;
            }));
    };
    EXPECT_TRUE(again({}));
    EXPECT_EQ(ear.heard.size(), 2);
    EXPECT_EQ(noted, std::vector{event.id.text()});
    EXPECT_EQ(get(event.id)->note, "by the note") << "one transaction";
    write_void(*database, [&](Transaction& transaction) {
        return set_state(transaction, account, event.id, EventState::done, "");
    }).value();
    EXPECT_FALSE(again(fail(ErrorKind::unavailable, "database.full", "writing")));
    EXPECT_EQ(get(event.id)->state, EventState::done) << "nothing without its audit entry";
}

TEST_F(InboxTest, WhatNobodyLooksAtIsNotReplayed) {
    auto const code = [&](Event const& event) {
        put(event).value();
        std::vector<Listener*> const listeners{&ear};
        auto const answer = vault::run_to_end(
            replay(*database, *get(event.id), listeners, now, [](Transaction&, std::string_view) { return Result<void>{}; }));
        return answer ? "" : answer.error().code;
    };
    auto boring = sample("d1"), nobody = sample("d2");
    boring.type = "boring";
    nobody.record_id.clear();
    EXPECT_EQ(code(boring), "api.event_of_no_sync");
    EXPECT_EQ(code(nobody), "api.event_without_record");
}

TEST_F(InboxTest, ListsNewestFirstByFilterAndPage) {
    for (int i = 0; i < 10; ++i) {
        auto event = sample("d" + std::to_string(i));
        event.record_id = i % 2 == 0 ? "even" : "odd";
        if (i % 3 == 0) event.connection = ConnectionId{"con_2"};
        put(event).value();
    }
    EXPECT_EQ(find().front().delivery_id, "d9");
    EXPECT_EQ(find({.record_id = "even"}).size(), 5);
    EXPECT_EQ(find({.connection = ConnectionId{"con_2"}}).size(), 4);
    EXPECT_EQ(find({.state = EventState::done}).size(), 0);
    auto const page = find({.limit = 4});
    ASSERT_EQ(page.size(), 4);
    auto const next = find({.before = page.back().id.text(), .limit = 4});
    EXPECT_EQ(next.front().delivery_id, "d5");
    EXPECT_TRUE(next.front().payload.empty());
}

TEST_F(InboxTest, StatesAreSetCountedAndPruned) {
    std::vector<EventId> ids;
    for (int i = 0; i < 4; ++i) {
        auto const event = sample("d" + std::to_string(i));
        put(event).value();
        ids.push_back(event.id);
    }
    write_void(*database, [&](Transaction& transaction) -> Result<void> {
        TRY_VOID(set_state(transaction, account, ids[0], EventState::done, ""));
        TRY_VOID(set_state(transaction, account, ids[1], EventState::ignored, "echo"));
        TRY_VOID(set_state(transaction, account, ids[2], EventState::parked, "no idea"));
        TRY_VOID(count_attempt(transaction, account, ids[2]));
        EXPECT_EQ(
            set_state(transaction, account, EventId{"evt_none"}, EventState::done, "").error().code, "events.unknown_event");
        return {};
    }).value();
    EXPECT_EQ(get(ids[2])->attempts, 1);
    auto const pruned = [&](TimePoint before) {
        return write_to(*database, [&](Transaction& transaction) { return prune(transaction, before, 1); }).value();
    };
    // One at a time, as it was told, and only what is done with.
    EXPECT_EQ(pruned(now + std::chrono::hours{1}), 1);
    EXPECT_EQ(pruned(now + std::chrono::hours{1}), 1);
    EXPECT_EQ(pruned(now + std::chrono::hours{1}), 0);
    EXPECT_FALSE(get(ids[1]));
    EXPECT_FALSE(get(ids[0]));
    EXPECT_TRUE(get(ids[2]));
    EXPECT_TRUE(get(ids[3]));
    EXPECT_EQ(pruned(test_time), 0);
}

TEST_F(InboxTest, NoStatementGoesThroughEventsOneByOne) {
    std::vector<std::string> lists;
    for (int by = 0; by < 16; ++by)
        lists.push_back(sql::list_events({(by & 1) != 0, (by & 2) != 0, (by & 4) != 0, (by & 8) != 0}));
    std::vector<std::string_view> statements{sql::all.begin(), sql::all.end()};
    statements.insert(statements.end(), lists.begin(), lists.end());
    // Lists come newest first and end at their limit; those of one record are sorted, which is what one record ever got.
    PlanAllowances allowances{.small_tables = {"of_record"}, .wide_searches = {}, .sorts = {}};
    allowances.wide_searches.insert(lists.begin(), lists.end());
    allowances.sorts.insert(lists.begin() + 8, lists.end());
    auto const problems =
        write_to(*database, [&](Transaction& transaction) { return plan_problems(transaction, statements, allowances); });
    EXPECT_THAT(problems.value(), testing::IsEmpty());
}

TEST_F(InboxTest, AnyOrderOfDeliveriesKeepsOneEventPerIdAndContent) {
    std::map<std::pair<std::string, std::string>, int> sent;
    for (int i = 0; i < 500; ++i) {
        auto const id = "d" + std::to_string(random.below(20));
        auto const payload = "content " + std::to_string(random.below(3));
        ++sent[{id, payload}];
        put(sample(id, payload)).value();
    }
    EXPECT_EQ(find({.limit = 1000}).size(), sent.size());
    EXPECT_EQ(ear.heard.size(), 20);
}

}  // namespace
}  // namespace lockstep::events
