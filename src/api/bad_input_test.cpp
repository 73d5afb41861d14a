// SPDX-License-Identifier: Apache-2.0
// Whatever is sent: a clear problem, nothing written, and the next request is answered.
#include "api/contract.hpp"
#include "api/snapshots/routes.hpp"
#include "api/test_world.hpp"

namespace lockstep::api {
namespace {

std::vector<Route> routes_with_body(World& world) {
    std::vector<Route> list;
    for (auto const& route : world.api->router().routes()) {
        bool const takes_a_file = large_body(route.method, route.pattern).has_value();  // snapshots_test.cpp
        if ((route.method == "POST" || route.method == "PUT") && !takes_a_file) list.push_back(route);
    }
    return list;
}

std::string address_of(Route const& route) {
    std::string url{route.pattern};
    while (url.contains('{')) url.replace(url.find('{'), url.find('}') - url.find('{') + 1, "x");
    return url;
}

std::int64_t rows(World& world) {
    std::int64_t sum = 0;
    for (auto const* table : {"connections", "syncs", "users", "sessions", "events", "audit_entries", "api_tokens"})
        sum += world.count(table);
    return sum;
}

TEST(BadInput, BodiesThatAreNoGoodJson) {
    World world;
    world.write_token();
    auto const before = rows(world);
    std::vector<std::string> const bodies{"{", "nonsense", "[]", "\"text\"", "null", "{\"a\":1,\"a\":2}", "{\"a\":1}{}",
        "\xEF\xBB\xBF{}", "{\"a\":\"\xFF\xFE\"}", "{\"a\":\"\xED\xA0\x80\"}", std::string(5000, '['),
        std::string(5000, '[') + std::string(5000, ']'), R"({"a":)" + std::string(40, '[') + std::string(40, ']') + "}",
        "{\"a\":1e999}", "{'a':1}", "{\"a\":NaN}", "// note\n{}", std::string("{\"a\":\"\0\"}", 9), "{\"a\":\"\n\"}"};
    for (auto const& route : routes_with_body(world)) {
        for (auto const& body : bodies) {
            auto const answer = world.send(std::string(route.method), address_of(route), body);
            EXPECT_EQ(answer.status, 400) << route.pattern << " " << body.substr(0, 60);
            EXPECT_TRUE(answer.code() == "api.malformed_json" || answer.code() == "api.unexpected_body") << answer.code();
        }
    }
    EXPECT_EQ(rows(world), before);
    EXPECT_EQ(world.get("/health").status, 200);
}

TEST(BadInput, UnknownMembersAndWrongTypes) {
    World world;
    world.write_token();
    auto const before = rows(world);
    for (auto const& route : routes_with_body(world)) {
        auto const unknown = world.send(std::string(route.method), address_of(route), R"({"colour":"red"})");
        EXPECT_EQ(unknown.status, 400) << route.pattern;
        EXPECT_TRUE(unknown.code() == "api.unknown_member" || unknown.code() == "api.unexpected_body") << unknown.code();
        if (unknown.code() == "api.unknown_member") {
            EXPECT_EQ(unknown.at("/field"), "/colour");
        }
        for (auto const* wrong : {"null", "true", "7", "-0.5", "[]", "[{}]", "{}", "\"\"", "\"\\u0000\""}) {
            for (auto const* name : {"email", "password", "setup_code", "label", "profile", "credential", "settings", "operation",
                     "inputs", "a", "b", "mapping", "policy", "cases"}) {
                auto const answer =
                    world.send(std::string(route.method), address_of(route), "{\"" + std::string(name) + "\":" + wrong + "}");
                EXPECT_LT(answer.status, 500) << route.pattern << name << wrong;
                if (route.pattern == "/api/v1/merge" && std::string_view(wrong).starts_with('['))
                    continue;  // a list of bad cases is answered case by case
                EXPECT_GE(answer.status, 400) << route.pattern << name << wrong;
                EXPECT_FALSE(answer.code().empty());
            }
        }
    }
    EXPECT_EQ(rows(world), before);
}

TEST(BadInput, LargeBodies) {
    World world;
    world.write_token();
    auto const before = rows(world);
    auto const megabyte = R"({"label":")" + std::string(1 << 20, 'x') + "\"}";
    for (auto const& route : routes_with_body(world)) {
        // Documents of other apps may be larger.
        auto const most = contract().find(route.method, route.pattern)->body_bytes_max;
        auto const large = most > megabyte.size() ? R"({"label":")" + std::string(most, 'x') + "\"}" : megabyte;
        auto const answer = world.send(std::string(route.method), address_of(route), large);
        EXPECT_TRUE(answer.status == 413 || answer.code() == "api.unexpected_body") << route.pattern << answer.status;
    }
    EXPECT_EQ(world.post("/api/v1/tokens", R"({"label":")" + std::string(200'000, 'x') + "\"}").at("/field"), "/label");
    std::string cases = R"({"cases":[)";
    while (cases.size() < 900'000) cases += R"({"field":{"kind":"text"},"a":"Anne","b":"Ann"},)";
    cases.back() = ']';
    EXPECT_EQ(world.post("/api/v1/merge", cases + "}").code(), "api.bad_member");  // more than 10,000
    EXPECT_EQ(rows(world), before);
}

TEST(BadInput, BodiesThatAreNotSaidToBeJson) {
    World world;
    for (auto const* type :
        {"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/jsonp", ""}) {
        EXPECT_EQ(world.send("POST", "/api/v1/tokens", R"({"label":"x"})", {{"Content-Type", type}}).status, 415) << type;
    }
    EXPECT_EQ(
        world.send("POST", "/api/v1/tokens", R"({"label":"x"})", {{"Content-Type", "application/json; charset=utf-8"}}).status,
        201);
}

TEST(BadInput, Addresses) {
    World world;
    EXPECT_EQ(world.get("/api/v1/nothing").code(), "api.no_such_address");
    EXPECT_EQ(world.get("/api").status, 404);
    EXPECT_EQ(world.get("/api/v1/syncs/").status, 404);
    EXPECT_EQ(world.get("/api/v1//syncs").status, 404);
    EXPECT_EQ(world.get("/api/v1/syncs/%FF%FE").status, 404);
    EXPECT_EQ(world.get("/api/v1/syncs/a%00b").status, 404);
    EXPECT_EQ(world.get("/api/v1/syncs/" + std::string(5000, 'a')).status, 404);
    EXPECT_EQ(world.get("/api/v1/syncs/a%2Fb").status, 404);
    EXPECT_EQ(world.get("/api/v1/syncs/..%2F..%2Fetc").status, 404);
    auto const method = world.send("PATCH", "/api/v1/syncs");
    EXPECT_EQ(method.status, 405);
    EXPECT_EQ(method.headers.find("Allow"), "GET, HEAD, POST");
    EXPECT_EQ(world.send("OPTIONS", "/api/v1/syncs").status, 405);
    EXPECT_EQ(world.send("TRACE", "/api/v1/syncs").status, 405);
    EXPECT_EQ(world.send("POST", "/somewhere").status, 404);
    EXPECT_EQ(world.get("/api/v1/events?limit=10&limit=20").code(), "api.bad_parameter");
    EXPECT_EQ(world.get("/api/v1/events?record=%FF").code(), "api.bad_parameter");
    EXPECT_EQ(world.get("/api/v1/events?record=a%0d%0ab").code(), "api.bad_parameter");
    EXPECT_EQ(world.get("/api/v1/events?record=" + std::string(5000, 'a')).code(), "api.bad_parameter");
    for (auto const* list : {"events", "calls"}) {
        for (auto const* made_up : {"%27%3B%20DROP%20TABLE%20events", "garbage", "evt_1", "syn_01kpca1t3v5x7z9b2d4f000001"}) {
            auto const answer = world.get("/api/v1/" + std::string(list) + "?cursor=" + made_up);
            EXPECT_EQ(answer.code(), "api.bad_parameter") << list << " " << made_up;
        }
    }
}

TEST(BadInput, CredentialsInAddressesAreRefusedEvenWhenRight) {
    World world;
    auto const token = world.write_token();
    for (auto const* name : {"token", "access_token", "api_key", "Authorization", "key", "password"}) {
        auto const answer = world.get("/api/v1/syncs?" + std::string(name) + "=" + token);
        EXPECT_EQ(answer.code(), "api.credential_in_address") << name;
        EXPECT_FALSE(answer.text.contains(token));
    }
    world.is_stranger = true;
    EXPECT_EQ(world.get("/api/v1/syncs?token=" + token).status, 400);
    EXPECT_EQ(world.get("/health?token=" + token).status, 400);
}

TEST(BadInput, StartingAndDrainingSayIt) {
    World world;
    world.phase = Phase::starting;
    EXPECT_EQ(world.get("/api/v1/syncs").code(), "api.starting");
    EXPECT_EQ(world.get("/health").at("/status"), "starting");
    EXPECT_EQ(world.get("/health").status, 503);
    EXPECT_EQ(world.post("/webhooks/contacts", "{}").status, 200);  // the ingress answers for itself
    world.phase = Phase::draining;
    EXPECT_EQ(world.get("/api/v1/syncs").code(), "api.draining");
    EXPECT_EQ(world.get("/api/v1/health").at("/status"), "draining");
}

TEST(BadInput, AFailingDatabaseIsTold) {
    World world;
    world.write_token();
    world.database->before_commit = [] {
        return Error{ErrorKind::unavailable, "database.full", "writing: there is no space", {}};
    };
    auto const answer = world.post("/api/v1/tokens", R"({"label":"x"})");
    EXPECT_EQ(answer.status, 503);
    EXPECT_EQ(answer.code(), "database.full");
    EXPECT_TRUE(answer.headers.find("Retry-After"));
}

TEST(BadInput, OurOwnMistakesKeepTheirInsides) {
    World world;
    world.write_token();
    world.database->before_commit = [] {
        return Error{ErrorKind::internal, "database.sql", "executing: secret table layout", {}};
    };
    auto const answer = world.post("/api/v1/tokens", R"({"label":"x"})");
    EXPECT_EQ(answer.status, 500);
    EXPECT_FALSE(answer.text.contains("layout"));
    EXPECT_EQ(world.log.errors, 1);
}

}  // namespace
}  // namespace lockstep::api
