// SPDX-License-Identifier: Apache-2.0
// Alerts by the API, and the courier behind it: what is set, what is sent, what is tried again.
#include "api/test_world.hpp"

namespace lockstep::api {
namespace {

constexpr char const* both =
    R"({"is_on":true,"delay_minutes":0,"recipients":[{"channel":"mail","address":"anne@example.com","language":"fr"},)"
    R"({"channel":"webhook","address":"https://hooks.example.com/secret"}]})";

void set_mail(World& world) {
    world.send("PUT", "/api/v1/mail", R"({"host":"mail.example.com","sender":"us@example.com","tls":"none"})");
}

// As the keeper does; everything that waits is tried.
void tell(World& world, health::Weight weight) {
    health::Report report;
    report.at = world.clock.now();
    auto& each = report.connections[ConnectionId{"con_1"}];
    each.facts.label = "Clinic";
    each.health.state = weight == health::Weight::good ? health::State::well : health::State::waiting;
    each.health.weight = weight;
    each.health.words = {"condition.connection.silent", {{"app", "App"}, {"label", "Clinic"}}};
    each.deliveries.state = health::State::well;
    each.deliveries.weight = health::Weight::good;
    vault::run_to_end(world.courier.look(report)).value();
    vault::run_to_end(world.courier.deliver()).value();
}

TEST(AlertSettings, AreStrict) {
    World world;
    EXPECT_EQ(find_bool(world.get("/api/v1/alerts").body, "/is_on"), false);
    auto const put = [&](std::string const& body) { return world.send("PUT", "/api/v1/alerts", body); };
    EXPECT_EQ(put(R"({"zone":"Mars/Olympus"})").at("/field"), "/zone");
    EXPECT_EQ(put(R"({"quiet":{"from":"25:00","until":"07:00"}})").at("/field"), "/quiet");
    EXPECT_EQ(put(R"({"quiet":{"from":"07:00","until":"07:00"}})").at("/field"), "/quiet");
    EXPECT_EQ(put(R"({"recipients":[{"channel":"mail","address":"nobody"}]})").at("/field"), "/recipients");
    EXPECT_EQ(put(R"({"recipients":[{"channel":"webhook","address":"ftp://x"}]})").at("/field"), "/recipients");
    EXPECT_EQ(put(R"({"from":"good"})").at("/field"), "/from");
    EXPECT_EQ(put(R"({"delay_minutes":1441})").at("/field"), "/delay_minutes");
    auto const set = put(
        R"({"is_on":true,"from":"attention","zone":"America/Toronto","quiet":{"from":"22:00","until":"07:05"},"recipients":[{"channel":"webhook","address":"https://hooks.example.com/secret"}]})");
    EXPECT_EQ(set.status, 200);
    EXPECT_EQ(set.at("/quiet/until"), "07:05");
    EXPECT_EQ(set.at("/recipients/0/address"), "https://hooks.example.com/secret");
    HttpHeaders const reader{{"Authorization", "Bearer " + world.make_token(identity::Scope::read)}};
    EXPECT_FALSE(world.send("GET", "/api/v1/alerts", "", reader).text.contains("secret"));
    EXPECT_TRUE(world.get("/api/v1/audit").text.contains("alert.set"));
}

TEST(AlertDelivery, GoesToEverybodyInTheirLanguage) {
    World world;
    set_mail(world);
    world.outside.answer = [](HttpRequest const&) { return ScriptedHttp::json(200, "{}"); };
    world.send("PUT", "/api/v1/alerts", both);
    tell(world, health::Weight::alarm);
    EXPECT_EQ(world.mail.sent.size(), 0U) << "others may come along";
    world.clock.advance(std::chrono::seconds{25});
    tell(world, health::Weight::alarm);
    ASSERT_EQ(world.mail.sent.size(), 1U);
    EXPECT_EQ(world.mail.sent.front().envelope.recipients, std::vector<std::string>{"anne@example.com"});
    auto const shown = world.get("/api/v1/alerts");
    EXPECT_EQ(shown.size("/messages"), 2U);
    EXPECT_TRUE(shown.text.contains("Lockstep: « Clinic » demande votre attention"));
    EXPECT_TRUE(shown.text.contains("Lockstep: “Clinic” needs a look"));
    EXPECT_EQ(shown.at("/messages/0/state"), "sent");
    tell(world, health::Weight::good);
    world.clock.advance(std::chrono::minutes{2});
    tell(world, health::Weight::good);
    EXPECT_EQ(world.mail.sent.size(), 2U);
    EXPECT_TRUE(world.get("/api/v1/alerts").text.contains("is well again"));
}

TEST(AlertDelivery, WhatFailsIsTriedAgainAndSeen) {
    World world;
    world.outside.answer = [](HttpRequest const&) { return ScriptedHttp::json(500, "{}"); };
    world.send("PUT", "/api/v1/alerts", both);  // no mail server
    tell(world, health::Weight::alarm);
    world.clock.advance(std::chrono::seconds{25});
    tell(world, health::Weight::alarm);
    auto const failed = world.get("/api/v1/alerts");
    EXPECT_EQ(find_bool(failed.body, "/is_failing"), true);
    EXPECT_EQ(failed.at("/messages/0/state"), "waiting");
    EXPECT_TRUE(failed.text.contains("general.no_mail_server"));
    set_mail(world);
    world.outside.answer = [](HttpRequest const&) { return ScriptedHttp::json(200, "{}"); };
    tell(world, health::Weight::alarm);
    EXPECT_EQ(world.mail.sent.size(), 0U) << "not before a minute";
    world.clock.advance(std::chrono::minutes{1});
    tell(world, health::Weight::alarm);
    EXPECT_EQ(world.mail.sent.size(), 1U);
    EXPECT_EQ(find_bool(world.get("/api/v1/alerts").body, "/is_failing"), false);
}

TEST(AlertDelivery, IsGivenUpAfterADay) {
    auto const now = vault::test_time;
    EXPECT_EQ(alerts::next_try(now, 1, now), now + std::chrono::minutes{1});
    EXPECT_EQ(alerts::next_try(now, 50, now), now + std::chrono::hours{6});
    EXPECT_EQ(alerts::next_try(now, 9, now + std::chrono::hours{24}), std::nullopt);
}

TEST(AlertTest, SaysWhatCameOfEach) {
    World world;
    EXPECT_EQ(world.post("/api/v1/alerts/test").code(), "alerts.nobody");
    world.outside.answer = [](HttpRequest const&) { return ScriptedHttp::json(200, "{}"); };
    world.send("PUT", "/api/v1/alerts", both);
    auto const tried = world.post("/api/v1/alerts/test");
    EXPECT_EQ(find_bool(tried.body, "/results/0/sent"), false);
    EXPECT_EQ(tried.at("/results/0/problem/code"), "general.no_mail_server");
    EXPECT_EQ(find_bool(tried.body, "/results/1/sent"), true);
}

}  // namespace
}  // namespace lockstep::api
