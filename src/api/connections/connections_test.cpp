// SPDX-License-Identifier: Apache-2.0
#include "api/test_world.hpp"
#include "vault/signature.hpp"

namespace lockstep::api {
namespace {

using connections::ConnectionState;

TEST(Connections, ConnectsWhatTheAppAccepts) {
    World world;
    auto const made = world.post("/api/v1/connections",
        R"({"profile":"highlevel","label":"Clinic","settings":{"locationId":"ve9EPM428h8vShlRW1KT"},"credential":"pit-secret-1"})");
    ASSERT_EQ(made.status, 201);
    EXPECT_EQ(find_bool(made.body, "/verification/ok"), true);
    EXPECT_EQ(made.at("/connection/account_key"), "ve9EPM428h8vShlRW1KT");
    EXPECT_TRUE(made.at("/webhook_path").starts_with("/webhooks/in/"));
    EXPECT_TRUE(made.at("/webhook_secret").starts_with("whsec_"));
    EXPECT_FALSE(made.text.contains("pit-secret-1"));
    ASSERT_EQ(world.app.requests.size(), 1U);
    EXPECT_EQ(world.app.requests[0].headers.find("Authorization"), "Bearer pit-secret-1");
    EXPECT_TRUE(world.app.requests[0].url.contains("/locations/ve9EPM428h8vShlRW1KT/customFields"));

    auto const id = made.at("/connection/id");
    auto const one = world.get("/api/v1/connections/" + id);
    EXPECT_EQ(one.at("/custom_fields/0/key"), "hexfit_id");
    EXPECT_EQ(one.integer("/calls/total"), 1);
    auto const list = world.get("/api/v1/connections");
    EXPECT_EQ(list.size("/items"), 1U);
    for (auto const& answer : {one, list}) {
        EXPECT_FALSE(answer.text.contains("pit-secret-1"));
        EXPECT_FALSE(answer.text.contains(made.at("/webhook_secret")));
        EXPECT_FALSE(answer.text.contains(made.at("/webhook_path").substr(13)));
    }
    // What a restart would read.
    auto const stored = vault::run_to_end(world.database->read_value([&](Transaction& transaction) {
        return connections::load_all(transaction, world.vault, world.connectors);
    })).value();
    ASSERT_EQ(stored.size(), 1U);
    EXPECT_EQ(stored[0].credential.reveal(), "pit-secret-1");
    EXPECT_EQ(stored[0].custom_fields.size(), 1U);
}

TEST(Connections, ReportsTheOwnerAndKeepsAGivenSecret) {
    World world;
    auto const made = world.post("/api/v1/connections",
        R"({"profile":"hexfit-full","credential":"hex-1","base_url":"http://127.0.0.1:8082","webhook_secret":"a secret of my own"})");
    ASSERT_EQ(made.status, 201);
    EXPECT_EQ(made.at("/verification/owner"), "Ada Byron");
    EXPECT_EQ(made.at("/connection/label"), "Ada Byron");
    EXPECT_TRUE(find(made.body, "/webhook_secret")->is_null());
    EXPECT_FALSE(made.text.contains("a secret of my own"));
    EXPECT_TRUE(world.app.requests[0].url.starts_with("http://127.0.0.1:8082/"));
}

TEST(Connections, StoresNothingThatTheAppRefuses) {
    World world;
    world.app.answer = [](HttpRequest const&) {
        return ScriptedHttp::json(401, R"({"statusCode":401,"message":"Invalid JWT"})");
    };
    auto const body = R"({"profile":"highlevel","settings":{"locationId":"ve9EPM428h8vShlRW1KT"},"credential":"pit-bad"})";
    auto const refused = world.post("/api/v1/connections", body);
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.code(), "api.credential_refused");
    world.app.answer = [](HttpRequest const&) -> std::expected<HttpReply, SendFailure> {
        return std::unexpected(SendFailure{{ErrorKind::unavailable, "http.connect", "connecting", {}}, false});
    };
    auto const silent = world.post("/api/v1/connections", body);
    EXPECT_EQ(silent.status, 503);
    EXPECT_EQ(silent.code(), "api.app_silent");
    EXPECT_EQ(world.count("connections"), 0);
    EXPECT_EQ(world.get("/api/v1/connections").size("/items"), 0U);
    EXPECT_TRUE(world.directory.by_account_key("ve9EPM428h8vShlRW1KT").empty());
    for (auto const& entry : world.directory.all()) EXPECT_TRUE(entry->credential.empty());
}

TEST(Connections, RefusesWrongInputBeforeAnythingIsSent) {
    World world;
    auto const code_of = [&](std::string const& body) { return world.post("/api/v1/connections", body).code(); };
    EXPECT_EQ(code_of(R"({"profile":"salesforce","credential":"x"})"), "connections.unknown_profile");
    EXPECT_EQ(code_of(R"({"profile":"highlevel","credential":"x"})"), "api.bad_setting");
    EXPECT_EQ(code_of(R"({"profile":"highlevel","credential":"x","settings":{"locationId":7}})"), "api.bad_member");
    EXPECT_EQ(
        code_of(R"({"profile":"highlevel","credential":"x","settings":{"locationId":"l","colour":"red"}})"), "api.bad_setting");
    EXPECT_EQ(code_of(R"({"profile":"highlevel","settings":{"locationId":"l"}})"), "api.bad_member");
    EXPECT_EQ(code_of(R"({"profile":"highlevel","settings":{"locationId":"l"},"credential":"x","base_url":"ftp://host"})"),
        "api.bad_address");
    EXPECT_EQ(code_of(R"({"profile":"highlevel","settings":{"locationId":"l"},"credential":"x","base_url":"http://u:p@host"})"),
        "api.bad_address");
    EXPECT_EQ(code_of(R"({"profile":"hexfit-full","credential":"x","webhook_public_key":"no key"})"), "api.bad_public_key");
    EXPECT_EQ(code_of(R"({"profile":"hexfit-full","credential":"x","webhook_secret":"short"})"), "api.bad_webhook_secret");
    EXPECT_EQ(code_of(R"({"profile":"hexfit-full","credential":"a\nb: c"})"), "api.bad_member");
    EXPECT_TRUE(world.app.requests.empty());
    EXPECT_EQ(world.count("connections"), 0);
}

TEST(Connections, OneAccountIsConnectedOnce) {
    World world;
    auto const id = world.connect_highlevel();
    auto const first = world.get("/api/v1/connections/" + id);
    auto const location = find_text(first.body, "/connection/account_key").value();
    auto const body = R"({"profile":"highlevel","credential":"pit-2","settings":{"locationId":")" + std::string(location) +
                      R"("},"base_url":")" + std::string(find_text(first.body, "/connection/base_url").value()) + "\"}";
    auto const again = world.post("/api/v1/connections", body);
    EXPECT_EQ(again.status, 409);
    EXPECT_EQ(again.code(), "connections.already_connected");
    EXPECT_EQ(world.count("connections"), 1);
    EXPECT_EQ(world.send("DELETE", "/api/v1/connections/" + id).status, 200);
    EXPECT_EQ(world.post("/api/v1/connections", body).status, 201) << "a disabled one is out of the way";
}

TEST(Connections, TestsRotatesAndDisables) {
    World world;
    auto const id = world.connect_highlevel();
    EXPECT_EQ(find_bool(world.post("/api/v1/connections/" + id + "/test").body, "/ok"), true);

    world.app.answer = [](HttpRequest const& request) -> std::expected<HttpReply, SendFailure> {
        if (request.headers.find("Authorization") == "Bearer pit-2") return ScriptedHttp::json(200, R"({"customFields":[]})");
        return ScriptedHttp::json(401, R"({"statusCode":401,"message":"Invalid JWT"})");
    };
    auto const test = world.post("/api/v1/connections/" + id + "/test");
    EXPECT_EQ(test.status, 200);
    EXPECT_EQ(find_bool(test.body, "/ok"), false);
    EXPECT_EQ(
        world.post("/api/v1/connections/" + id + "/credential", R"({"credential":"pit-3"})").code(), "api.credential_refused");
    EXPECT_EQ(world.directory.find(ConnectionId{id})->credential.reveal(), "pit-1");
    auto const rotated = world.post("/api/v1/connections/" + id + "/credential", R"({"credential":"pit-2"})");
    EXPECT_EQ(rotated.status, 200);
    EXPECT_FALSE(rotated.text.contains("pit-2"));
    EXPECT_EQ(world.directory.find(ConnectionId{id})->credential.reveal(), "pit-2");
    EXPECT_EQ(world.get("/api/v1/connections").size("/items"), 1U);
    EXPECT_EQ(world.count("connections"), 1);

    EXPECT_EQ(world.send("DELETE", "/api/v1/connections/" + id).at("/state"), "disabled");
    EXPECT_EQ(
        world.post("/api/v1/connections/" + id + "/operations/contacts.get_contact/run", R"({})").code(), "connections.disabled");
    EXPECT_EQ(world.send("DELETE", "/api/v1/connections/con_nobody").status, 404);
}

TEST(Connections, APlannedRotationKeepsTheOldOneForAWeek) {
    World world;
    auto const id = world.connect_highlevel();
    auto const path = "/api/v1/connections/" + id;
    EXPECT_EQ(world.get(path).at("/connection/credential/previous_until"), "");
    world.clock.advance(std::chrono::days{81});
    EXPECT_EQ(world.get(path).integer("/connection/credential/age_days"), 81);
    EXPECT_EQ(world.get(path).at("/connection/health/code"), "condition.connection.credential_old");

    auto const rotated = world.post(path + "/credential", R"({"credential":"pit-2"})");
    EXPECT_EQ(rotated.integer("/credential/age_days"), 0);
    EXPECT_EQ(rotated.integer("/credential/overlap_days"), 7);
    EXPECT_EQ(rotated.at("/credential/previous_until"), format_time(world.clock.now() + std::chrono::days{7}));
    EXPECT_EQ(rotated.at("/health/code"), "condition.connection.well");
    EXPECT_FALSE(rotated.text.contains("pit-"));
    auto const kept = [&] { return world.directory.find(ConnectionId{id})->previous_credential.reveal(); };
    EXPECT_EQ(kept(), "pit-1");
    // Given a second time by mistake: the old one is not lost over it.
    world.post(path + "/credential", R"({"credential":"pit-2"})");
    EXPECT_EQ(kept(), "pit-1");
    EXPECT_EQ(world.send("DELETE", path + "/credential/previous").at("/credential/previous_until"), "");
    EXPECT_EQ(kept(), "");
    EXPECT_EQ(world.send("DELETE", path + "/credential/previous").status, 200) << "no effect when there is none";
    world.post(path + "/credential", R"({"credential":"pit-3","old_is_dead":true})");
    EXPECT_EQ(kept(), "");
    EXPECT_EQ(world.send("DELETE", "/api/v1/connections/con_nobody/credential/previous").status, 404);
}

TEST(Connections, AThirdTokenDoesNotPushOutTheOneByWhichCallsGo) {
    World world;
    auto const id = world.connect_highlevel();
    auto const path = "/api/v1/connections/" + id;
    world.post(path + "/credential", R"({"credential":"pit-2"})");
    world.app.answer = [](HttpRequest const& request) -> std::expected<HttpReply, SendFailure> {
        if (request.headers.find("Authorization") != "Bearer pit-2") return ScriptedHttp::json(200, R"({"customFields":[]})");
        return ScriptedHttp::json(401, R"({"statusCode":401,"message":"Invalid JWT"})");
    };
    EXPECT_EQ(find_bool(world.post(path + "/test").body, "/ok"), true) << "by the one before";
    EXPECT_FALSE(world.get(path).at("/connection/credential/refused_since").empty());
    auto const rotated = world.post(path + "/credential", R"({"credential":"pit-3"})");
    EXPECT_EQ(rotated.at("/credential/refused_since"), "");
    EXPECT_EQ(world.directory.find(ConnectionId{id})->credential.reveal(), "pit-3");
    EXPECT_EQ(world.directory.find(ConnectionId{id})->previous_credential.reveal(), "pit-1");
}

TEST(Connections, WhatIsRefusedOrNotTheAppsToKeepIsNotKept) {
    World world;
    auto const id = world.connect_highlevel();
    auto refused = *world.directory.find(ConnectionId{id});
    refused.state = connections::ConnectionState::needs_credential;
    vault::write_void(*world.database, [&](Transaction& transaction) {
        return connections::save(transaction, world.vault, refused, world.clock.now());
    }).value();
    world.directory.put(std::move(refused));
    world.post("/api/v1/connections/" + id + "/credential", R"({"credential":"pit-2"})");
    EXPECT_EQ(world.directory.find(ConnectionId{id})->credential.reveal(), "pit-2");
    EXPECT_EQ(world.directory.find(ConnectionId{id})->previous_credential.reveal(), "") << "the old one was dead already";

    auto const other = world.post("/api/v1/connections",
        R"({"profile":"hexfit-full","credential":"hex-1","base_url":"http://127.0.0.1:8082","webhook_secret":"a secret of my own"})");
    auto const hexfit = other.at("/connection/id");
    world.post("/api/v1/connections/" + hexfit + "/credential", R"({"credential":"hex-2"})");
    EXPECT_EQ(world.directory.find(ConnectionId{hexfit})->credential.reveal(), "hex-2");
    EXPECT_EQ(world.directory.find(ConnectionId{hexfit})->previous_credential.reveal(), "") << "Hexfit says nothing of two";
}

TEST(Connections, PerformsOneOperationAndMasksTheCredential) {
    World world;
    auto const id = world.connect_highlevel();
    world.app.answer = [](HttpRequest const&) {
        return ScriptedHttp::json(200, R"({"contact":{"id":"Kp3x9TqLmNw2VbYc7RdZ","firstName":"Anne"}})");
    };
    world.clock.advance(std::chrono::milliseconds{5});
    auto const called = world.post("/api/v1/connections/" + id + "/operations/contacts.get_contact/run",
        R"({"inputs":{"contactId":"Kp3x9TqLmNw2VbYc7RdZ"}})");
    ASSERT_EQ(called.status, 200);
    EXPECT_EQ(called.at("/outcome"), "done");
    EXPECT_EQ(called.at("/request/headers/Authorization"), "Bearer ********");
    EXPECT_FALSE(called.text.contains("pit-1"));
    EXPECT_TRUE(called.text.contains("Anne"));

    auto const calls = world.get("/api/v1/calls?limit=1");
    EXPECT_EQ(calls.at("/items/0/operation"), "contacts.get_contact");
    EXPECT_FALSE(calls.text.contains("Anne"));
    EXPECT_FALSE(calls.at("/next").empty());
    EXPECT_EQ(world.get("/api/v1/calls?limit=1&cursor=" + calls.at("/next")).at("/items/0/purpose"), "verify");
    auto const one = world.get("/api/v1/calls/" + called.at("/call_id"));
    EXPECT_EQ(one.at("/purpose"), "by hand");
    EXPECT_FALSE(one.text.contains("pit-1"));
    EXPECT_EQ(world.get("/api/v1/calls/cal_nobody").status, 404);

    EXPECT_EQ(
        world.post("/api/v1/connections/" + id + "/operations/contacts.fly/run", R"({})").code(), "catalogue.unknown_operation");
    EXPECT_EQ(world.post("/api/v1/connections/" + id + "/operations/contacts.get_contact/run", R"({"inputs":{}})").status, 400);
    EXPECT_EQ(world.post("/api/v1/connections/" + id + "/operations/contacts.get_contact/run", R"({"inputs":[]})").at("/field"),
        "/inputs");
    EXPECT_EQ(world.post("/api/v1/connections/" + id + "/operations/triggers.contact_created/run", R"({})").status, 400);
}

TEST(Connections, RunsWhatCannotBeUndoneOnlyWhenConfirmed) {
    World world;
    auto const id = world.connect_highlevel();
    int sent = 0;
    world.app.answer = [&](HttpRequest const&) {
        ++sent;
        return ScriptedHttp::json(200, R"({"succeded":true})");
    };
    auto const path = "/api/v1/connections/" + id + "/operations/contacts.delete_contact/run";
    std::string const inputs = R"("inputs":{"contactId":"Kp3x9TqLmNw2VbYc7RdZ"})";
    auto const shown = world.post(path, "{" + inputs + R"(,"dry_run":true})");
    EXPECT_EQ(shown.at("/outcome"), "not_sent");
    EXPECT_EQ(shown.at("/request/method"), "DELETE");
    EXPECT_TRUE(shown.text.contains("It cannot be undone."));
    EXPECT_EQ(world.post(path, "{" + inputs + "}").code(), "catalogue.needs_confirmation");
    EXPECT_EQ(sent, 0);
    EXPECT_EQ(world.count("audit_entries WHERE action = 'connection.run'"), 0);
    EXPECT_EQ(world.post(path, "{" + inputs + R"(,"confirm":true})").at("/outcome"), "done");
    EXPECT_EQ(sent, 1);
    EXPECT_EQ(world.count("audit_entries WHERE action = 'connection.run'"), 1);
    EXPECT_EQ(world.post(path, "{" + inputs + R"(,"confirm":"yes"})").at("/field"), "/confirm");
}

TEST(Connections, RunsWhatNeedsNoApp) {
    World world;
    auto const run =
        world.post("/api/v1/catalogue/text.format_text/run", R"({"inputs":{"text":"Hello {{a}}","values":{"a":"Zoé"}}})");
    EXPECT_EQ(run.status, 200);
    EXPECT_EQ(run.at("/reply/body/text"), "Hello Zoé");
    EXPECT_EQ(run.at("/outcome"), "done");
    EXPECT_EQ(run.at("/request/method"), "");
    EXPECT_EQ(world.get("/api/v1/catalogue?app=general").size("/items"), 10U);
    EXPECT_EQ(world.get("/api/v1/catalogue/tables.look_up").at("/app"), "general");
    EXPECT_EQ(world.post("/api/v1/catalogue/text.format_text/run", "{}").code(), "catalogue.missing_input");
    EXPECT_EQ(world.post("/api/v1/catalogue/contacts.get_contact/run", "{}").code(), "catalogue.unknown_operation");
}

TEST(Connections, TakesAWebhookKeyAsPem) {
    World world;
    std::string pem = vault::ed25519_public_key_to_pem(vault::ed25519_key_pair(std::string(32, 's')).public_key);
    std::string escaped;
    for (char const c : pem) escaped += c == '\n' ? "\\n" : std::string(1, c);
    EXPECT_EQ(world
                  .post("/api/v1/connections",
                      R"({"profile":"hexfit-full","credential":"hex-1","webhook_public_key":")" + escaped + "\"}")
                  .status,
        201);
}

TEST(Connections, TellsARefusedCallAsItIs) {
    World world;
    auto const id = world.connect_highlevel();
    world.app.answer = [](HttpRequest const&) {
        return ScriptedHttp::json(
            422, R"({"statusCode":422,"message":["email must be an email"],"error":"Unprocessable Entity"})");
    };
    auto const called = world.post("/api/v1/connections/" + id + "/operations/contacts.update_contact/run",
        R"({"inputs":{"contactId":"Kp3x9TqLmNw2VbYc7RdZ","email":"x@y.example"}})");
    EXPECT_EQ(called.status, 200);
    EXPECT_EQ(called.at("/outcome"), "refused");
    EXPECT_EQ(called.integer("/reply/status"), 422);
    EXPECT_FALSE(called.at("/error/code").empty());
    EXPECT_FALSE(called.at("/error/title").empty());
}

TEST(Catalogue, ListsAndShows) {
    World world;
    auto const connectors = world.get("/api/v1/connectors");
    EXPECT_EQ(connectors.size("/items"), 3U);
    auto const all = world.get("/api/v1/catalogue");
    auto const searches = world.get("/api/v1/catalogue?app=highlevel&kind=search");
    EXPECT_GT(all.size("/items"), searches.size("/items"));
    EXPECT_GT(searches.size("/items"), 0U);
    EXPECT_EQ(world.get("/api/v1/catalogue?kind=magic").code(), "api.bad_parameter");
    EXPECT_EQ(world.get("/api/v1/catalogue?app=nobody").size("/items"), 0U);
    auto const one = world.get("/api/v1/catalogue/contacts.create_contact");
    EXPECT_EQ(one.at("/app"), "highlevel");
    EXPECT_GT(one.size("/inputs"), 5U);
    EXPECT_EQ(world.get("/api/v1/catalogue/user.get_info?app=hexfit-full").at("/profile"), "hexfit-full");
    EXPECT_EQ(world.get("/api/v1/catalogue/contacts.fly").status, 404);
}

}  // namespace
}  // namespace lockstep::api
