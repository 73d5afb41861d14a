// SPDX-License-Identifier: Apache-2.0
// Who may come in, by the API: invited, given another role, reset, removed.
#include "api/identity/test_door.hpp"

namespace lockstep::api {
namespace {

Answer invite(World& world, std::string const& cookie, std::string const& email, std::string const& role) {
    return world.send("POST", "/api/v1/users", R"({"email":")" + email + R"(","role":")" + role + "\"}", as_our_web_app(cookie));
}

std::string link_of(Answer const& answer) {
    auto const path = answer.at("/link/path");
    EXPECT_TRUE(path.starts_with("/join#lsl_")) << path;
    return path.substr(path.find('#') + 1);
}

Answer join(World& world, std::string const& link, std::string const& chosen = password) {
    return world.post("/api/v1/join", R"({"link":")" + link + R"(","password":")" + chosen + "\"}");
}

// Invited and come in; the cookie.
std::string joined(World& world, std::string const& owner, std::string const& email, std::string const& role) {
    auto const answer = join(world, link_of(invite(world, owner, email, role)));
    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.at("/user/role"), role);
    return cookie_of(answer);
}

std::string id_of(World& world, std::string const& email) {
    auto const list = world.get("/api/v1/users");
    for (auto const& each : *find_array(list.body, "/items"))
        if (find_text(each, "/email") == email) return std::string(*find_text(each, "/id"));
    return {};
}

TEST(Invitations, ALinkIsShownOnceAndWorksOnce) {
    World world;
    auto const owner = set_up(world);
    auto const invited = invite(world, owner, "Anne@Example.com", "viewer");
    ASSERT_EQ(invited.status, 201);
    EXPECT_EQ(invited.at("/user/email"), "anne@example.com");
    EXPECT_EQ(invited.at("/mail/outcome"), "not_asked");
    auto const link = link_of(invited);
    EXPECT_FALSE(world.get("/api/v1/users").text.contains(link));
    auto const looked = world.post("/api/v1/join/look", R"({"link":")" + link + "\"}");
    EXPECT_EQ(looked.at("/email"), "anne@example.com");
    EXPECT_EQ(find_bool(looked.body, "/has_joined"), false);
    EXPECT_EQ(join(world, link, "short").status, 400);
    EXPECT_EQ(join(world, link).status, 201);
    EXPECT_EQ(join(world, link).code(), "identity.bad_link");
    EXPECT_EQ(join(world, "lsl_nobody").code(), "identity.bad_link");
    EXPECT_EQ(invite(world, owner, "ANNE@example.com", "admin").code(), "identity.login_taken");
    EXPECT_EQ(
        world.post("/api/v1/session", std::string(R"({"email":"anne@example.com","password":")") + password + "\"}").status, 200);
}

TEST(Invitations, ALinkIsOverAfterAWeek) {
    World world;
    auto const link = link_of(invite(world, set_up(world), "anne@example.com", "viewer"));
    world.clock.advance(identity::invitation_life);
    EXPECT_EQ(join(world, link).code(), "identity.bad_link");
}

TEST(Invitations, AnotherSiteCannotUseALink) {
    World world;
    auto const link = link_of(invite(world, set_up(world), "anne@example.com", "viewer"));
    auto const body = R"({"link":")" + link + R"(","password":")" + password + "\"}";
    EXPECT_EQ(world.send("POST", "/api/v1/join", body, {{"Host", "lockstep.example"}, {"Origin", "https://evil.example"}}).code(),
        "api.not_from_our_web_app");
}

TEST(Invitations, AreSentWhereTheAddressIsKnown) {
    World unknown;
    auto const owner = set_up(unknown);
    auto const body = R"({"email":"anne@example.com","role":"viewer","sends_mail":true,"language":"fr"})";
    EXPECT_EQ(unknown.send("POST", "/api/v1/users", body, as_our_web_app(owner)).code(), "api.no_public_url");
    EXPECT_EQ(unknown.count("users"), 1);

    ApiOptions options;
    options.public_url = "https://lockstep.example";
    World world(options);
    auto const cookie = set_up(world);
    auto const without = world.send("POST", "/api/v1/users", body, as_our_web_app(cookie));
    EXPECT_EQ(without.status, 201);
    EXPECT_EQ(without.at("/mail/outcome"), "failed");  // no mail server
    EXPECT_TRUE(without.at("/link/url").starts_with("https://lockstep.example/join#lsl_"));
    world.send("PUT", "/api/v1/mail", R"({"host":"mail.example.com","sender":"us@example.com","tls":"none"})");
    auto const sent = world.send(
        "POST", "/api/v1/users/anne@example.com/link", R"({"sends_mail":true,"language":"fr"})", as_our_web_app(cookie));
    EXPECT_EQ(sent.status, 201);
    EXPECT_EQ(sent.at("/mail/outcome"), "sent");
    ASSERT_EQ(world.mail.sent.size(), 1U);
    EXPECT_EQ(world.mail.sent.front().envelope.recipients, std::vector<std::string>{"anne@example.com"});
}

TEST(Roles, AViewerReadsAnAdminWorksAnOwnerHasThePeople) {
    World world;
    auto const owner = set_up(world);
    auto const admin = joined(world, owner, "admin@example.com", "admin");
    auto const viewer = joined(world, owner, "viewer@example.com", "viewer");
    auto const make_hook = [&](std::string const& who) {
        return world.send("POST", "/api/v1/hooks", R"({"label":"x"})", as_our_web_app(who));
    };
    EXPECT_EQ(world.send("GET", "/api/v1/connections", "", as_our_web_app(viewer)).status, 200);
    EXPECT_EQ(make_hook(viewer).code(), "api.read_only");
    EXPECT_EQ(make_hook(admin).status, 201);
    EXPECT_FALSE(world.send("GET", "/api/v1/hooks", "", as_our_web_app(viewer)).text.contains("/webhooks/in/"));
    for (auto const& [method, url] : {std::pair{"POST", "/api/v1/users"}, {"DELETE", "/api/v1/users/owner@example.com"},
             {"POST", "/api/v1/tokens"}, {"POST", "/api/v1/keys/rotate"}, {"POST", "/api/v1/users/viewer@example.com/link"},
             {"PATCH", "/api/v1/users/admin@example.com"}}) {
        EXPECT_EQ(world.send(method, url, "", as_our_web_app(admin)).code(), "api.owner_only") << url;
        EXPECT_EQ(world.send(method, url, "", as_our_web_app(viewer)).code(), "api.read_only") << url;
    }
    // A token is not a person: it never has the people.
    auto const token = world.send("POST", "/api/v1/tokens", R"({"label":"x","scope":"write"})", as_our_web_app(owner));
    ASSERT_EQ(token.status, 201);
    EXPECT_EQ(
        world.send("POST", "/api/v1/users", "", {{"Authorization", "Bearer " + token.at("/token")}}).code(), "api.owner_only");
    // The own password, whatever the role.
    EXPECT_EQ(world
                  .send("POST", "/api/v1/password",
                      std::string(R"({"current_password":")") + password + R"(","new_password":"a river in the north"})",
                      as_our_web_app(viewer))
                  .status,
        204);
}

TEST(Roles, ChangeAtOnceAndTakeTokensDownWithThem) {
    World world;
    auto const owner = set_up(world);
    auto const second = joined(world, owner, "second@example.com", "owner");
    auto const token =
        world.send("POST", "/api/v1/tokens", R"({"label":"x","scope":"write"})", as_our_web_app(second)).at("/token");
    auto const make_hook = [&] {
        return world.send("POST", "/api/v1/hooks", R"({"label":"x"})", {{"Authorization", "Bearer " + token}});
    };
    EXPECT_EQ(make_hook().status, 201);
    EXPECT_EQ(world.send("PATCH", "/api/v1/users/second@example.com", R"({"role":"viewer"})", as_our_web_app(owner)).at("/role"),
        "viewer");
    EXPECT_EQ(make_hook().code(), "api.read_only");
    EXPECT_EQ(world.send("POST", "/api/v1/hooks", R"({"label":"x"})", as_our_web_app(second)).code(), "api.read_only");
    EXPECT_EQ(world.send("PATCH", "/api/v1/users/second@example.com", R"({"role":"king"})", as_our_web_app(owner)).status, 400);
}

TEST(People, WhoeverIsRemovedIsOutAtOnce) {
    World world;
    auto const owner = set_up(world);
    auto const second = joined(world, owner, "second@example.com", "owner");
    auto const token =
        world.send("POST", "/api/v1/tokens", R"({"label":"x","scope":"write"})", as_our_web_app(second)).at("/token");
    auto const stream = world.send("GET", "/api/v1/stream", "", as_our_web_app(second));
    ASSERT_EQ(stream.status, 200);
    EXPECT_EQ(world.send("DELETE", "/api/v1/users/" + id_of(world, "second@example.com"), "", as_our_web_app(owner)).status, 204);
    EXPECT_EQ(vault::run_to_end(stream.stream()), std::nullopt);
    EXPECT_EQ(world.send("GET", "/api/v1/connections", "", {{"Cookie", second}}).status, 401);
    EXPECT_EQ(world.send("GET", "/api/v1/connections", "", {{"Authorization", "Bearer " + token}}).status, 401);
    EXPECT_EQ(
        world.post("/api/v1/session", std::string(R"({"email":"second@example.com","password":")") + password + "\"}").status,
        401);
    EXPECT_EQ(
        world.send("DELETE", "/api/v1/users/second@example.com", "", as_our_web_app(owner)).code(), "identity.unknown_user");
    EXPECT_TRUE(world.get("/api/v1/audit").text.contains("person.removed"));
}

TEST(People, TheLastOwnerStays) {
    World world;
    auto const owner = set_up(world);
    invite(world, owner, "second@example.com", "owner");  // has not come in: does not count
    auto const remove = [&] { return world.send("DELETE", "/api/v1/users/owner@example.com", "", as_our_web_app(owner)); };
    EXPECT_EQ(remove().code(), "identity.last_owner");
    EXPECT_EQ(world.send("PATCH", "/api/v1/users/owner@example.com", R"({"role":"admin"})", as_our_web_app(owner)).code(),
        "identity.last_owner");
    // The one who was invited may go, and so may the first once there is another.
    EXPECT_EQ(world.send("DELETE", "/api/v1/users/second@example.com", "", as_our_web_app(owner)).status, 204);
    joined(world, owner, "third@example.com", "owner");
    EXPECT_EQ(remove().status, 204);
}

TEST(People, AResetEndsThePasswordAndTheSessions) {
    World world;
    auto const owner = set_up(world);
    auto const anne = joined(world, owner, "anne@example.com", "admin");
    EXPECT_EQ(world.send("POST", "/api/v1/users/owner@example.com/link", "{}", as_our_web_app(owner)).code(), "api.not_oneself");
    auto const reset = world.send("POST", "/api/v1/users/anne@example.com/link", "{}", as_our_web_app(owner));
    ASSERT_EQ(reset.status, 201);
    auto const sign_in = [&](std::string const& with) {
        return world.post("/api/v1/session", R"({"email":"anne@example.com","password":")" + with + "\"}").status;
    };
    EXPECT_EQ(world.send("GET", "/api/v1/connections", "", {{"Cookie", anne}}).status, 401);
    EXPECT_EQ(sign_in(password), 401);
    EXPECT_EQ(join(world, link_of(reset), "a river in the north").status, 201);
    EXPECT_EQ(sign_in("a river in the north"), 200);
}

TEST(People, SignOutEverywhere) {
    World world;
    auto const owner = set_up(world);
    auto const anne = joined(world, owner, "anne@example.com", "viewer");
    auto const elsewhere =
        cookie_of(world.post("/api/v1/session", std::string(R"({"email":"anne@example.com","password":")") + password + "\"}"));
    auto const here = [&](std::string const& cookie) {
        return world.send("GET", "/api/v1/connections", "", {{"Cookie", cookie}}).status;
    };
    EXPECT_EQ(here(elsewhere), 200);
    EXPECT_EQ(
        world.send("DELETE", "/api/v1/users/owner@example.com/sessions", "", as_our_web_app(anne)).code(), "api.owner_only");
    EXPECT_EQ(world.send("DELETE", "/api/v1/users/anne@example.com/sessions", "", as_our_web_app(anne)).status, 204);
    EXPECT_EQ(here(anne), 401);
    EXPECT_EQ(here(elsewhere), 401);
    EXPECT_EQ(here(owner), 200);
}

}  // namespace
}  // namespace lockstep::api
