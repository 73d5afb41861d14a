// SPDX-License-Identifier: Apache-2.0
// Connectors from documents over REST: looked at, imported, called, replaced and removed.
#include "api/test_world.hpp"

namespace lockstep::api {
namespace {

constexpr std::string_view shop =
    "openapi: 3.0.3\ninfo: {title: Maple Shop, version: '1'}\nservers: [{url: https://api.maple.example}]\n"
    "security: [{key: []}]\ncomponents: {securitySchemes: {key: {type: apiKey, in: query, name: k}}}\npaths:\n"
    "  /shop: {get: {operationId: getShop, summary: Read the shop, responses: {'200': {description: ok, content: "
    "{application/json: {schema: {type: object}}}}}}}\n"
    "  /orders: {post: {operationId: addOrder, requestBody: {content: {application/json: {schema: {type: object, properties: "
    "{note: {type: string}}}}}}, responses: {}}}\n";

std::string with_document(std::string_view text, JsonObject more = {}) {
    more["document"] = text;
    return to_text(Json(std::move(more)));
}

std::string connect_shop(World& world) {
    world.app.answer = [](HttpRequest const&) { return ScriptedHttp::Answer{ScriptedHttp::json(200, "{}")}; };
    return world.post("/api/v1/connections", R"({"profile":"maple_shop","label":"Shop","credential":"k-1"})")
        .at("/connection/id");
}

TEST(Imports, APreviewStoresNothing) {
    World world;
    auto const proposal = world.post("/api/v1/connectors/imported/preview", with_document(shop));
    ASSERT_EQ(proposal.status, 200) << proposal.text;
    EXPECT_EQ(proposal.at("/id"), "maple_shop");
    EXPECT_EQ(proposal.at("/auth"), "query:k");
    EXPECT_EQ(proposal.size("/operations"), 2U);
    EXPECT_EQ(world.get("/api/v1/connectors/imported").size("/items"), 0U);
    EXPECT_EQ(world.get("/api/v1/catalogue?app=maple_shop").size("/items"), 0U);
}

TEST(Imports, AnImportedAppIsConnectedAndCalled) {
    World world;
    ASSERT_EQ(world.post("/api/v1/connectors/imported", with_document(shop)).status, 201);
    EXPECT_EQ(world.get("/api/v1/catalogue?app=maple_shop").size("/items"), 2U);
    EXPECT_EQ(world.get("/api/v1/catalogue/shop.get_shop?app=maple_shop").at("/title"), "Read the shop");
    auto const id = connect_shop(world);
    ASSERT_FALSE(id.empty());
    auto const run = "/api/v1/connections/" + id + "/operations/orders.add_order/run";
    EXPECT_EQ(world.post(run, R"({"inputs":{"note":"x"}})").code(), "catalogue.needs_confirmation");
    auto const dry = world.post(run, R"({"inputs":{"note":"x"},"dry_run":true})");
    EXPECT_EQ(dry.at("/request/url"), "https://api.maple.example/orders?k=%2A%2A%2A%2A%2A%2A%2A%2A");
    auto const sent = world.post(run, R"({"inputs":{"note":"x"},"confirm":true})");
    EXPECT_EQ(sent.at("/outcome"), "done");
    EXPECT_EQ(world.app.requests.back().url, "https://api.maple.example/orders?k=k-1");
    // The credential stands in the address, and not in what is kept of it.
    vault::run_to_end(world.caller.flush()).value();
    auto const call = world.get("/api/v1/calls/" + sent.at("/call_id"));
    EXPECT_EQ(call.status, 200);
    EXPECT_EQ(call.text.find("k-1"), std::string::npos) << call.text;
}

TEST(Imports, ANewerDocumentNeedsToBeSeen) {
    World world;
    world.post("/api/v1/connectors/imported", with_document(shop));
    auto const id = connect_shop(world);
    auto const newer = std::string(shop) + "  /refunds: {get: {operationId: refunds, responses: {}}}\n";
    EXPECT_EQ(world.post("/api/v1/connectors/imported", with_document(newer)).code(), "imports.exists");
    auto const proposal = world.post("/api/v1/connectors/imported/preview", with_document(newer));
    EXPECT_EQ(proposal.size("/changes"), 1U);
    EXPECT_EQ(proposal.at("/changes/0/kind"), "added");
    ASSERT_EQ(world.post("/api/v1/connectors/imported", with_document(newer, {{"replaces", true}})).status, 201);
    // The connection that stands has it at once.
    EXPECT_EQ(world.post("/api/v1/connections/" + id + "/operations/refunds.refunds/run", "{}").at("/outcome"), "done");
}

TEST(Imports, OneThatIsUsedStays) {
    World world;
    world.post("/api/v1/connectors/imported", with_document(shop));
    auto const id = connect_shop(world);
    EXPECT_EQ(world.send("DELETE", "/api/v1/connectors/imported/maple_shop").code(), "imports.in_use");
    world.send("DELETE", "/api/v1/connections/" + id);
    EXPECT_EQ(world.send("DELETE", "/api/v1/connectors/imported/maple_shop").code(), "imports.in_use");
    world.post("/api/v1/connections/" + id + "/forget");
    EXPECT_EQ(world.send("DELETE", "/api/v1/connectors/imported/maple_shop").status, 204);
    EXPECT_EQ(world.get("/api/v1/catalogue?app=maple_shop").size("/items"), 0U);
    EXPECT_EQ(world.send("DELETE", "/api/v1/connectors/imported/maple_shop").code(), "imports.unknown_connector");
    EXPECT_EQ(world.send("DELETE", "/api/v1/connectors/imported/highlevel").code(), "imports.unknown_connector");
}

TEST(Imports, AnAppWithoutCredentialNeedsNone) {
    World world;
    ASSERT_EQ(world.post("/api/v1/connectors/imported", with_document(shop, {{"auth", "none"}})).code(), "imports.bad_document");
    auto const open =
        "openapi: 3.0.3\ninfo: {title: Weather, version: '1'}\nservers: [{url: https://w.example}]\npaths:\n"
        "  /now/{place}: {get: {operationId: now, parameters: [{in: path, name: place, required: true, schema: {type: string}}], "
        "responses: {}}}\n";
    ASSERT_EQ(world.post("/api/v1/connectors/imported", with_document(open)).status, 201);
    EXPECT_EQ(world.post("/api/v1/connections", R"({"profile":"weather","credential":"x"})").code(), "api.bad_member");
    auto const made = world.post("/api/v1/connections", R"({"profile":"weather"})");
    ASSERT_EQ(made.status, 201) << made.text;
    EXPECT_EQ(find_bool(made.body, "/verification/tried"), false);
    EXPECT_EQ(world.post("/api/v1/connections", R"({"profile":"hexfit-v2"})").code(), "api.bad_member");
}

TEST(Imports, TheServerReadsADocumentFromAnAddress) {
    World world;
    world.outside.answer = [](HttpRequest const& request) {
        return ScriptedHttp::Answer{ScriptedHttp::json(request.url.ends_with("/lost") ? 404 : 200, std::string(shop))};
    };
    EXPECT_EQ(world.post("/api/v1/connectors/imported", R"({"url":"https://api.maple.example/openapi.yaml"})").status, 201);
    EXPECT_EQ(world.post("/api/v1/connectors/imported/preview", R"({"url":"https://api.maple.example/lost"})").code(),
        "imports.not_fetched");
    EXPECT_EQ(world.post("/api/v1/connectors/imported/preview", R"({"url":"file:///etc/passwd"})").code(), "imports.bad_choice");
    EXPECT_EQ(world.post("/api/v1/connectors/imported/preview", "{}").code(), "api.bad_member");
}

TEST(Imports, ReadingAloneDoesNotImport) {
    World world;
    HttpHeaders reader;
    reader.add("Authorization", "Bearer " + world.make_token(identity::Scope::read));
    EXPECT_EQ(world.send("POST", "/api/v1/connectors/imported", with_document(shop), reader).status, 403);
    EXPECT_EQ(world.send("GET", "/api/v1/connectors/imported", {}, reader).status, 200);
}

}  // namespace
}  // namespace lockstep::api
