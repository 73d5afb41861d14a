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
