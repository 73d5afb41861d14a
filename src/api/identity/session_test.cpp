// SPDX-License-Identifier: Apache-2.0
#include "api/identity/test_door.hpp"

namespace lockstep::api {
namespace {

// What the world asks afterwards is a stranger's as well, but for the cookie.
std::string set_up_as_stranger(World& world) {
    world.is_stranger = true;
    return set_up(world);
}

TEST(Session, TheOwnerIsMadeOnceWithTheCode) {
    World world;
    world.is_stranger = true;
    auto before = world.get("/api/v1/session");
    EXPECT_EQ(find_bool(before.body, "/setup_required"), true);
    EXPECT_EQ(find_bool(before.body, "/signed_in"), false);

    auto const code = world.make_setup_code();
    EXPECT_EQ(
        world.post("/api/v1/setup", R"({"setup_code":"wrong","email":"owner@example.com","password":"correct horse battery"})")
            .status,
        403);
    EXPECT_EQ(
        world.post("/api/v1/setup", R"({"setup_code":")" + code + R"(","email":"owner@example.com","password":"short"})").status,
        400);
    EXPECT_EQ(world.count("users"), 0);

    auto const made = world.post(
        "/api/v1/setup", R"({"setup_code":")" + code + R"(","email":"owner@example.com","password":")" + password + "\"}");
    EXPECT_EQ(made.status, 201);
    EXPECT_EQ(made.at("/user/role"), "owner");
    EXPECT_FALSE(made.text.contains(password));
    auto const again = world.post(
        "/api/v1/setup", R"({"setup_code":")" + code + R"(","email":"other@example.com","password":")" + password + "\"}");
    EXPECT_EQ(again.status, 409);
    EXPECT_EQ(again.code(), "identity.owner_exists");
    EXPECT_EQ(world.count("users"), 1);
}

TEST(Session, ReadingWorksOnADiskThatTakesNothing) {
    World world;
    auto const cookie = set_up_as_stranger(world);
    world.is_stranger = false;
    auto const token = world.write_token();
    world.clock.advance(std::chrono::minutes{5});
    world.database->before_commit = [] {
        return std::optional{Error{ErrorKind::unavailable, "database.full", "writing: the disk is full", {}}};
    };
    EXPECT_EQ(world.send("GET", "/api/v1/connections", {}, {{"Authorization", "Bearer " + token}}).status, 200);
    EXPECT_EQ(world.send("GET", "/api/v1/connections", {}, as_our_web_app(cookie)).status, 200);
    world.database->before_commit = nullptr;
    EXPECT_EQ(world.send("GET", "/api/v1/tokens", {}, {{"Authorization", "Bearer " + token}}).status, 200);
    EXPECT_FALSE(
        world.send("GET", "/api/v1/tokens", {}, {{"Authorization", "Bearer " + token}}).at("/items/0/last_used_at").empty());
}

TEST(Session, ABrowserThatIsKnownIsNotLockedOutThroughAProxy) {
    ApiOptions options;
    options.trusted_proxies = {"203.0.113.9"};
    World world{options};
    world.is_stranger = true;
    auto const made = world.post("/api/v1/setup",
        R"({"setup_code":")" + world.make_setup_code() + R"(","email":"owner@example.com","password":")" + password + "\"}");
    std::string device;
    for (auto const& header : made.headers.all()) {
        if (header.name == "Set-Cookie" && header.value.starts_with("lockstep-device="))
            device = header.value.substr(0, header.value.find(';'));
    }
    ASSERT_FALSE(device.empty());
    auto const sign_in = [&](std::string const& from, std::string const& with, std::string const& cookie) {
        return world
            .send("POST", "/api/v1/session", R"({"email":"owner@example.com","password":")" + with + "\"}",
                {{"X-Forwarded-For", from}, {"Cookie", cookie}})
            .status;
    };
    for (int i = 0; i < 20; ++i) sign_in("198.51.100.7", "something else entirely", "none=1");
    EXPECT_EQ(sign_in("198.51.100.7", password, "none=1"), 429);
    EXPECT_EQ(sign_in("198.51.100.8", password, "none=1"), 200) << "another address behind the same proxy";
    for (int i = 0; i < 60; ++i) sign_in("198.51.100." + std::to_string(100 + i), "something else entirely", "none=1");
    EXPECT_EQ(sign_in("192.0.2.99", password, "none=1"), 429);
    EXPECT_EQ(sign_in("192.0.2.99", password, device), 200);
}

TEST(Session, WrongSetUpCodesHaveToWait) {
    World world;
    world.is_stranger = true;
    auto const code = world.make_setup_code();
    auto const with = [&](std::string const& given) {
        return world.post(
            "/api/v1/setup", R"({"setup_code":")" + given + R"(","email":"owner@example.com","password":")" + password + "\"}");
    };
    for (int i = 0; i < 10; ++i) EXPECT_EQ(with("WRONG").status, 403);
    EXPECT_EQ(with(code).code(), "identity.login_throttled");
    world.clock.advance(std::chrono::minutes{20});
    EXPECT_EQ(with(code).status, 201);
}

TEST(Tokens, EndWhenTheyAreOver) {
    World world;
    auto const made = world.post("/api/v1/tokens", R"({"label":"for a month","expires_in_days":30})");
    ASSERT_EQ(made.status, 201);
    EXPECT_FALSE(made.at("/expires_at").empty());
    auto const ask = [&] {
        return world.send("GET", "/api/v1/connections", {}, {{"Authorization", "Bearer " + made.at("/token")}}).status;
    };
    EXPECT_EQ(ask(), 200);
    world.clock.advance(std::chrono::hours{24 * 31});
    EXPECT_EQ(ask(), 401);
    EXPECT_EQ(world.post("/api/v1/tokens", R"({"label":"x","expires_in_days":0})").status, 400);
}

TEST(Session, SignsInAndOut) {
    World world;
    set_up_as_stranger(world);
    auto const wrong = world.post("/api/v1/session", R"({"email":"owner@example.com","password":"something else entirely"})");
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(wrong.code(), "api.wrong_login");
    auto const nobody = world.post("/api/v1/session", R"({"email":"nobody@example.com","password":"something else entirely"})");
    EXPECT_EQ(nobody.status, 401);
    EXPECT_EQ(nobody.at("/detail"), wrong.at("/detail"));

    auto const in = world.post("/api/v1/session", std::string(R"({"email":"owner@example.com","password":")") + password + "\"}");
    ASSERT_EQ(in.status, 200);
    auto const cookie = cookie_of(in);
    EXPECT_EQ(
        world.send("GET", "/api/v1/session", "", {{"Cookie", "theme=dark; " + cookie}}).at("/user/email"), "owner@example.com");
    EXPECT_EQ(world.send("GET", "/api/v1/tokens", "", {{"Cookie", cookie}}).status, 200);
    EXPECT_EQ(world.send("DELETE", "/api/v1/session", "", as_our_web_app(cookie)).status, 204);
    EXPECT_EQ(world.send("GET", "/api/v1/tokens", "", {{"Cookie", cookie}}).status, 401);
    EXPECT_EQ(find_bool(world.send("GET", "/api/v1/session", "", {{"Cookie", cookie}}).body, "/signed_in"), false);
}

TEST(Session, EndsWhenIdle) {
    World world;
    auto const cookie = set_up_as_stranger(world);
    world.clock.advance(std::chrono::minutes{20});
    EXPECT_EQ(world.send("GET", "/api/v1/tokens", "", {{"Cookie", cookie}}).status, 200);
    world.clock.advance(std::chrono::minutes{20});
    EXPECT_EQ(world.send("GET", "/api/v1/tokens", "", {{"Cookie", cookie}}).status, 200);
    world.clock.advance(std::chrono::minutes{31});
    EXPECT_EQ(world.send("GET", "/api/v1/tokens", "", {{"Cookie", cookie}}).status, 401);
}

TEST(Session, TheCookieIsKeptFromScriptsAndOtherSites) {
    World plain;
    plain.is_stranger = true;
    auto const code = plain.make_setup_code();
    auto const body = R"({"setup_code":")" + code + R"(","email":"owner@example.com","password":")" + password + "\"}";
    std::string const cookie{plain.post("/api/v1/setup", body).headers.find("Set-Cookie").value_or("")};
    EXPECT_TRUE(cookie.starts_with("lockstep="));
    EXPECT_TRUE(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && cookie.contains("Path=/"));
    EXPECT_FALSE(cookie.contains("Secure"));

    ApiOptions options;
    options.is_tls = true;
    World tls(options);
    tls.is_stranger = true;
    auto const tls_code = tls.make_setup_code();
    auto const tls_body = R"({"setup_code":")" + tls_code + R"(","email":"owner@example.com","password":")" + password + "\"}";
    auto const answer = tls.post("/api/v1/setup", tls_body);
    std::string const tls_cookie{answer.headers.find("Set-Cookie").value_or("")};
    EXPECT_TRUE(tls_cookie.starts_with("__Host-lockstep="));
    EXPECT_TRUE(tls_cookie.contains("Secure"));
    EXPECT_TRUE(answer.headers.find("Strict-Transport-Security"));
}

TEST(Session, ACookieAloneChangesNothing) {
    World world;
    auto const cookie = set_up_as_stranger(world);
    auto const tokens = world.count("api_tokens");
    auto const attempt = [&](HttpHeaders headers) {
        headers.add("Cookie", cookie);
        headers.add("Host", "lockstep.example");
        return world.send("POST", "/api/v1/tokens", R"({"label":"mine"})", std::move(headers));
    };
    EXPECT_EQ(attempt({}).status, 403);
    EXPECT_EQ(attempt({{"X-Lockstep-Request", "1"}}).code(), "api.not_from_our_web_app");
    EXPECT_EQ(attempt({{"Origin", "https://lockstep.example"}}).status, 403);
    EXPECT_EQ(attempt({{"X-Lockstep-Request", "1"}, {"Origin", "https://evil.example"}}).status, 403);
    EXPECT_EQ(attempt({{"X-Lockstep-Request", "1"}, {"Origin", "null"}}).status, 403);
    EXPECT_EQ(attempt({{"X-Lockstep-Request", "1"}, {"Sec-Fetch-Site", "cross-site"}}).status, 403);
    EXPECT_EQ(
        attempt({{"X-Lockstep-Request", "1"}, {"Sec-Fetch-Site", "same-site"}, {"Origin", "https://lockstep.example"}}).status,
        403);
    EXPECT_EQ(world.count("api_tokens"), tokens);
    EXPECT_EQ(attempt({{"X-Lockstep-Request", "1"}, {"Origin", "https://lockstep.example"}}).status, 201);
    EXPECT_EQ(attempt({{"X-Lockstep-Request", "1"}, {"Sec-Fetch-Site", "same-origin"}}).status, 201);
    EXPECT_EQ(world.count("api_tokens"), tokens + 2);
}

TEST(Session, AnotherSiteCannotSignABrowserIn) {
    World world;
    set_up_as_stranger(world);
    auto const body = std::string(R"({"email":"owner@example.com","password":")") + password + "\"}";
    EXPECT_EQ(
        world.send("POST", "/api/v1/session", body, {{"Host", "lockstep.example"}, {"Origin", "https://evil.example"}}).status,
        403);
    EXPECT_EQ(world.send("POST", "/api/v1/session", body, {{"Content-Type", "text/plain"}}).status, 415);
    EXPECT_EQ(world.send("POST", "/api/v1/session", body, {{"Content-Type", "application/x-www-form-urlencoded"}}).status, 415);
}

TEST(Session, GuessingIsSlowedDown) {
    World world;
    set_up_as_stranger(world);
    int throttled = 0;
    for (int i = 0; i < 30; ++i) {
        auto const answer = world.post("/api/v1/session", R"({"email":"owner@example.com","password":"guess guess guess"})");
        if (answer.status == 429) {
            ++throttled;
            EXPECT_TRUE(answer.headers.find("Retry-After"));
        } else {
            EXPECT_EQ(answer.status, 401);
        }
    }
    EXPECT_GT(throttled, 10);
}

TEST(Tokens, AreMadeShownOnceAndRevoked) {
    World world;
    auto const made = world.post("/api/v1/tokens", R"({"label":"Zapier","scope":"write"})");
    ASSERT_EQ(made.status, 201);
    auto const text = made.at("/token");
    EXPECT_TRUE(text.starts_with("lsk_"));
    auto const list = world.get("/api/v1/tokens");
    EXPECT_FALSE(list.text.contains(text));
    EXPECT_TRUE(list.text.contains("Zapier"));
    EXPECT_EQ(world.send("GET", "/api/v1/tokens", "", {{"Authorization", "bearer " + text}}).status, 200);
    EXPECT_EQ(world.send("DELETE", "/api/v1/tokens/" + made.at("/id")).status, 204);
    EXPECT_EQ(world.send("DELETE", "/api/v1/tokens/" + made.at("/id")).status, 404);
    EXPECT_EQ(world.send("GET", "/api/v1/tokens", "", {{"Authorization", "Bearer " + text}}).status, 401);
    for (auto const* scope : {"admin", "", " "})
        EXPECT_EQ(world.post("/api/v1/tokens", R"({"label":"x","scope":")" + std::string(scope) + "\"}").at("/field"), "/scope");
    EXPECT_EQ(world.post("/api/v1/tokens", R"({"label":""})").at("/field"), "/label");
}

}  // namespace
}  // namespace lockstep::api
