// SPDX-License-Identifier: Apache-2.0
#include "api/test_world.hpp"

namespace lockstep::api {
namespace {

std::string const set =
    R"({"host":"smtp.example.com","user":"clinic","password":"hush-hush","sender":"clinic@example.com","sender_name":"Clinique"})";

TEST(Mail, IsSetShownTestedAndRemoved) {
    World world;
    EXPECT_EQ(find_bool(world.get("/api/v1/mail").body, "/is_set"), false);
    EXPECT_EQ(world.post("/api/v1/mail/test", R"({"to":"a@b.c"})").code(), "general.no_mail_server");
    auto const stored = world.send("PUT", "/api/v1/mail", set);
    EXPECT_EQ(stored.status, 200);
    EXPECT_EQ(stored.integer("/port"), 587);
    EXPECT_EQ(stored.at("/tls"), "starttls");
    EXPECT_FALSE(world.get("/api/v1/mail").text.contains("hush"));
    auto const tested = world.post("/api/v1/mail/test", R"({"to":"owner@example.com"})");
    EXPECT_EQ(tested.at("/outcome"), "done");
    ASSERT_EQ(world.mail.sent.size(), 1U);
    EXPECT_EQ(world.mail.sent.front().server.password.reveal(), "hush-hush");
    EXPECT_EQ(world.count("audit_entries WHERE action = 'mail.set'"), 1);
    EXPECT_EQ(world.send("DELETE", "/api/v1/mail").status, 204);
    EXPECT_EQ(find_bool(world.get("/api/v1/mail").body, "/is_set"), false);
}

// Whoever may write could otherwise have it sent to a server of their own.
TEST(Mail, KeepsThePasswordForTheSameServerOnly) {
    World world;
    world.send("PUT", "/api/v1/mail", set);
    EXPECT_EQ(
        world.send("PUT", "/api/v1/mail", R"({"host":"smtp.example.com","user":"clinic","sender":"other@example.com"})").status,
        200);
    for (auto const* change : {R"("host":"evil.example","user":"clinic")", R"("host":"smtp.example.com","user":"other")",
             R"("host":"smtp.example.com","user":"clinic","port":26)",
             R"("host":"smtp.example.com","user":"clinic","tls":"none")"})
        EXPECT_EQ(
            world.send("PUT", "/api/v1/mail", "{" + std::string(change) + R"(,"sender":"a@b.c"})").at("/field"), "/password")
            << change;
    world.post("/api/v1/mail/test", R"({"to":"a@b.c"})");
    EXPECT_EQ(world.mail.sent.back().server.password.reveal(), "hush-hush");
}

TEST(Mail, RefusesWhatIsNone) {
    World world;
    for (auto const& [body, field] : {std::pair{R"({"host":"https://x/","sender":"a@b.c"})", "/host"},
             std::pair{R"({"host":"x y","sender":"a@b.c"})", "/host"}, std::pair{R"({"host":"x","sender":"me"})", "/sender"},
             std::pair{R"({"host":"x","sender":"a@b.c","tls":"ssl"})", "/tls"},
             std::pair{R"({"host":"x","sender":"a@b.c","port":0})", "/port"},
             std::pair{R"({"host":"x","sender":"a@b.c","sender_name":"a\r\nBcc: b"})", "/sender_name"}})
        EXPECT_EQ(world.send("PUT", "/api/v1/mail", body).at("/field"), field) << body;
    EXPECT_EQ(world.post("/api/v1/mail/test", R"({"to":"a@b.c, d@e.f"})").at("/field"), "/to");
}

TEST(Hooks, AreMadeListedAndRevoked) {
    World world;
    auto const made = world.post("/api/v1/hooks", R"({"label":"Contact form"})");
    EXPECT_EQ(made.status, 201);
    EXPECT_TRUE(made.at("/path").starts_with("/webhooks/in/hook_"));
    EXPECT_EQ(world.get("/api/v1/hooks").at("/items/0/path"), made.at("/path"));
    auto const reader = world.make_token(identity::Scope::read);
    auto const seen = world.send("GET", "/api/v1/hooks", {}, {{"Authorization", "Bearer " + reader}});
    EXPECT_EQ(seen.at("/items/0/label"), "Contact form");
    EXPECT_FALSE(seen.text.contains("hook_"));
    EXPECT_EQ(world.send("DELETE", "/api/v1/hooks/" + made.at("/id")).status, 204);
    EXPECT_EQ(world.send("DELETE", "/api/v1/hooks/" + made.at("/id")).code(), "general.unknown_hook");
    EXPECT_FALSE(world.get("/api/v1/hooks").at("/items/0/revoked_at").empty());
    EXPECT_EQ(world.post("/api/v1/hooks", R"({"label":""})").at("/field"), "/label");
}

TEST(Schedules, AreMadeListedPausedResumedAndRemoved) {
    World world;
    auto const made = world.post("/api/v1/schedules",
        R"({"label":"Opening","every":"week","at":"08:00","weekdays":[1,2,3,4,5],"zone":"America/Toronto","missed":"skip"})");
    ASSERT_EQ(made.status, 201) << made.text;
    EXPECT_EQ(made.at("/missed"), "skip");
    EXPECT_EQ(made.size("/next"), 5U);
    EXPECT_EQ(made.size("/weekdays"), 5U);
    auto const id = made.at("/id");
    EXPECT_EQ(world.get("/api/v1/schedules").at("/items/0/id"), id);

    auto const one = "/api/v1/schedules/" + id;
    auto const paused = world.post(one + "/pause");
    EXPECT_FALSE(paused.at("/paused_at").empty());
    EXPECT_EQ(paused.size("/next"), 0U);
    world.clock.advance(std::chrono::days{10});
    EXPECT_TRUE(vault::run_to_end(world.timekeeper.round()));
    EXPECT_EQ(world.count("events"), 0);
    auto const resumed = world.post(one + "/resume");
    EXPECT_GT(resumed.at("/next/0"), format_time(world.clock.wall()));
    world.clock.advance(std::chrono::days{3} - std::chrono::hours{1});
    EXPECT_TRUE(vault::run_to_end(world.timekeeper.round()));
    auto const times = world.get("/api/v1/schedules");
    EXPECT_GT(times.integer("/items/0/fired") + times.integer("/items/0/left_out"), 0);

    EXPECT_EQ(world.send("DELETE", one).status, 204);
    for (auto const* what : {"/pause", "/resume"}) EXPECT_EQ(world.post(one + what).code(), "general.unknown_schedule");
    EXPECT_EQ(world.get("/api/v1/schedules").size("/items"), 0U);
    EXPECT_EQ(world.count("audit_entries WHERE action LIKE 'schedule.%' AND subject = '" + id + "'"), 4);
    auto const reader = world.make_token(identity::Scope::read);
    EXPECT_EQ(world.send("POST", one + "/pause", {}, {{"Authorization", "Bearer " + reader}}).status, 403);
}

TEST(Schedules, RefuseWhatIsNone) {
    World world;
    auto const code_of = [&](std::string const& members) {
        return world.post("/api/v1/schedules", R"({"label":"x",)" + members + "}").code();
    };
    EXPECT_EQ(code_of(R"("every":"week","zone":"UTC")"), "general.bad_schedule");
    EXPECT_EQ(code_of(R"("every":"day","zone":"Mars/Olympus")"), "general.bad_schedule");
    EXPECT_EQ(code_of(R"("every":"day","zone":"UTC","at":"24:00")"), "general.bad_schedule");
    for (auto const* members :
        {R"("every":"hour","zone":"UTC")", R"("every":"day")", R"("every":"minutes","zone":"UTC","minutes":0)",
            R"("every":"week","zone":"UTC","weekdays":[8])", R"("every":"day","zone":"UTC","missed":"never")"})
        EXPECT_EQ(code_of(members), "api.bad_member") << members;
}

// Each time is an event like any other.
TEST(Schedules, MakeEvents) {
    World world;
    auto const id = world.post("/api/v1/schedules", R"({"label":"Often","every":"minutes","minutes":30,"zone":"UTC"})").at("/id");
    world.clock.advance(std::chrono::minutes{31});
    EXPECT_TRUE(vault::run_to_end(world.timekeeper.round()));
    auto const events = world.get("/api/v1/events");
    ASSERT_EQ(events.size("/items"), 1U);
    EXPECT_EQ(events.at("/items/0/connection"), id);
    EXPECT_EQ(events.at("/items/0/source"), "schedule");
    auto const event = world.get("/api/v1/events/" + events.at("/items/0/id"));
    EXPECT_EQ(event.at("/payload/label"), "Often");
    EXPECT_EQ(world.get("/api/v1/schedules").integer("/items/0/fired"), 1);
}

TEST(GeneralOperations, ThatSendSomethingNeedATokenThatMayWrite) {
    World world;
    world.outside.answer = [](HttpRequest const&) { return ScriptedHttp::json(200, R"({"ok":true})"); };
    world.send("PUT", "/api/v1/mail", set);
    HttpHeaders const reader{{"Authorization", "Bearer " + world.make_token(identity::Scope::read)}};
    std::string const request = R"({"inputs":{"url":"https://api.example.com/"})";
    auto const path = "/api/v1/catalogue/http.send_request/run";
    EXPECT_EQ(world.send("POST", path, request + "}", reader).code(), "api.read_only");
    EXPECT_EQ(world.send("POST", path, request + R"(,"dry_run":true})", reader).at("/outcome"), "not_sent");
    EXPECT_EQ(world.send("POST", "/api/v1/catalogue/manual.started/run", "{}", reader).code(), "api.read_only");
    EXPECT_EQ(world.send("POST", "/api/v1/catalogue/delay.marker/run", "{}", reader).at("/outcome"), "done");
    EXPECT_TRUE(world.outside.requests.empty());

    auto const sent = world.post(path, request + "}");
    EXPECT_EQ(sent.at("/outcome"), "done");
    EXPECT_EQ(find_bool(sent.body, "/reply/body/body/ok"), true);
    EXPECT_FALSE(sent.at("/call_id").empty());
    EXPECT_EQ(world.count("audit_entries WHERE action = 'general.run'"), 1);

    std::string const mail = R"({"inputs":{"to":"a@b.c","subject":"s","text":"t"})";
    EXPECT_EQ(world.post("/api/v1/catalogue/email.send/run", mail + "}").code(), "catalogue.needs_confirmation");
    EXPECT_TRUE(world.mail.sent.empty());
    EXPECT_EQ(world.post("/api/v1/catalogue/email.send/run", mail + R"(,"confirm":true})").at("/outcome"), "done");
    EXPECT_EQ(world.mail.sent.size(), 1U);

    EXPECT_EQ(world.post("/api/v1/catalogue/manual.started/run", R"({"inputs":{"data":{"a":1}}})").at("/outcome"), "done");
    EXPECT_EQ(world.get("/api/v1/events").at("/items/0/type"), "manual.started");
    EXPECT_EQ(world.post("/api/v1/catalogue/webhook.received/run", "{}").code(), "catalogue.not_callable");
}

}  // namespace
}  // namespace lockstep::api
