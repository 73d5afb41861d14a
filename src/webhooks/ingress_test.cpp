// SPDX-License-Identifier: Apache-2.0
#include "webhooks/ingress.hpp"

#include <gtest/gtest.h>

#include <set>

#include "webhooks/test_ingress.hpp"

namespace lockstep::webhooks {
namespace {

std::string const update = R"({"type":"ContactUpdate","locationId":"loc1","id":"rec1","webhookId":"wh1"})";
std::string const envelope = R"({"eventType":"contact.updated","payload":{"id":"rec9"}})";

class IngressTest : public testing::Test {
protected:
    TestIngress world;

    void expect_refused(HttpRequest request, int status) {
        auto const writes = world.database.writes;
        auto const reply = world.send(std::move(request));
        EXPECT_EQ(reply.status, status) << reply.body;
        EXPECT_EQ(world.database.writes, writes);
        EXPECT_EQ(reply.headers.find("content-type"), "application/problem+json");
        EXPECT_EQ(find_integer(body_of(reply), "/status"), status);
        if (status == 429) EXPECT_TRUE(reply.headers.find("retry-after"));
    }
};

TEST_F(IngressTest, ASignedDeliveryIsStoredClassifiedAndAnswered) {
    world.open();
    auto const reply = world.send(world.signed_by_app(update));
    EXPECT_EQ(reply.status, 200);
    auto const events = world.events();
    ASSERT_EQ(events.size(), 1);
    EXPECT_EQ(find_text(body_of(reply), "/eventId"), events[0].id.text());
    EXPECT_EQ(find_bool(body_of(reply), "/accepted"), true);
    EXPECT_EQ(find_bool(body_of(reply), "/duplicate"), false);
    EXPECT_EQ(events[0].connection.text(), "con_signing");
    EXPECT_EQ(events[0].type, "contact.updated");
    EXPECT_EQ(events[0].record_id, "rec1");
    EXPECT_EQ(events[0].delivery_id, "wh1");
    EXPECT_EQ(events[0].state, events::EventState::waiting);
}

TEST_F(IngressTest, ARepeatedDeliveryIsAcceptedOnce) {
    world.open();
    auto const first = body_of(world.send(world.signed_by_app(update)));
    for (auto age : {1, 60, 24 * 60, 8 * 24 * 60}) {
        world.clock.advance(std::chrono::minutes{age});
        auto const again = body_of(world.send(world.signed_by_app(update)));
        EXPECT_EQ(find_bool(again, "/duplicate"), true);
        EXPECT_EQ(find_text(again, "/eventId"), find_text(first, "/eventId"));
    }
    EXPECT_EQ(world.events().size(), 1);
}

TEST_F(IngressTest, EveryFlippedBitOfTheBodyIsRefusedWithoutTouchingTheDatabase) {
    world.options.throttle.burst = 1e6;
    world.open();
    auto const good = world.signed_by_app(update);
    for (std::size_t bit = 0; bit < 8 * update.size(); ++bit) {
        auto damaged = good;
        damaged.body[bit / 8] = static_cast<char>(damaged.body[bit / 8] ^ (1 << (bit % 8)));
        ASSERT_EQ(world.send(std::move(damaged)).status, 401) << bit;
    }
    EXPECT_EQ(world.database.writes, 0);
}

TEST_F(IngressTest, TheSameJsonWrittenDifferentlyIsRefused) {
    world.open();
    auto request = world.signed_by_app("{ \"type\":\"ContactUpdate\", \"locationId\":\"loc1\",\"id\":\"rec1\"}");
    request.body = to_text(parse_json(request.body).value());
    expect_refused(std::move(request), 401);
}

TEST_F(IngressTest, MissingEmptyAndFalseSignaturesAreRefused) {
    world.open();
    expect_refused(world.post("/webhooks/contacts", update), 401);
    std::string const good{*world.signed_by_app(update).headers.find(world.app_header())};
    std::vector<std::string> const signatures{
        "", "N/A", "AAAA", "not base64", std::string(good) + "=", std::string(good.substr(4)), std::string(88, 'A')};
    for (auto const& signature : signatures)
        expect_refused(world.post("/webhooks/contacts", update, {{world.app_header(), signature}}), 401);
    expect_refused(world.post("/webhooks/contacts", update, {{"x-wh-signature", std::string(good)}}), 401);
}

TEST_F(IngressTest, AWrongSignatureIsNotSavedByARightSecret) {
    world.open();
    auto request = world.post("/webhooks/contacts", envelope,
        {{world.app_header(), std::string(88, 'A')}, {"Authorization", "Bearer secret of con_plain"}});
    expect_refused(std::move(request), 401);
}

TEST_F(IngressTest, AConnectionsOwnKeysReplaceTheDeclaredOneAndTwoCountDuringARotation) {
    auto const old_keys = vault::ed25519_key_pair(world.random.bytes(32));
    auto const new_keys = vault::ed25519_key_pair(world.random.bytes(32));
    connections::Connection connection;
    connection.account = world.account;
    connection.id = ConnectionId{"con_own"};
    connection.connector = world.signing;
    connection.account_key = "loc1";
    connection.webhook_public_key = new_keys.public_key + old_keys.public_key;
    world.directory.put(connection);
    world.open();
    auto const sign = [&](vault::Ed25519KeyPair const& keys, std::string const& body) {
        return world.post("/webhooks/contacts", body, world.signature_by(keys, body));
    };
    EXPECT_EQ(world.send(sign(new_keys, update)).status, 200);
    EXPECT_EQ(world.send(sign(old_keys, R"({"type":"ContactUpdate","locationId":"loc1","id":"rec2"})")).status, 200);
    EXPECT_EQ(world.events().size(), 2);
    // The declared key is still the app's, but no longer speaks for this connection.
    EXPECT_EQ(world.send(world.signed_by_app(R"({"type":"ContactUpdate","locationId":"loc1","id":"rec3"})")).status, 200);
    EXPECT_EQ(world.events().size(), 2);
    EXPECT_EQ(world.events("acc_unrouted").size(), 1);
}

// Many clinics may bring a key each, say behind a gateway that signs anew. Neither may one crowd out another, nor may the cost of
// a delivery grow with them: it is checked with the keys of the account that it names.
TEST_F(IngressTest, EveryConnectionsOwnKeyCountsHoweverManyThereAre) {
    constexpr std::size_t clinics = 40;
    std::vector<vault::Ed25519KeyPair> keys;
    for (std::size_t i = 0; i < clinics; ++i) {
        keys.push_back(vault::ed25519_key_pair(world.random.bytes(32)));
        connections::Connection connection;
        connection.account = world.account;
        connection.id = ConnectionId{"con_" + std::to_string(i)};
        connection.connector = world.signing;
        connection.account_key = "loc" + std::to_string(i);
        connection.webhook_token = Secret{"token-of-" + connection.id.text()};
        connection.webhook_public_key = keys.back().public_key;
        world.directory.put(connection);
    }
    world.options.throttle.burst = 1e6;
    world.open();
    for (std::size_t i = 0; i < clinics; ++i) {
        auto const at = std::to_string(i);
        auto const body = R"({"type":"ContactUpdate","locationId":"loc)" + at + R"(","id":"r)" + at + "\"}";
        EXPECT_EQ(world.send(world.post("/webhooks/contacts", body, world.signature_by(keys[i], body))).status, 200) << i;
        auto const wrapped = R"({"type":"ContactUpdate","data":{"locationId":"loc)" + at + R"(","id":"w)" + at + "\"}}";
        EXPECT_EQ(world.send(world.post("/webhooks/contacts", wrapped, world.signature_by(keys[i], wrapped))).status, 200) << i;
        auto const unnamed = R"({"type":"ContactUpdate","id":"t)" + at + "\"}";
        EXPECT_EQ(
            world.send(world.post("/webhooks/in/token-of-con_" + at, unnamed, world.signature_by(keys[i], unnamed))).status, 200);
        // Another clinic's key does not speak for this one, at either address.
        auto const& other = keys[(i + 1) % clinics];
        expect_refused(world.post("/webhooks/contacts", body, world.signature_by(other, body)), 401);
        expect_refused(world.post("/webhooks/in/token-of-con_" + at, body, world.signature_by(other, body)), 401);
    }
    EXPECT_EQ(world.events("acc_unrouted").size(), 0);
}

TEST_F(IngressTest, EachAppIsKnownByTheHeaderThatItDeclares) {
    auto const other_keys = vault::ed25519_key_pair(world.random.bytes(32));
    auto const other = TestIngress::connector("other", other_keys.public_key);
    world.add_connection("con_signing", world.signing, "loc1");
    world.add_connection("con_other", other, "loc1");
    world.open();
    EXPECT_EQ(world.send(world.signed_by_app(update)).status, 200);
    expect_refused(world.post("/webhooks/contacts", update, world.signature_by(other_keys, update)), 401);
    world.signature_header = other->webhooks.header;
    expect_refused(world.signed_by_app(update), 401);
    EXPECT_EQ(world.send(world.post("/webhooks/contacts", update, world.signature_by(other_keys, update))).status, 200);
    ASSERT_EQ(world.events().size(), 2U);
    EXPECT_NE(world.events()[0].connection, world.events()[1].connection);
}

TEST_F(IngressTest, AnExtraKeyCountsBesideTheDeclaredOne) {
    auto const next = vault::ed25519_key_pair(world.random.bytes(32));
    world.options.extra_public_keys = {next.public_key};
    world.open();
    EXPECT_EQ(world.send(world.signed_by_app(update)).status, 200);
    auto const body = std::string(R"({"type":"ContactUpdate","locationId":"loc1","id":"rec2"})");
    EXPECT_EQ(world.send(world.post("/webhooks/contacts", body, world.signature_by(next, body))).status, 200);
    EXPECT_EQ(world.events().size(), 2);
}

TEST_F(IngressTest, WithoutAnyKeySignedDeliveriesAreAskedForAgain) {
    world.signing = TestIngress::connector("signing", "");
    world.add_connection("con_signing", world.signing, "loc1");
    world.open();
    expect_refused(world.signed_by_app(update), 429);
}

TEST_F(IngressTest, AGoodDeliveryForAnUnknownLocationIsKeptInQuarantine) {
    world.open();
    auto const reply = world.send(world.signed_by_app(R"({"type":"ContactUpdate","locationId":"elsewhere","id":"rec1"})"));
    EXPECT_EQ(reply.status, 200);
    EXPECT_TRUE(world.events().empty());
    auto const kept = world.events("acc_unrouted");
    ASSERT_EQ(kept.size(), 1);
    EXPECT_EQ(kept[0].state, events::EventState::ignored);
    EXPECT_EQ(world.metrics.counts["lockstep_webhooks_unrouted_total"], 1);
}

TEST_F(IngressTest, QuarantineHasALimitForAnHour) {
    world.options.unrouted_per_hour_max = 3;
    world.open();
    for (int i = 0; i < 5; ++i) {
        auto const body = R"({"type":"ContactUpdate","locationId":"elsewhere","id":"rec)" + std::to_string(i) + R"("})";
        EXPECT_EQ(world.send(world.signed_by_app(body)).status, 200);
    }
    EXPECT_EQ(world.events("acc_unrouted").size(), 3);
    EXPECT_EQ(world.metrics.counts["lockstep_webhooks_unrouted_dropped_total"], 2);
}

// The app does not send again what is refused: what it signed is kept, whatever it is.
TEST_F(IngressTest, WhatIsSignedAndNoJsonIsKeptAndParked) {
    world.add_connection("con_1", world.signing, "location-1234567890");
    world.open();
    std::string const nearly =
        "{\"type\":\"ContactUpdate\",\"locationId\":\"location-1234567890\",\"id\":\"rec1\",\"firstName\":\"Zo\xe9\"}";
    EXPECT_EQ(world.send(world.signed_by_app(nearly)).status, 200);
    ASSERT_EQ(world.events().size(), 1);
    EXPECT_EQ(world.events()[0].record_id, "rec1") << "bytes that are no UTF-8 hide nothing else";
    EXPECT_NE(world.events()[0].state, events::EventState::parked);
    for (std::string const none : {"{\"locationId\":\"location-1234567890\",", "[1]", "location-1234567890"}) {
        EXPECT_EQ(world.send(world.signed_by_app(none)).status, 200) << none;
    }
    auto const kept = world.events();
    ASSERT_EQ(kept.size(), 3) << "the list names nobody";
    for (auto const& event : kept) {
        if (event.record_id.empty()) EXPECT_EQ(event.state, events::EventState::parked);
    }
    EXPECT_EQ(world.events("acc_unrouted").size(), 1);
    EXPECT_EQ(world.send(world.post("/webhooks/contacts", nearly)).status, 401) << "and only what is signed";
}

TEST_F(IngressTest, OneLocationCanFeedSeveralConnections) {
    world.add_connection("con_a", world.signing, "loc1");
    world.add_connection("con_b", world.signing, "loc1");
    world.open();
    EXPECT_EQ(world.send(world.signed_by_app(update)).status, 200);
    EXPECT_EQ(world.database.writes, 1);
    auto const events = world.events();
    ASSERT_EQ(events.size(), 2);
    EXPECT_NE(events[0].id, events[1].id);
}

TEST_F(IngressTest, ATokenAddressTakesOnlyItsOwnLocation) {
    world.open();
    EXPECT_EQ(world.send(world.signed_by_app(update, "/webhooks/in/token-of-con_signing")).status, 200);
    EXPECT_EQ(world.events().size(), 1);
    EXPECT_EQ(world
                  .send(world.signed_by_app(
                      R"({"type":"ContactUpdate","locationId":"loc2","id":"x"})", "/webhooks/in/token-of-con_signing"))
                  .status,
        200);
    EXPECT_EQ(world.events().size(), 1);
    EXPECT_EQ(
        world.send(world.signed_by_app(R"({"type":"InvoicePaid","id":"x"})", "/webhooks/in/token-of-con_signing")).status, 200);
    EXPECT_EQ(world.events().size(), 2);
}

TEST_F(IngressTest, AWrongTokenIsRefusedHoweverGoodTheRest) {
    world.open();
    for (std::string const url : {"/webhooks/in/wrong", "/webhooks/in/", "/webhooks/in/token-of-con_signing/x"}) {
        expect_refused(world.signed_by_app(update, url), 401);
        expect_refused(world.post(url, envelope, {{"Authorization", "Bearer secret of con_plain"}}), 401);
        expect_refused(
            world.post(url, envelope, {{"Authorization", "Bearer this secret belongs to nobody and fits nothing"}}), 401);
        expect_refused(world.signed_standard("this secret belongs to nobody and fits nothing", "m1", envelope, url), 401);
    }
}

TEST_F(IngressTest, ATokenAloneIsNotEnough) {
    world.open();
    expect_refused(world.post("/webhooks/in/token-of-con_plain", envelope), 401);
    expect_refused(world.post("/webhooks/in/token-of-con_plain", envelope, {{"Authorization", "Bearer wrong"}}), 401);
    expect_refused(
        world.post("/webhooks/in/token-of-con_plain", envelope, {{"Authorization", "Bearer secret of con_signing"}}), 401);
    expect_refused(world.post("/webhooks/in/token-of-con_plain", envelope, {{"Authorization", "Basic secret"}}), 401);
}

TEST_F(IngressTest, TheGenericEnvelopeComesInWithTheConnectionsSecret) {
    world.open();
    auto const reply = world.send(world.post("/webhooks/contacts", envelope, {{"Authorization", "Bearer secret of con_plain"}}));
    EXPECT_EQ(reply.status, 200);
    auto const events = world.events();
    ASSERT_EQ(events.size(), 1);
    EXPECT_EQ(events[0].connection.text(), "con_plain");
    EXPECT_EQ(events[0].type, "contact.updated");
    EXPECT_EQ(events[0].record_id, "rec9");
    EXPECT_EQ(
        world.send(world.post("/webhooks/in/token-of-con_plain", envelope, {{"authorization", "bearer secret of con_plain"}}))
            .status,
        200);
}

TEST_F(IngressTest, EqualBodiesWithoutAnIdAreOneDeliveryForAWhileOnlyAndHeardEveryTime) {
    struct Counting : events::Listener {
        std::vector<std::string> heard;
        Result<void> on_event(Transaction&, events::Event& event) override {
            heard.push_back(event.id.text());
            return {};
        }
    } listener;
    world.open({&listener});
    auto const send = [&] {
        return find_bool(
            body_of(world.send(world.post("/webhooks/contacts", envelope, {{"Authorization", "Bearer secret of con_plain"}}))),
            "/duplicate");
    };
    EXPECT_EQ(send(), false);
    EXPECT_EQ(send(), true);
    world.clock.advance(std::chrono::minutes{4});
    EXPECT_EQ(send(), true);
    world.clock.advance(std::chrono::minutes{2});
    EXPECT_EQ(send(), false);
    EXPECT_EQ(send(), true);
    world.clock.advance(std::chrono::minutes{6});
    EXPECT_EQ(send(), false);
    EXPECT_EQ(world.events().size(), 3);
    ASSERT_EQ(listener.heard.size(), 6U) << "the second may tell of another edit";
    EXPECT_EQ(listener.heard[1], listener.heard[0]);
    EXPECT_NE(listener.heard[3], listener.heard[0]);
}

TEST_F(IngressTest, StandardWebhooksAreCheckedAndDeduplicatedById) {
    world.open();
    std::string const body = R"({"id":"evt_1","type":"client.updated","occurred_at":"2026-02-25T00:00:00Z","client":{"id":"7"}})";
    std::string const url = "/webhooks/in/token-of-con_plain";
    EXPECT_EQ(world.send(world.signed_standard("secret of con_plain", "msg1", body, url)).status, 200);
    EXPECT_EQ(
        find_bool(body_of(world.send(world.signed_standard("secret of con_plain", "msg1", body, url))), "/duplicate"), true);
    ASSERT_EQ(world.events().size(), 1);
    EXPECT_EQ(world.events()[0].delivery_id, "msg1");
    expect_refused(world.signed_standard("wrong secret", "msg2", body, url), 401);
    auto altered = world.signed_standard("secret of con_plain", "msg3", body, url);
    altered.headers.set("webhook-id", "msg4");
    expect_refused(std::move(altered), 401);
}

TEST_F(IngressTest, TimestampsCountForFiveMinutes) {
    world.open();
    auto const send = [&](Duration age) {
        return world
            .send(world.signed_standard(
                "secret of con_plain", "m" + std::to_string(age.count()), envelope, "/webhooks/in/token-of-con_plain", age))
            .status;
    };
    using namespace std::chrono_literals;
    EXPECT_EQ(send(299s), 200);
    EXPECT_EQ(send(-299s), 200);
    EXPECT_EQ(send(301s), 401);
    EXPECT_EQ(send(-301s), 401);
    EXPECT_EQ(send(24h), 401);
}

TEST_F(IngressTest, TimestampsAreComparedWithTheWallAndReceiptWithTheEnginesTime) {
    world.open();
    auto const send = [&](std::string id, Duration age) {
        return world
            .send(world.signed_standard("secret of con_plain", std::move(id), envelope, "/webhooks/in/token-of-con_plain", age))
            .status;
    };
    using namespace std::chrono_literals;
    // The wall was set back an hour; the sender's clock was right all along.
    world.clock.step_wall(-1h);
    EXPECT_EQ(send("m1", 0s), 200);
    EXPECT_EQ(send("m2", -1h), 401) << "what the engine's time says does not count";
    ASSERT_EQ(world.events().size(), 1U);
    EXPECT_EQ(world.events()[0].received_at, world.clock.now());
}

TEST_F(IngressTest, AtTheSharedAddressTheEnvelopeNamesItsConnection) {
    world.open();
    auto const body = [](std::string const& name, std::string const& value) {
        return "{\"eventType\":\"contact.created\",\"payload\":{\"id\":\"r\",\"" + name + "\":\"" + value + "\"}}";
    };
    EXPECT_EQ(
        world.send(world.signed_standard("secret of con_signing", "m1", body("locationId", "loc1"), "/webhooks/contacts")).status,
        200);
    EXPECT_EQ(
        world.send(world.signed_standard("secret of con_plain", "m2", body("connectionId", "con_plain"), "/webhooks/contacts"))
            .status,
        200);
    EXPECT_EQ(world.send(world.signed_standard("secret of con_plain", "m3", envelope, "/webhooks/contacts?connection=con_plain"))
                  .status,
        200);
    expect_refused(world.signed_standard("secret of con_plain", "m4", body("locationId", "loc1"), "/webhooks/contacts"), 401);
    EXPECT_EQ(world.send(world.signed_standard("secret of con_plain", "m5", envelope, "/webhooks/contacts")).status, 200)
        << "nothing named: whose secret it is";
    expect_refused(world.signed_standard("a secret of nobody at all", "m6", envelope, "/webhooks/contacts"), 401);
    EXPECT_EQ(world.events().size(), 4);
}

TEST_F(IngressTest, ContentThatCanNeverBeAcceptedIsABadRequest) {
    world.open();
    std::vector<std::string> const bodies{"", "{\"a\":1}", R"({"eventType":5,"payload":{}})",
        R"({"eventType":"contact.updated"})", R"({"eventType":"contact.updated","payload":[]})",
        R"({"eventType":"","payload":{}})", "{\"a\":\"\xff\xfe\"}"};
    for (auto const& body : bodies) {
        expect_refused(world.post("/webhooks/contacts", body, {{"Authorization", "Bearer secret of con_plain"}}), 400);
        expect_refused(world.post("/webhooks/contacts", body, {{"Authorization", "Bearer wrong"}}), 401);
    }
    expect_refused(world.signed_by_app(""), 400);
    expect_refused(world.post("/webhooks/contacts", std::string((1 << 20) + 1, ' ')), 413);
    expect_refused(world.post("/webhooks/other", update), 404);
    auto get = world.post("/webhooks/contacts", "");
    get.method = "GET";
    expect_refused(std::move(get), 405);
}

TEST_F(IngressTest, WhatASecretVouchesForAndIsNoJsonIsKeptAndParked) {
    world.open();
    std::vector<std::string> const bodies{"{", "[]", "null", "\"x\"", std::string(100'000, '[')};
    for (auto const& body : bodies) {
        EXPECT_EQ(
            world.send(world.post("/webhooks/contacts", body, {{"Authorization", "Bearer secret of con_plain"}})).status, 200);
        expect_refused(world.post("/webhooks/contacts", body, {{"Authorization", "Bearer wrong"}}), 401);
    }
    auto const kept = world.events();
    ASSERT_EQ(kept.size(), bodies.size());
    for (auto const& event : kept) EXPECT_EQ(event.state, events::EventState::parked);
}

TEST_F(IngressTest, WhatTheBindingDoesNotUnderstandIsParkedNotLost) {
    world.open();
    EXPECT_EQ(world.send(world.signed_by_app(R"({"type":"Surprise","locationId":"loc1"})")).status, 200);
    auto const events = world.events();
    ASSERT_EQ(events.size(), 1);
    EXPECT_EQ(events[0].type, "Surprise");
    EXPECT_EQ(events[0].state, events::EventState::parked);
}

TEST_F(IngressTest, WhatCannotBeStoredIsAskedForAgainAndStoredThen) {
    world.open();
    for (auto const* code : {"database.full", "database.sql", "database.outcome_unknown"}) {
        world.database.failure = Error{ErrorKind::unavailable, code, "test", {}};
        auto const reply = world.send(world.signed_by_app(update));
        EXPECT_EQ(reply.status, 429);
        EXPECT_TRUE(reply.headers.find("Retry-After"));
    }
    world.database.failure.reset();
    EXPECT_EQ(world.send(world.signed_by_app(update)).status, 200);
    EXPECT_EQ(world.events().size(), 1);
}

TEST_F(IngressTest, AListenerThatFailsLeavesNothingBehind) {
    struct Broken : events::Listener {
        Result<void> on_event(Transaction&, events::Event&) override {
            return fail(ErrorKind::internal, "test.broken", "breaking");
        }
    } broken;
    world.open({&broken});
    EXPECT_EQ(world.send(world.signed_by_app(update)).status, 429);
    EXPECT_TRUE(world.events().empty());
}

TEST_F(IngressTest, BeforeTheStartAndWhileDrainingTheAnswerIs429) {
    world.open();
    world.ingress.emplace(IngressParts{world.database, world.vault, world.directory, world.clock, world.random, world.offload,
                              world.log, world.metrics},
        std::vector<events::Listener*>{}, world.options);
    expect_refused(world.signed_by_app(update), 429);
    vault::run_to_end(world.ingress->prepare_quarantine()).value();
    EXPECT_EQ(world.send(world.signed_by_app(update)).status, 200);
    world.ingress->stop_accepting();
    expect_refused(world.signed_by_app(update), 429);
}

TEST_F(IngressTest, AFullQueueIsAnswered429) {
    bool is_full = true;
    world.options.queue_is_full = [&] { return is_full; };
    world.open();
    expect_refused(world.signed_by_app(update), 429);
    is_full = false;
    EXPECT_EQ(world.send(world.signed_by_app(update)).status, 200);
}

TEST_F(IngressTest, AnAccountWithoutAKeyIsAskedForAgain) {
    world.open();
    world.account = AccountId{"acc_without_key"};
    world.add_connection("con_late", world.plain, "");
    expect_refused(world.post("/webhooks/contacts", envelope, {{"Authorization", "Bearer secret of con_late"}}), 429);
}

TEST_F(IngressTest, ADisabledConnectionTakesNothing) {
    world.open();
    auto disabled = *world.directory.find(ConnectionId{"con_plain"});
    disabled.state = connections::ConnectionState::disabled;
    world.directory.put(disabled);
    expect_refused(world.post("/webhooks/contacts", envelope, {{"Authorization", "Bearer secret of con_plain"}}), 401);
    expect_refused(
        world.post("/webhooks/in/token-of-con_plain", envelope, {{"Authorization", "Bearer secret of con_plain"}}), 401);
}

TEST_F(IngressTest, AForgerIsSlowedDownAndOthersAreNot) {
    world.options.throttle = {.burst = 5, .per_second = 1, .sources_max = 100};
    world.open();
    for (int i = 0; i < 5; ++i) expect_refused(world.post("/webhooks/contacts", update, {{"Authorization", "Bearer x"}}), 401);
    expect_refused(world.post("/webhooks/contacts", update, {{"Authorization", "Bearer x"}}), 429);
    auto other = world.signed_by_app(update);
    other.remote_address = "198.51.100.4:999";
    EXPECT_EQ(world.send(std::move(other)).status, 200);
    world.clock.advance(std::chrono::seconds{2});
    EXPECT_EQ(world.send(world.signed_by_app(update)).status, 200);
}

TEST_F(IngressTest, ForwardedAddressesCountFromTrustedProxiesOnly) {
    world.options.throttle = {.burst = 1, .per_second = 0, .sources_max = 100};
    world.options.trusted_proxies = {"10.0.0.1"};
    world.open();
    auto const from = [&](std::string proxy, std::string client) {
        auto request = world.post("/webhooks/contacts", update, {{"X-Forwarded-For", "203.0.113.9, " + client}});
        request.remote_address = proxy + ":1";
        return world.send(std::move(request)).status;
    };
    EXPECT_EQ(from("10.0.0.1", "198.51.100.1"), 401);
    EXPECT_EQ(from("10.0.0.1", "198.51.100.1"), 429);
    EXPECT_EQ(from("10.0.0.1", "198.51.100.2"), 401);
    EXPECT_EQ(from("10.0.0.2", "198.51.100.3"), 401);
    EXPECT_EQ(from("10.0.0.2", "198.51.100.4"), 429);
}

TEST_F(IngressTest, RefusalsSayNothingThatHelpsAGuess) {
    world.open();
    std::set<std::string> bodies;
    bodies.insert(world.send(world.signed_by_app(update, "/webhooks/in/wrong")).body);
    bodies.insert(world.send(world.post("/webhooks/contacts", update)).body);
    bodies.insert(world.send(world.post("/webhooks/in/token-of-con_plain", update, {{"Authorization", "Bearer x"}})).body);
    bodies.insert(world.send(world.signed_standard("x", "m", update, "/webhooks/in/token-of-con_plain")).body);
    bodies.insert(world
            .send(world.signed_standard(
                "secret of con_plain", "m", update, "/webhooks/in/token-of-con_plain", std::chrono::hours{1}))
            .body);
    EXPECT_EQ(bodies.size(), 1);
}

TEST_F(IngressTest, PayloadsAndSecretsAreNotInTheDatabase) {
    world.open();
    world.send(world.post("/webhooks/contacts", R"({"eventType":"contact.updated","payload":{"email":"amelie@example.com"}})",
        {{"Authorization", "Bearer secret of con_plain"}}));
    ASSERT_EQ(world.events().size(), 1);
    auto const image = world.database.inner().image();
    EXPECT_EQ(image.find("amelie"), std::string::npos);
    EXPECT_EQ(image.find("secret of"), std::string::npos);
}

}  // namespace
}  // namespace lockstep::webhooks
