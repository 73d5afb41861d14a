// SPDX-License-Identifier: Apache-2.0
#include "api/identity/test_door.hpp"
#include "api/test_world.hpp"
#include "identity/password.hpp"

namespace lockstep::api {
namespace {

HttpHeaders browser(std::string const& cookie) {
    HttpHeaders headers;
    headers.add("Cookie", cookie);
    headers.add("X-Lockstep-Request", "1");
    headers.add("Origin", "http://127.0.0.1:8080");
    headers.add("Host", "127.0.0.1:8080");
    return headers;
}

std::string make_owner(World& world) {
    HttpHeaders stranger;
    world.is_stranger = true;
    auto const made = world.send("POST", "/api/v1/setup",
        R"({"setup_code":")" + world.make_setup_code() + R"(","email":"marie@clinic.example","password":"a long password"})");
    world.is_stranger = false;
    EXPECT_EQ(made.status, 201);
    return cookie_of(made);
}

std::string sign_in(World& world, std::string const& typed) {
    world.is_stranger = true;
    auto const in = world.send("POST", "/api/v1/session", R"({"email":"marie@clinic.example","password":")" + typed + R"("})");
    world.is_stranger = false;
    return in.status == 200 ? cookie_of(in) : "";
}

TEST(Upkeep, AHeldInstallationIsAdoptedByAPersonAndTheAuditSaysSo) {
    World world;
    world.upkeep.held = "restored";
    EXPECT_EQ(world.get("/api/v1/installation").at("/writes/why"), "restored");
    EXPECT_EQ(world
                  .send("POST", "/api/v1/installation/adopt", "",
                      [&] {
                          HttpHeaders headers;
                          headers.add("Authorization", "Bearer " + world.make_token(identity::Scope::read));
                          return headers;
                      }())
                  .code(),
        "api.read_only");
    EXPECT_EQ(world.post("/api/v1/installation/adopt").at("/writes/state"), "allowed");
    EXPECT_TRUE(world.upkeep.adopted_by.starts_with("tok_"));
    auto const audit = world.get("/api/v1/audit?limit=1");
    EXPECT_EQ(audit.at("/items/0/action"), "installation.adopt");
    EXPECT_EQ(audit.at("/items/0/subject"), "restored");
}

TEST(Upkeep, KeysAndBackups) {
    World world;
    EXPECT_EQ(world.post("/api/v1/keys/rotate").integer("/keys/0/version"), 2);
    EXPECT_EQ(world.post("/api/v1/backups", "{}").code(), "app.backup_needs_key");
    EXPECT_EQ(world.post("/api/v1/backups", R"({"passphrase":"seven wild geese"})").status, 201);
    EXPECT_EQ(world.get("/api/v1/audit").at("/items/0/action"), "backup.made");
}

TEST(Audit, IsPagedAndAChangedEntryShows) {
    World world;
    for (int i = 0; i < 3; ++i) world.post("/api/v1/keys/rotate");
    auto const first = world.get("/api/v1/audit?limit=2");
    EXPECT_EQ(first.size("/items"), 2U);
    auto const rest = world.get("/api/v1/audit?limit=200&cursor=" + first.at("/next"));
    EXPECT_EQ(rest.integer("/items/0/number"), first.integer("/items/1/number") - 1);
    EXPECT_EQ(rest.at("/next"), "");
    EXPECT_EQ(world.get("/api/v1/audit?cursor=nonsense").code(), "api.bad_parameter");
    EXPECT_EQ(find_bool(world.get("/api/v1/audit/check").body, "/ok"), true);
    vault::write_void(*world.database, [](Transaction& transaction) -> Result<void> {
        TRY_VOID(transaction.execute("UPDATE audit_entries SET actor = 'somebody' WHERE number = 2"));
        return {};
    }).value();
    auto const broken = world.get("/api/v1/audit/check");
    EXPECT_EQ(find_bool(broken.body, "/ok"), false);
    EXPECT_EQ(broken.integer("/broken_at"), 2);
}

TEST(People, APasswordIsChangedWithThePresentOneAndOtherSessionsEnd) {
    World world;
    auto const here = make_owner(world);
    auto const elsewhere = sign_in(world, "a long password");
    auto const stream = world.send("GET", "/api/v1/stream", "", browser(elsewhere)).stream;
    next(stream);
    auto const change = [&](std::string const& present, std::string const& wanted) {
        return world.send("POST", "/api/v1/password",
            R"({"current_password":")" + present + R"(","new_password":")" + wanted + R"("})", browser(here));
    };
    EXPECT_EQ(change("not the one", "another long one").code(), "identity.wrong_password");
    EXPECT_EQ(change("a long password", "short").code(), "identity.password_length");
    EXPECT_EQ(change("a long password", "another long one").status, 204);
    EXPECT_EQ(next(stream), "(end)");
    EXPECT_EQ(world.send("GET", "/api/v1/users", "", browser(elsewhere)).status, 401);
    EXPECT_EQ(world.send("GET", "/api/v1/users", "", browser(here)).at("/items/0/email"), "marie@clinic.example");
    EXPECT_EQ(sign_in(world, "a long password"), "");
    EXPECT_NE(sign_in(world, "another long one"), "");
    EXPECT_EQ(world.post("/api/v1/password", R"({"current_password":"x","new_password":"another long one"})").code(),
        "api.person_only");
}

TEST(People, OnlyTheConsoleResetsAPasswordOrMakesACode) {
    World world;
    auto const code = world.post("/api/v1/setup-codes");
    EXPECT_EQ(code.status, 201);
    auto const owner = make_owner(world);
    EXPECT_EQ(world.post("/api/v1/setup-codes").code(), "identity.owner_exists");
    auto const lent = world.post("/api/v1/tokens", R"({"label":"lent","scope":"write"})").at("/token");
    HttpHeaders headers;
    headers.add("Authorization", "Bearer " + lent);
    auto const url = "/api/v1/users/Marie@clinic.example/password";
    EXPECT_EQ(world.send("POST", url, R"({"password":"taken over now"})", headers).code(), "api.owner_only");
    EXPECT_EQ(world.send("POST", url, R"({"password":"taken over now"})", browser(owner)).code(), "api.console_only");
    EXPECT_EQ(world.post(url, R"({"password":"a fresh long one"})").at("/email"), "marie@clinic.example");
    EXPECT_EQ(world.send("GET", "/api/v1/users", "", browser(owner)).status, 401) << "signed out everywhere";
    EXPECT_NE(sign_in(world, "a fresh long one"), "");
    EXPECT_EQ(world.post("/api/v1/users/nobody/password", R"({"password":"a fresh long one"})").code(), "identity.unknown_user");
}

TEST(People, SigningOutAndRevokingEndTheStreams) {
    World world;
    auto const owner = make_owner(world);
    auto const of_session = world.send("GET", "/api/v1/stream", "", browser(owner)).stream;
    auto const made = world.post("/api/v1/tokens", R"({"label":"lent","scope":"read"})");
    HttpHeaders headers;
    headers.add("Authorization", "Bearer " + made.at("/token"));
    auto const of_token = world.send("GET", "/api/v1/stream", "", headers).stream;
    next(of_session);
    next(of_token);
    EXPECT_EQ(world.send("DELETE", "/api/v1/session", "", browser(owner)).status, 204);
    EXPECT_EQ(next(of_session), "(end)");
    world.stream().publish("status", {});
    EXPECT_TRUE(next(of_token).contains("event: status"));
    EXPECT_EQ(world.send("DELETE", "/api/v1/tokens/" + made.at("/id")).status, 204);
    EXPECT_EQ(next(of_token), "(end)");
}

TEST(ConnectionUpkeep, IsRenamedDisabledEnabledAndDeletedWhereNoSyncNeedsIt) {
    World world;
    auto const left = world.connect_highlevel();
    auto const right = world.connect_hexfit();
    auto const url = "/api/v1/connections/" + right;
    EXPECT_EQ(world.send("PATCH", url, R"({"label":"  Studio  "})").at("/label"), "Studio");
    EXPECT_EQ(world.send("PATCH", url, R"({"label":"   "})").code(), "connections.bad_label");
    EXPECT_EQ(world.send("DELETE", url).at("/state"), "disabled");
    EXPECT_EQ(world.post(url + "/enable").at("/state"), "active");
    EXPECT_EQ(world.post(url + "/test").status, 200);
    EXPECT_EQ(world.post("/api/v1/syncs", R"({"a":")" + left + R"(","b":")" + right + R"("})").status, 201);
    EXPECT_EQ(world.post(url + "/forget").code(), "connections.in_use");
    auto const spare = world.connect_highlevel("another12345678901234");
    EXPECT_EQ(world.post("/api/v1/connections/" + spare + "/forget").status, 204);
    EXPECT_EQ(world.get("/api/v1/connections/" + spare).status, 404);
    EXPECT_EQ(world.count("connections"), 2);
    auto const audit = world.get("/api/v1/audit");
    EXPECT_EQ(audit.at("/items/0/action"), "connection.delete");
}

TEST(ConnectionUpkeep, ACredentialOfAnotherAccountNeedsAPerson) {
    World world;
    auto const id = world.connect_hexfit();
    auto const url = "/api/v1/connections/" + id + "/credential";
    auto const business = [&](std::string const& number) {
        world.app.answer = [number](HttpRequest const& request) {
            if (!request.url.contains("/User/GetInfo")) return ordinary_answer(request);
            return ScriptedHttp::json(
                200, R"({"status":true,"value":{"id":")" + number + R"(","firstname":"Eve","lastname":"Roy"}})");
        };
    };
    business("17");  // as when it was connected
    EXPECT_EQ(world.post(url, R"({"credential":"hex-2"})").status, 200);
    business("18");
    auto const refused = world.post(url, R"({"credential":"hex-3"})");
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(refused.code(), "connections.other_account");
    EXPECT_EQ(refused.at("/params/owner"), "Eve Roy");
    EXPECT_EQ(world.directory.find(ConnectionId{id})->credential.reveal(), "hex-2");
    EXPECT_EQ(world.post(url, R"({"credential":"hex-3","other_account":true})").status, 200);
    EXPECT_EQ(world.directory.find(ConnectionId{id})->credential.reveal(), "hex-3");
    EXPECT_EQ(world.get("/api/v1/audit").at("/items/0/action"), "connection.rotate_to_other_account");
    // That account is the one from now on.
    EXPECT_EQ(world.post(url, R"({"credential":"hex-4"})").status, 200);
    business("17");
    EXPECT_EQ(world.post(url, R"({"credential":"hex-5"})").code(), "connections.other_account");
}

// A token of HighLevel says nothing of its account; the app does, when it is asked for the connection's location.
TEST(ConnectionUpkeep, ATokenOfAnotherLocationIsRefusedByTheAppBeforeItIsTaken) {
    World world;
    auto const id = world.connect_highlevel();
    world.app.answer = [](HttpRequest const& request) {
        if (!request.url.contains("/locations/ve9EPM428h8vShlRW1KT/")) return ordinary_answer(request);
        return ScriptedHttp::json(
            403, R"({"statusCode":403,"message":"The token does not have access to this location.","error":"Forbidden"})");
    };
    auto const refused = world.post("/api/v1/connections/" + id + "/credential", R"({"credential":"pit-of-another-location"})");
    EXPECT_GE(refused.status, 400);
    EXPECT_EQ(refused.code(), "api.credential_refused");
    EXPECT_EQ(world.directory.find(ConnectionId{id})->credential.reveal(), "pit-1");
}

}  // namespace
}  // namespace lockstep::api
