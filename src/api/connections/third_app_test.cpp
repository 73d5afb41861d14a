// SPDX-License-Identifier: Apache-2.0
// An app that no line of ours knows is listed, connected and called, as its folder tests/data/connectors/acme_fit says.
#include "api/test_world.hpp"
#include "catalogue/test_declarations.hpp"

namespace lockstep::api {
namespace {

TEST(ThirdApp, IsListedConnectedAndCalledByItsDeclaration) {
    World world({}, catalogue::load_from(catalogue::made_up_connectors).value());
    world.app.answer = [](HttpRequest const& request) -> std::expected<HttpReply, SendFailure> {
        if (request.headers.find("X-Acme-Pass") != "pass-1" || request.headers.find("X-Acme-Studio") != "0042")
            return ScriptedHttp::json(401, R"({"problem":"Who is there?"})");
        if (request.url == "https://api.acme-fit.example/greet")
            return ScriptedHttp::json(200, R"({"greeting":{"name":"Studio Nord"}})");
        return ScriptedHttp::json(200, R"({"number":"M-7","given":"Zoé"})");
    };
    auto const listed = world.get("/api/v1/connectors");
    Json const* found = nullptr;
    for (auto const& each : *find_array(listed.body, "/items")) {
        if (find_text(each, "/id") == "acme_fit") found = &each;
    }
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(find_text(*found, "/app_title"), "Acme Fit");
    EXPECT_EQ(find_text(*found, "/settings/0/label/fr"), "Numéro du studio");
    EXPECT_EQ(find_bool(*found, "/settings/0/routes"), true);
    EXPECT_EQ(find_text(*found, "/credential/label/en"), "Studio pass");
    EXPECT_EQ(find_text(*found, "/pairs/as_a/0"), "hexfit-full");
    EXPECT_EQ(find_text(*found, "/fields/0/means"), "first_name");
    EXPECT_TRUE(find_text(*found, "/logo").value_or("").starts_with("<svg"));

    EXPECT_EQ(world.post("/api/v1/connections", R"({"profile":"acme_fit","credential":"pass-1"})").code(), "api.bad_setting");
    auto const refused =
        world.post("/api/v1/connections", R"({"profile":"acme_fit","credential":"pass-2","settings":{"studioNumber":"0042"}})");
    EXPECT_EQ(refused.code(), "api.credential_refused");
    auto const made =
        world.post("/api/v1/connections", R"({"profile":"acme_fit","credential":"pass-1","settings":{"studioNumber":"0042"}})");
    ASSERT_EQ(made.status, 201) << made.text;
    EXPECT_EQ(made.at("/verification/owner"), "Studio Nord");
    EXPECT_EQ(made.at("/connection/account_key"), "0042");
    auto const id = made.at("/connection/id");
    auto const called = world.post(
        "/api/v1/connections/" + id + "/operations/members.change_member/run", R"({"inputs":{"number":"M-7","given":"Zoé"}})");
    EXPECT_EQ(called.at("/outcome"), "done");
    EXPECT_EQ(called.at("/request/method"), "PATCH");
    EXPECT_EQ(called.at("/request/url"), "https://api.acme-fit.example/members/M-7");
    EXPECT_EQ(called.at("/request/body/member/given"), "Zoé");
}

}  // namespace
}  // namespace lockstep::api
