// SPDX-License-Identifier: Apache-2.0
// Health as programs and people read it: lists, status, /health and /metrics say the same.
#include <gmock/gmock.h>

#include "api/test_world.hpp"
#include "sync/credential_health.hpp"

namespace lockstep::api {
namespace {

using testing::HasSubstr;
using testing::Not;

struct Pair {
    std::string a, b, sync;
};

Pair make_pair(World& world) {
    Pair pair{world.connect_highlevel(), world.connect_hexfit(), ""};
    pair.sync = world.post("/api/v1/syncs", R"({"a":")" + pair.a + R"(","b":")" + pair.b + R"("})").at("/id");
    return pair;
}

std::string metrics_of(World& world) {
    HttpRequest request;
    request.url = "/metrics";
    request.headers.add("Authorization", "Bearer " + world.write_token());
    request.remote_address = "127.0.0.1:40000";
    return world.send(request).text;
}

TEST(HealthApi, AConnectionThatAnsweredIsWellAndSaysWhatItIsKnownBy) {
    World world;
    auto const pair = make_pair(world);
    auto const fresh = world.get("/api/v1/connections/" + pair.b);
    EXPECT_EQ(fresh.at("/connection/health/state"), "well") << "it was tried when it was connected";
    EXPECT_NE(fresh.at("/connection/health/since"), "");
    EXPECT_EQ(world.post("/api/v1/connections/" + pair.b + "/test").at("/detail"), "");
    auto const called = world.get("/api/v1/connections/" + pair.b);
    EXPECT_EQ(called.at("/connection/health/state"), "well");
    EXPECT_THAT(called.at("/connection/health/message"), HasSubstr("Right"));
    EXPECT_EQ(called.at("/deliveries/health/code"), "condition.connection.no_delivery");
    EXPECT_EQ(world.get("/health").at("/status"), "ok") << "the sync is a draft, and nothing is wrong";
}

TEST(HealthApi, AnAppThatFailsIsSaidEverywhere) {
    World world;
    auto const pair = make_pair(world);
    world.app.answer = [](auto const&) { return ScriptedHttp::json(503, "down"); };
    world.post("/api/v1/connections/" + pair.b + "/test");
    world.clock.advance(std::chrono::seconds{61});
    auto const listed = world.get("/api/v1/connections");
    EXPECT_EQ(listed.at("/items/1/health/state"), "waiting");
    EXPECT_EQ(listed.at("/items/1/health/weight"), "alarm");
    EXPECT_THAT(listed.at("/items/1/health/message"), HasSubstr("503"));
    EXPECT_NE(listed.at("/items/1/health/since"), "");
    auto const health = world.get("/health");
    EXPECT_EQ(health.status, 200) << "the program works; only what it is to do does not";
    EXPECT_EQ(health.at("/status"), "degraded");
    EXPECT_THAT(health.text, Not(HasSubstr("Right"))) << "anybody may ask, so nobody is named";
    EXPECT_EQ(world.get("/api/v1/syncs/" + pair.sync + "/status").at("/sides/b/state"), "waiting");
}

TEST(HealthApi, ADisabledConnectionComesBack) {
    World world;
    auto const pair = make_pair(world);
    auto const disabled = world.send("DELETE", "/api/v1/connections/" + pair.b);
    EXPECT_EQ(disabled.at("/state"), "disabled");
    EXPECT_EQ(disabled.at("/health/state"), "paused");
    world.app.answer = [](auto const&) { return ScriptedHttp::json(503, "down"); };
    auto const enabled = world.post("/api/v1/connections/" + pair.b + "/enable");
    EXPECT_EQ(enabled.status, 200);
    EXPECT_EQ(enabled.at("/state"), "active");
    EXPECT_EQ(enabled.at("/health/state"), "waiting") << "it is tried, and what was known before counts for nothing";
    EXPECT_EQ(world.post("/api/v1/connections/" + pair.b + "/enable").status, 200) << "once more changes nothing";
    EXPECT_EQ(world.post("/api/v1/connections/con_none/enable").status, 404);
}

TEST(HealthApi, ANewAddressForWebhooksIsShownOnceAndEndsTheOldOne) {
    World world;
    auto const pair = make_pair(world);
    auto const before = world.directory.find(ConnectionId{pair.a})->webhook_token.reveal();
    auto const made = world.post("/api/v1/connections/" + pair.a + "/webhook");
    EXPECT_EQ(made.status, 201);
    EXPECT_THAT(made.at("/webhook_secret"), HasSubstr("whsec_"));
    EXPECT_EQ(world.directory.by_webhook_token(before), nullptr);
    auto const token = made.at("/webhook_path").substr(std::string_view("/webhooks/in/").size());
    EXPECT_EQ(world.directory.by_webhook_token(token)->id.text(), pair.a);
    EXPECT_THAT(world.get("/api/v1/connections/" + pair.a).text, Not(HasSubstr(token)));
}

TEST(HealthApi, RefusedWebhooksAreToldAndTenInARowRaiseAnIssueThatOneAcceptedEnds) {
    World world;
    auto const pair = make_pair(world);
    vault::run_to_end(world.syncs.start(world.account, SyncId{pair.sync}, sync::unnoted)).value();
    ConnectionId const connection{pair.a};
    auto const refuse = [&] { world.deliveries.note({{connection}, false, "wrong_signature", world.clock.now()}); };
    auto const issues = [&](std::string const& state) {
        vault::run_to_end(world.keeper.look()).value();
        return world.get("/api/v1/syncs/" + pair.sync + "/issues?state=" + state);
    };
    for (int i = 1; i < health::rejections_to_tell; ++i) refuse();
    EXPECT_EQ(issues("open").size("/items"), 0U);
    auto const few = world.get("/api/v1/connections/" + pair.a);
    EXPECT_EQ(few.integer("/deliveries/refused_in_a_row"), health::rejections_to_tell - 1);
    EXPECT_EQ(few.at("/deliveries/refusal"), "wrong_signature");
    refuse();
    auto const told = issues("open");
    ASSERT_EQ(told.size("/items"), 1U);
    EXPECT_EQ(told.at("/items/0/kind"), "deliveries_refused");
    EXPECT_THAT(told.at("/items/0/message"), HasSubstr("signature does not fit"));
    EXPECT_THAT(metrics_of(world), HasSubstr("lockstep"));
    world.deliveries.note({{connection}, true, "accepted", world.clock.now()});
    EXPECT_EQ(issues("open").size("/items"), 0U);
    EXPECT_EQ(issues("closed").size("/items"), 1U);
}

TEST(HealthApi, ASpentAllowanceIsToldWithItsEndAndEndsWithIt) {
    World world;
    auto const a = world.connect_highlevel();
    auto const b =
        world.post("/api/v1/connections", R"({"profile":"hexfit-full","label":"Right","credential":"hex-1","monthly_quota":10})")
            .at("/connection/id");
    auto const sync = world.post("/api/v1/syncs", R"({"a":")" + a + R"(","b":")" + b + R"("})").at("/id");
    vault::run_to_end(world.syncs.start(world.account, SyncId{sync}, sync::unnoted)).value();
    for (int i = 0; i < 9; ++i) world.post("/api/v1/connections/" + b + "/test");
    auto const spent = world.get("/api/v1/connections/" + b);
    EXPECT_EQ(spent.at("/connection/health/state"), "limited");
    EXPECT_EQ(spent.at("/connection/health/next_try_at"), spent.at("/quota/free_at"));
    vault::run_to_end(world.keeper.look()).value();
    auto const issues = "/api/v1/syncs/" + sync + "/issues?state=";
    auto const told = world.get(issues + "open");
    ASSERT_EQ(told.size("/items"), 1U);
    EXPECT_EQ(told.at("/items/0/kind"), "quota_spent");
    EXPECT_THAT(told.at("/items/0/message"), HasSubstr(spent.at("/quota/free_at").substr(0, 10)));
    world.clock.advance(std::chrono::days{70});
    vault::run_to_end(world.keeper.look()).value();
    EXPECT_EQ(world.get(issues + "open").size("/items"), 0U);
    EXPECT_EQ(world.get("/api/v1/connections/" + b).at("/connection/health/state"), "well");
}

TEST(HealthApi, WhatIsKnownOutlivesARestart) {
    World world;
    auto const pair = make_pair(world);
    world.app.answer = [](auto const&) { return ScriptedHttp::json(503, "down"); };
    world.post("/api/v1/connections/" + pair.b + "/test");
    world.deliveries.note({{ConnectionId{pair.a}}, true, "accepted", world.clock.now()});
    vault::run_to_end(world.keeper.look()).value();
    calls::Caller const another{
        world.app, *world.database, world.vault, world.directory, world.clock, world.random, world.log, world.metrics, {}};
    health::DeliveryLedger deliveries;
    health::Reporter const reporter{
        {*world.database, world.vault, world.directory, another, world.engine, deliveries, world.clock}};
    health::Keeper keeper{
        {world.account, *world.database, world.vault, deliveries, reporter, world.clock, world.random, world.log}};
    vault::run_to_end(keeper.open()).value();
    auto const report = vault::run_to_end(reporter.report(world.account)).value();
    EXPECT_EQ(report.connections.at(ConnectionId{pair.b}).health.state, health::State::waiting);
    EXPECT_EQ(report.connections.at(ConnectionId{pair.a}).deliveries.state, health::State::well);
}

}  // namespace
}  // namespace lockstep::api
