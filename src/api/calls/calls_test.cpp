// SPDX-License-Identifier: Apache-2.0
// Looking at calls over REST: finding them, one as a whole, as a command, as an archive, and asking again.
#include <gmock/gmock.h>

#include "api/test_world.hpp"
#include "calls/test_har.hpp"

namespace lockstep::api {
namespace {

std::string run(World& world, std::string const& connection, std::string const& operation, std::string const& inputs) {
    return world.post("/api/v1/connections/" + connection + "/operations/" + operation + "/run", R"({"inputs":)" + inputs + "}")
        .at("/call_id");
}

struct Calls : testing::Test {
    World world;
    std::string connection = world.connect_highlevel();
    std::string read, written;
    void SetUp() override {
        world.app.answer = [](HttpRequest const& request) {
            if (request.method != "GET") return ScriptedHttp::json(422, R"({"message":"no"})");
            auto reply = ScriptedHttp::json(200, R"({"contact":{"id":"Kp3x9TqLmNw2VbYc7RdZ","firstName":"Zoé"}})");
            reply.headers.add("Set-Cookie", "session=hush");
            return reply;
        };
        read = run(world, connection, "contacts.get_contact", R"({"contactId":"Kp3x9TqLmNw2VbYc7RdZ"})");
        world.clock.advance(std::chrono::minutes{1});
        written = run(
            world, connection, "contacts.update_contact", R"x({"contactId":"Kp3x9TqLmNw2VbYc7RdZ","firstName":"it's $(x)"})x");
    }
    Answer get(std::string const& call, std::string const& what = {}) { return world.get("/api/v1/calls/" + call + what); }
};

TEST_F(Calls, AreFoundByWhatTheyWereAbout) {
    auto const found = [&](std::string const& query) {
        std::vector<std::string> ids;
        for (auto const& item : *find_array(world.get("/api/v1/calls" + query).body, "/items"))
            ids.emplace_back(find_text(item, "/id").value());
        return ids;
    };
    using Ids = std::vector<std::string>;
    EXPECT_EQ(found("?record=Kp3x9TqLmNw2VbYc7RdZ"), (Ids{written, read}));
    EXPECT_EQ(found("?record=Kp3x9TqLmNw2VbYc7RdZ&outcome=refused"), Ids{written});
    EXPECT_EQ(found("?operation=contacts.get_contact&connection=" + connection), Ids{read});
    EXPECT_EQ(found("?operation=contacts.get_contact&connection=none"), Ids{});
    auto const at = get(written).at("/at");
    EXPECT_EQ(found("?from=" + at + "&record=Kp3x9TqLmNw2VbYc7RdZ"), Ids{written});
    EXPECT_EQ(found("?to=" + at + "&record=Kp3x9TqLmNw2VbYc7RdZ"), Ids{read});
    EXPECT_EQ(found("?record=Kp3x9TqLmNw2VbYc7RdZ&cursor=" + written), Ids{read});
    for (auto const* bad : {"?outcome=good", "?from=yesterday", "?cursor=7", "?limit=0", "?what=1"})
        EXPECT_EQ(world.get(std::string("/api/v1/calls") + bad).status, 400) << bad;
}

TEST_F(Calls, OneIsShownWholeWithoutSecrets) {
    auto const shown = get(read);
    EXPECT_EQ(shown.at("/request/method"), "GET");
    EXPECT_EQ(shown.at("/lane"), "interactive");
    EXPECT_EQ(shown.integer("/reply/status"), 200);
    EXPECT_EQ(find_bool(shown.body, "/can_resend"), true);
    EXPECT_TRUE(shown.text.contains("Zoé"));
    EXPECT_FALSE(shown.text.contains("pit-1"));
    EXPECT_FALSE(shown.text.contains("hush"));
    EXPECT_EQ(find_bool(get(written).body, "/can_resend"), false);
    EXPECT_EQ(get("cal_01KPCA2F6Y8Z3B5D7G9J1M4N6Q").code(), "calls.no_such_call");
}

TEST_F(Calls, OneIsACommandWithAVariableForTheCredential) {
    auto const text = get(written, "/curl").text;
    EXPECT_TRUE(text.starts_with("# Set LOCKSTEP_TOKEN to the credential first.\n# This changes something at the app.\ncurl "))
        << text;
    EXPECT_TRUE(text.contains(R"(--header 'Authorization: Bearer '"$LOCKSTEP_TOKEN")")) << text;
    EXPECT_TRUE(text.contains(R"x(--data-raw '{"firstName":"it'\''s $(x)"}')x")) << text;
    EXPECT_FALSE(text.contains("pit-1"));
    auto const french = world.send("GET", "/api/v1/calls/" + read + "/curl", {},
        {{"Accept-Language", "fr"}, {"Authorization", "Bearer " + world.write_token()}});
    EXPECT_TRUE(french.text.starts_with("# Placez d’abord")) << french.text;
}

TEST_F(Calls, AReadIsAskedAgainAndNothingElse) {
    auto const before = world.app.requests.size();
    auto const again = world.post("/api/v1/calls/" + read + "/resend");
    EXPECT_EQ(again.at("/outcome"), "done");
    EXPECT_NE(again.at("/call_id"), read);
    ASSERT_EQ(world.app.requests.size(), before + 1);
    EXPECT_EQ(world.app.requests.back().headers.find("Authorization"), "Bearer pit-1");
    EXPECT_EQ(get(again.at("/call_id")).at("/request/url"), get(read).at("/request/url"));
    EXPECT_EQ(world.count("audit_entries WHERE action = 'call.resend' AND subject = '" + read + "'"), 1);

    EXPECT_EQ(world.post("/api/v1/calls/" + written + "/resend").code(), "calls.not_a_read");
    auto const listed = run(world, connection, "locations.list_custom_fields", "{}");
    EXPECT_EQ(world.post("/api/v1/calls/" + listed + "/resend").status, 200) << "without inputs of its own";
    auto const own = world.post("/api/v1/catalogue/http.send_request/run",
        R"({"inputs":{"url":"/contacts/x","method":"GET","connection":")" + connection + R"("}})");
    auto const refused = world.post("/api/v1/calls/" + own.at("/call_id") + "/resend");
    EXPECT_EQ(refused.code(), "calls.cannot_resend");
    EXPECT_EQ(refused.at("/params/reason"), "composed");
    world.send("DELETE", "/api/v1/connections/" + connection);
    EXPECT_EQ(world.post("/api/v1/calls/" + read + "/resend").code(), "connections.disabled");
    auto const reader = world.make_token(identity::Scope::read);
    EXPECT_EQ(world.send("POST", "/api/v1/calls/" + read + "/resend", {}, {{"Authorization", "Bearer " + reader}}).status, 403);
}

TEST_F(Calls, WithHealthDataInItsInputsIsNotAskedAgain) {
    world.caller.hide_fields(ConnectionId{connection}, "syn_1", {"email"});
    auto const found = run(world, connection, "contacts.find_duplicate", R"({"email":"zoe@example.com"})");
    auto const shown = get(found);
    EXPECT_FALSE(shown.text.contains("zoe@example.com"));
    EXPECT_EQ(find_bool(shown.body, "/is_masked"), true);
    EXPECT_EQ(world.post("/api/v1/calls/" + found + "/resend").at("/params/reason"), "masked");
    EXPECT_TRUE(get(found, "/curl").text.contains("# Health data was left out"));
}

TEST_F(Calls, AreExportedAsAnArchive) {
    auto const har = world.get("/api/v1/calls/export.har?record=Kp3x9TqLmNw2VbYc7RdZ");
    EXPECT_TRUE(har.headers.find("Content-Disposition").value_or("").contains("calls.har"));
    ASSERT_EQ(har.size("/log/entries"), 2U);
    EXPECT_EQ(har.at("/log/entries/0/_id"), read);
    EXPECT_EQ(har.at("/log/entries/1/request/postData/text"), R"x({"firstName":"it's $(x)"})x");
    EXPECT_EQ(har.integer("/log/entries/1/response/status"), 422);
    EXPECT_FALSE(har.text.contains("pit-1"));
    EXPECT_FALSE(har.text.contains("hush"));
    EXPECT_THAT(calls::har_problems(har.body), testing::IsEmpty());
    EXPECT_EQ(world.count("audit_entries WHERE action = 'call.export' AND subject = '2 record=Kp3x9TqLmNw2VbYc7RdZ'"), 1);
    EXPECT_EQ(world.get("/api/v1/calls/export.har?outcome=unknown").size("/log/entries"), 0U);
    EXPECT_EQ(world.count("audit_entries WHERE action = 'call.export' AND subject = '0'"), 1);
}

TEST_F(Calls, AreCountedByHour) {
    world.clock.advance(std::chrono::hours{1});
    run(world, connection, "contacts.get_contact", R"({"contactId":"Kp3x9TqLmNw2VbYc7RdZ"})");
    auto const hours = world.get("/api/v1/connections/" + connection + "/hours");
    ASSERT_EQ(hours.size("/hours"), 24U) << hours.text;
    EXPECT_EQ(hours.integer("/hours/23/interactive"), 1);
    EXPECT_GE(hours.integer("/hours/22/interactive"), 2);
    EXPECT_EQ(hours.integer("/hours/21/interactive"), 0);
    EXPECT_EQ(hours.integer("/hours/23/limited"), 0);
    EXPECT_EQ(hours.integer("/share_percent"), 80);
    EXPECT_EQ(hours.integer("/allowed_by_pace"), 28'800);
    EXPECT_EQ(hours.integer("/allowed_spread_evenly"), 6'666);
}

// Wherever a credential can stand: what the connection sends, what a person writes into a request of their own, what an app
// answers with, and what a redirect leads to.
TEST_F(Calls, AnArchiveHoldsNoSecret) {
    world.outside.answer = [](HttpRequest const&) {
        auto reply = ScriptedHttp::json(302, R"({"access_token":"secret-5","name":"Zoé"})");
        reply.headers.add("Location", "https://api.example.com/next?access_token=secret-7&page=2");
        reply.headers.add("Set-Cookie", "sid=secret-8");
        reply.headers.add("X-Auth-Token", "secret-9");
        return reply;
    };
    auto const sent = world.post("/api/v1/catalogue/http.send_request/run",
        R"({"inputs":{"url":"https://api.example.com/?api_key=secret-1&page=1","method":"GET",
            "headers":{"Authorization":"Basic secret-2","X-Api-Key":"secret-3","Cookie":"sid=secret-4"}}})");
    ASSERT_EQ(sent.status, 200) << sent.text;
    auto const har = world.get("/api/v1/calls/export.har");
    ASSERT_EQ(har.size("/log/entries"), 4U);  // with the one that proved the connection
    EXPECT_THAT(calls::har_problems(har.body), testing::IsEmpty());
    EXPECT_TRUE(har.text.contains("page=1")) << har.text;
    EXPECT_TRUE(har.text.contains("***"));
    EXPECT_FALSE(har.text.contains("secret-")) << har.text;
    EXPECT_FALSE(har.text.contains("pit-1"));
}

}  // namespace
}  // namespace lockstep::api
