// SPDX-License-Identifier: Apache-2.0
// Telling, spreading and sending over a real database, in a time that jumps, with addresses that answer what the test says.
#include "deliveries/courier.hpp"

#include <gmock/gmock.h>

#include "deliveries/migrations.hpp"
#include "ports/test_ports.hpp"
#include "vault/migrations.hpp"
#include "vault/test_world.hpp"
#include "webhooks/standard_webhooks.hpp"
#include "work/claim.hpp"
#include "work/holders.hpp"
#include "work/migrations.hpp"

namespace lockstep::deliveries {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using vault::run_to_end;
using namespace std::chrono_literals;

class Sending : public testing::Test {
protected:
    void SetUp() override {
        in_transaction([&](Transaction& transaction) { return vault.add_account(transaction, account, clock.now()); });
        outside.answer = [this](HttpRequest const& request) -> ScriptedHttp::Answer {
            auto const found = statuses.find(request.url);
            auto const status = found == statuses.end() ? 200 : found->second;
            if (status == 0) return ScriptedHttp::lost(true);
            auto reply = ScriptedHttp::json(status, "told");
            if (!retry_after.empty()) reply.headers.add("Retry-After", retry_after);
            return reply;
        };
    }
    void in_transaction(std::function<Result<void>(Transaction&)> body) { vault::write_void(*database, std::move(body)).value(); }
    template <class Body>
    auto read(Body body) {
        return run_to_end(database->read_value(body)).value();
    }
    Subscription subscribe(
        std::string address, std::vector<std::string> types = {}, bool is_full = false, std::string sync = {}) {
        Subscription subscription;
        subscription.id = random.id<SubscriptionTag>(clock.now());
        subscription.label = "Test";
        subscription.address = std::move(address);
        subscription.types = std::move(types);
        subscription.is_full = is_full;
        subscription.sync = std::move(sync);
        subscription.keys = make_keys(false, random);
        subscription.created_at = subscription.changed_at = clock.now();
        in_transaction([&](Transaction& transaction) { return insert_subscription(transaction, vault, account, subscription); });
        return subscription;
    }
    Subscription get(SubscriptionId const& id) {
        return read([&](Transaction& transaction) { return get_subscription(transaction, vault, account, id); });
    }
    void set_state(SubscriptionId const& id, SubscriptionState state) {
        in_transaction([&](Transaction& transaction) -> Result<void> {
            TRY(auto subscription, get_subscription(transaction, vault, account, id));
            subscription.state = state;
            if (state == SubscriptionState::on) subscription.failing_since.reset();
            return update_subscription(transaction, vault, account, subscription);
        });
    }
    // As the sync does: one look, and nothing where nobody listens.
    bool happen(std::string_view type, std::string_view sync = "syn_1") {
        return vault::write_to(*database, [&](Transaction& transaction) -> Result<bool> {
            TRY(auto const types, wanted(transaction, account, sync));
            if (!types.contains(type)) return false;
            TRY_VOID(tell(transaction, vault, account,
                {.type = type, .sync = sync, .at = clock.now(), .data = {{"field", "phone"}}, .values = {{"after", "+1418"}}}));
            return true;
        }).value();
    }
    void spread() { run_to_end(courier->spread()).value(); }
    // Everything that is due now.
    int serve() {
        spread();
        int served = 0;
        while (run_to_end(courier->serve_one()).value()) ++served;
        return served;
    }
    std::vector<Delivery> all() {
        return read([&](Transaction& transaction) { return list_deliveries(transaction, account, {}); });
    }
    std::int64_t count(std::string const& table) {
        return read([&](Transaction& transaction) -> Result<std::int64_t> {
            TRY(auto const rows, transaction.query("SELECT COUNT(*) FROM " + table));
            return rows.front().integer(0);
        });
    }

    vault::TestRandom random{21};
    JumpingClock clock{vault::test_time};
    SilentLog log;
    CountedMetrics metrics;
    ScriptedHttp outside;
    std::map<std::string, int> statuses;  // of an address; 0: no answer
    std::string retry_after;
    std::vector<std::string> ended;
    AccountId account{"acc_1"};
    vault::Vault vault{Secret{random.bytes(32)}, random};
    std::unique_ptr<adapters::SqliteInline> database =
        vault::test_database({vault::migrations(), work::migrations(), migrations()});
    std::unique_ptr<Courier> courier = make();

    std::unique_ptr<Courier> make() {
        return std::make_unique<Courier>(
            CourierParts{account, *database, vault, outside, clock, random, log, metrics, "main", "Lockstep/test",
                [](Transaction&, std::string_view, Told& told) -> Result<void> {
                    told.values["person"] = "somebody";
                    return {};
                },
                [this](Transaction&, Subscription const& subscription) -> Result<void> {
                    ended.push_back(subscription.why);
                    return {};
                }});
    }
};

TEST_F(Sending, NothingIsStoredWhereNobodyListens) {
    EXPECT_FALSE(happen("contact.updated"));
    auto const one = subscribe("https://a.example/", {"issue.opened"});
    EXPECT_FALSE(happen("contact.updated"));
    EXPECT_TRUE(happen("issue.opened"));
    set_state(one.id, SubscriptionState::disabled);
    EXPECT_FALSE(happen("issue.opened"));
    EXPECT_EQ(count("delivery_news"), 1);
    EXPECT_EQ(serve(), 0) << "it was switched off before it was spread";
    EXPECT_EQ(count("delivery_news"), 0);
    EXPECT_EQ(count("deliveries"), 0);
}

TEST_F(Sending, EachOneIsToldWhatItAskedFor) {
    auto const thin = subscribe("https://thin.example/");
    auto const full = subscribe("https://full.example/", {"contact.updated"}, true);
    subscribe("https://other.example/", {"issue.opened"});
    subscribe("https://sync.example/", {"contact.updated"}, false, "syn_2");
    EXPECT_TRUE(happen("contact.updated"));
    EXPECT_EQ(serve(), 2);
    ASSERT_THAT(outside.requests, SizeIs(2));
    std::map<std::string, Json> bodies;
    for (auto const& request : outside.requests) {
        bodies[request.url] = parse_json(request.body).value();
        auto const& keys = request.url == full.address ? full.keys : thin.keys;
        auto const given = webhooks::signed_headers(request.headers);
        ASSERT_TRUE(given);
        EXPECT_EQ(
            webhooks::verify_standard(keys.secret, *given, request.body, clock.wall(), 5min), webhooks::StandardVerdict::good);
        EXPECT_EQ(request.method, "POST");
        EXPECT_EQ(request.headers.find("Content-Type"), "application/json");
    }
    EXPECT_EQ(find_text(bodies[thin.address], "/type"), "contact.updated");
    EXPECT_EQ(to_text(*find(bodies[thin.address], "/data")), R"({"field":"phone"})") << "no value of anybody";
    EXPECT_EQ(to_text(*find(bodies[full.address], "/data")), R"({"field":"phone","after":"+1418","person":"somebody"})");
    EXPECT_EQ(find_text(bodies[thin.address], "/id"), find_text(bodies[full.address], "/id")) << "one event";
    for (auto const& each : all()) EXPECT_EQ(each.state, DeliveryState::done);
    EXPECT_EQ(serve(), 0) << "nothing is sent twice";
}

TEST_F(Sending, AFailureIsTriedAgainUnderTheSameIdAndBody) {
    auto const one = subscribe("https://a.example/");
    statuses[one.address] = 503;
    happen("issue.opened");
    EXPECT_EQ(serve(), 1);
    EXPECT_EQ(serve(), 0) << "not due";
    clock.advance(6s);
    EXPECT_EQ(serve(), 1);
    statuses.clear();
    clock.advance(6min);
    EXPECT_EQ(serve(), 1);
    ASSERT_THAT(outside.requests, SizeIs(3));
    for (auto const& request : outside.requests) {
        EXPECT_EQ(request.headers.find("webhook-id"), outside.requests[0].headers.find("webhook-id"));
        EXPECT_EQ(request.body, outside.requests[0].body);
    }
    EXPECT_NE(outside.requests[0].headers.find("webhook-timestamp"), outside.requests[2].headers.find("webhook-timestamp"));
    auto const delivery = all().front();
    EXPECT_EQ(delivery.state, DeliveryState::done);
    EXPECT_EQ(delivery.attempts, 3);
    auto const attempts =
        read([&](Transaction& transaction) { return list_attempts(transaction, vault, account, delivery.id, 10); });
    ASSERT_THAT(attempts, SizeIs(3));
    EXPECT_EQ(attempts[0].status, 200);
    EXPECT_EQ(attempts[0].reply, "told");
    EXPECT_EQ(attempts[2].status, 503);
    EXPECT_EQ(attempts[2].code, "deliveries.refused");
    EXPECT_EQ(get(one.id).failing_since, std::nullopt);
    EXPECT_EQ(get(one.id).last_done_at, clock.now());
}

TEST_F(Sending, RetryAfterIsHeeded) {
    auto const one = subscribe("https://a.example/");
    statuses[one.address] = 429;
    retry_after = "600";
    happen("issue.opened");
    serve();
    clock.advance(599s);
    EXPECT_EQ(serve(), 0);
    clock.advance(2s);
    EXPECT_EQ(serve(), 1);
}

TEST_F(Sending, AfterThreeDaysItIsGivenUpAndCanBeSentAgain) {
    auto const one = subscribe("https://a.example/");
    statuses[one.address] = 0;
    happen("issue.opened");
    auto const begun = clock.now();
    while (all().empty() || all().front().state == DeliveryState::waiting) {
        serve();
        clock.advance(1min);
        ASSERT_LT(clock.now() - begun, std::chrono::days{5});
    }
    EXPECT_GT(clock.now() - begun, std::chrono::days{3});
    EXPECT_THAT(outside.requests, SizeIs(attempts_max));
    EXPECT_EQ(all().front().last_code, "http.timeout");
    EXPECT_EQ(get(one.id).state, SubscriptionState::on) << "three days are not five";
    statuses.clear();
    EXPECT_EQ(vault::write_to(*database,
                  [&](Transaction& transaction) { return replay_dead(transaction, vault, account, one.id, clock.now(), 100); })
                  .value(),
        1);
    EXPECT_EQ(serve(), 1);
    EXPECT_EQ(all().front().state, DeliveryState::done);
    EXPECT_EQ(all().front().attempts, attempts_max + 1);
    EXPECT_EQ(outside.requests.back().headers.find("webhook-id"), outside.requests.front().headers.find("webhook-id"));
}

TEST_F(Sending, FiveDaysOfFailureSwitchItOff) {
    auto const one = subscribe("https://a.example/");
    statuses[one.address] = 500;
    auto const begun = clock.now();
    while (get(one.id).state == SubscriptionState::on) {
        happen("issue.opened");
        serve();
        clock.advance(12h);
        ASSERT_LT(clock.now() - begun, std::chrono::days{9});
    }
    EXPECT_GT(clock.now() - begun, std::chrono::days{5});
    EXPECT_THAT(ended, ElementsAre("failing"));
    spread();
    EXPECT_TRUE(courier->is_failing());
    auto const before = outside.requests.size();
    clock.advance(std::chrono::days{4});
    serve();
    EXPECT_EQ(outside.requests.size(), before) << "what waited is given up without a word to the address";
    for (auto const& each : all()) EXPECT_EQ(each.state, DeliveryState::dead);
    auto const refused = vault::write_to(
        *database, [&](Transaction& transaction) { return replay_dead(transaction, vault, account, one.id, clock.now(), 100); });
    EXPECT_EQ(refused.error().code, "deliveries.switched_off");
    set_state(one.id, SubscriptionState::on);
    spread();
    EXPECT_FALSE(courier->is_failing());
}

TEST_F(Sending, GoneSwitchesItOffAtOnce) {
    auto const one = subscribe("https://a.example/");
    statuses[one.address] = 410;
    happen("issue.opened");
    EXPECT_EQ(serve(), 1);
    EXPECT_EQ(get(one.id).state, SubscriptionState::disabled);
    EXPECT_EQ(get(one.id).why, "gone");
    EXPECT_FALSE(happen("issue.opened"));
}

TEST_F(Sending, WhatHappensWhileItIsPausedIsSentLater) {
    auto const one = subscribe("https://a.example/");
    set_state(one.id, SubscriptionState::paused);
    EXPECT_TRUE(happen("issue.opened"));
    EXPECT_EQ(serve(), 0);
    set_state(one.id, SubscriptionState::on);
    EXPECT_EQ(serve(), 1);
}

TEST_F(Sending, ARemovedOneIsNotToldWhatWaits) {
    auto const one = subscribe("https://a.example/");
    happen("issue.opened");
    spread();
    in_transaction([&](Transaction& transaction) { return remove_subscription(transaction, account, one.id); });
    serve();
    EXPECT_THAT(outside.requests, IsEmpty());
    EXPECT_EQ(count("deliveries"), 0);
    EXPECT_EQ(count("delivery_wants"), 0);
    EXPECT_FALSE(happen("issue.opened"));
}

TEST_F(Sending, WhatWasUnderWayWhenTheProgramEndedIsSentAgain) {
    subscribe("https://a.example/");
    happen("issue.opened");
    spread();
    // Leased, posted perhaps, and then the program ends.
    in_transaction([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(work::claim(transaction, {.queue = std::string(delivery_queue), .holder = "main"}, clock.now()));
        return {};
    });
    courier = make();
    EXPECT_EQ(serve(), 0);
    in_transaction([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(work::release_own(transaction, "main", clock.now()));
        return {};
    });
    EXPECT_EQ(serve(), 1);
    EXPECT_EQ(all().front().state, DeliveryState::done);
}

TEST_F(Sending, ATestIsKeptAndChangesNothing) {
    auto const one = subscribe("https://a.example/");
    statuses[one.address] = 410;
    auto const attempt = run_to_end(courier->test(one.id)).value();
    EXPECT_EQ(attempt.status, 410);
    EXPECT_EQ(get(one.id).state, SubscriptionState::on);
    EXPECT_EQ(all().front().type, "webhook.test");
    EXPECT_EQ(all().front().state, DeliveryState::dead);
    EXPECT_EQ(serve(), 0) << "once";
}

TEST_F(Sending, WhatIsOverIsForgotten) {
    subscribe("https://a.example/");
    happen("issue.opened");
    serve();
    clock.advance(std::chrono::days{31});
    happen("issue.opened");
    spread();
    in_transaction([&](Transaction& transaction) -> Result<void> {
        auto const before = clock.now() - std::chrono::days{30};
        TRY_VOID(prune(transaction, before, 100));
        TRY_VOID(prune_told(transaction, before, 100));
        return {};
    });
    EXPECT_EQ(count("deliveries"), 1);
    EXPECT_EQ(count("delivery_events"), 1);
    EXPECT_EQ(count("delivery_attempts"), 0);
}

}  // namespace
}  // namespace lockstep::deliveries
