// SPDX-License-Identifier: Apache-2.0
#include "imports/convert.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "catalogue/binding.hpp"
#include "catalogue/imported.hpp"
#include "imports/compare.hpp"
#include "imports/document.hpp"
#include "imports/store.hpp"

namespace lockstep::imports {
namespace {

std::string read_text(std::filesystem::path const& path) {
    std::ifstream file(path);
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

Json document_of(std::string_view yaml) {
    auto document = read_document(yaml);
    EXPECT_TRUE(document) << (document ? "" : describe(document.error()));
    return document ? *std::move(document) : Json();
}

Offer offer_of(Json const& document, Choices const& choices = {}) {
    auto offer = convert(document, choices);
    EXPECT_TRUE(offer) << (offer ? "" : describe(offer.error()));
    return offer ? *std::move(offer) : Offer{};
}

// A document with one server, one bearer scheme and these paths.
std::string document_with(std::string_view paths, std::string_view more = {}) {
    return "openapi: 3.0.3\ninfo: {title: Maple Shop, version: 1.2.0}\nservers: [{url: https://api.maple.example/v1/}]\n" +
           std::string(more) + "paths:\n" + std::string(paths);
}

Json const* operation_in(Offer const& offer, std::string_view key) {
    for (auto const& each : offer.operations) {
        if (each.key == key) return &each.declaration;
    }
    return nullptr;
}

Json const* input_in(Json const& operation, std::string_view name) {
    for (auto const& each : operation.at("inputs").get_array()) {
        if (find_text(each, "/name") == name) return &each;
    }
    return nullptr;
}

std::string why_not(Offer const& offer, std::string_view place) {
    for (auto const& each : offer.left_out) {
        if (each.place == place) return each.reason;
    }
    return "";
}

std::shared_ptr<catalogue::Connector const> connector_of(Offer const& offer) {
    auto loaded = load_imported(offer.id, offer.declarations());
    EXPECT_TRUE(loaded) << (loaded ? "" : describe(loaded.error()));
    return loaded ? *loaded : nullptr;
}

std::string url_of(catalogue::Connector const& connector, std::string_view id, JsonObject const& inputs) {
    auto const* operation = connector.find(id);
    if (operation == nullptr) return "no such operation";
    auto const request = catalogue::render_request(connector, *operation, inputs, {}, Secret("k 1"));
    return request ? request->method + " " + request->url : describe(request.error());
}

TEST(Convert, MakesAConnectorOfAWholeDocument) {
    auto const offer = offer_of(document_of(read_text("tests/data/openapi/maple_shop.yaml")));
    EXPECT_EQ(offer.id, "maple_shop");
    EXPECT_EQ(offer.title, "Maple Shop");
    EXPECT_EQ(offer.auth, "header:X-Shop-Key");
    EXPECT_EQ(offer.verify, "GET /shop");
    auto const connector = connector_of(offer);
    ASSERT_TRUE(connector);
    EXPECT_TRUE(catalogue::is_imported(*connector));
    EXPECT_TRUE(connector->contacts->fields().empty());
    EXPECT_EQ(connector->verify_operation, "shop.get_shop");
    EXPECT_EQ(connector->limits.burst, 60);

    EXPECT_EQ(url_of(*connector, "orders.list_orders", {{"status", JsonArray{"open", "paid"}}, {"limit", 5}}),
        "GET https://api.maple.example/v1/orders?status=open&status=paid&limit=5");
    auto const* create = connector->find("orders.create_order");
    ASSERT_NE(create, nullptr);
    EXPECT_EQ(create->title.en, "Create an order");
    EXPECT_EQ(create->title.fr, "Create an order");
    EXPECT_EQ(create->idempotency, catalogue::Idempotency::repeats);
    EXPECT_TRUE(catalogue::needs_confirmation(*create));
    auto const request = catalogue::render_request(*connector, *create,
        {{"customer", JsonObject{{"name", "Anne"}}}, {"lines", JsonArray{JsonObject{{"sku", "A1"}, {"count", 2}}}}}, {},
        Secret("k1"));
    ASSERT_TRUE(request) << describe(request.error());
    EXPECT_EQ(request->headers.find("X-Shop-Key"), "k1");
    EXPECT_EQ(request->body, R"({"customer":{"name":"Anne"},"lines":[{"sku":"A1","count":2}]})");
    EXPECT_FALSE(catalogue::needs_confirmation(*connector->find("orders.list_orders")));
    EXPECT_TRUE(connector->find("orders.delete_order")->has_side_effect("cannot_be_undone"));
    // What is asked for in the reply's place: a file is no answer that can be shown.
    EXPECT_EQ(why_not(offer, "GET /orders/{orderId}/invoice"), "reply_not_json");
    EXPECT_EQ(why_not(offer, "POST /photos"), "body_not_json");
    EXPECT_EQ(why_not(offer, "HEAD /shop"), "method");
    EXPECT_EQ(why_not(offer, "/components/securitySchemes/legacy"), "scheme");
}

TEST(Convert, SendsTheCredentialAsTheSchemeSays) {
    auto const with = [](std::string const& scheme) {
        return document_of(document_with("  /a:\n    get: {operationId: getA, responses: {'200': {description: ok}}}\n",
            "components: {securitySchemes: {s: " + scheme + "}}\nsecurity: [{s: []}]\n"));
    };
    auto const sent = [&](std::string const& scheme) {
        auto const connector = connector_of(offer_of(with(scheme)));
        auto const request = catalogue::render_request(*connector, *connector->find("a.get_a"), {}, {}, Secret("anne:pw&1"));
        return request->url + " " + std::string(request->headers.find("Authorization").value_or("")) +
               std::string(request->headers.find("X-K").value_or(""));
    };
    EXPECT_EQ(sent("{type: http, scheme: Bearer}"), "https://api.maple.example/v1/a Bearer anne:pw&1");
    EXPECT_EQ(sent("{type: http, scheme: basic}"), "https://api.maple.example/v1/a Basic YW5uZTpwdyYx");
    EXPECT_EQ(sent("{type: apiKey, in: header, name: X-K}"), "https://api.maple.example/v1/a anne:pw&1");
    EXPECT_EQ(sent("{type: apiKey, in: query, name: k}"), "https://api.maple.example/v1/a?k=anne%3Apw%261 ");
    // Told plainly, and nothing is sent in its place.
    auto const digest = convert(with("{type: http, scheme: digest}"), {});
    ASSERT_FALSE(digest);
    EXPECT_EQ(digest.error().code, "imports.bad_document");
    Choices chosen;
    chosen.auth = "header:X-K";
    EXPECT_EQ(offer_of(with("{type: http, scheme: digest}"), chosen).operations.size(), 1U);
}

TEST(Convert, LeavesOutWhatAsksForAnotherScheme) {
    auto const offer =
        offer_of(document_of(document_with("  /a: {get: {operationId: a, security: [{one: []}], responses: {}}}\n"
                                           "  /b: {get: {operationId: b, security: [{two: []}, {one: []}], responses: {}}}\n"
                                           "  /c: {get: {operationId: c, security: [{two: []}], responses: {}}}\n"
                                           "  /d: {get: {operationId: d, security: [{one: [], two: []}], responses: {}}}\n"
                                           "  /e: {get: {operationId: e, security: [], responses: {}}}\n",
            "components: {securitySchemes: {one: {type: http, scheme: bearer}, two: {type: apiKey, in: header, name: X-K}}}\n")));
    EXPECT_EQ(offer.auth, "bearer");
    EXPECT_NE(operation_in(offer, "GET /a"), nullptr);
    EXPECT_NE(operation_in(offer, "GET /b"), nullptr);
    EXPECT_EQ(why_not(offer, "GET /c"), "other_auth");
    EXPECT_EQ(why_not(offer, "GET /d"), "other_auth");
    EXPECT_NE(operation_in(offer, "GET /e"), nullptr);
}

TEST(Convert, FollowsReferencesWithinTheDocumentOnlyAndCutsCycles) {
    auto const offer = offer_of(document_of(document_with(R"(  /people:
    post:
      operationId: addPerson
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Person'}}}}
      responses: {'201': {description: made, content: {application/json: {schema: {$ref: '#/components/schemas/Person'}}}}}
  /files:
    get: {operationId: readFile, parameters: [{$ref: 'file:///etc/passwd'}], responses: {}}
  /urls:
    post: {operationId: readUrl, requestBody: {$ref: 'http://169.254.169.254/x'}, responses: {}}
  /lost:
    get: {operationId: lost, parameters: [{$ref: '#/components/parameters/none'}], responses: {}}
  /round:
    get: {operationId: round, parameters: [{$ref: '#/components/parameters/round'}], responses: {}}
)",
        R"(components:
  parameters: {round: {$ref: '#/components/parameters/round'}}
  schemas:
    Person:
      type: object
      required: [name]
      properties: {name: {type: string}, parent: {$ref: '#/components/schemas/Person'}, odd: {$ref: 'https://x.example/y.json'}}
)")));
    auto const* person = operation_in(offer, "POST /people");
    ASSERT_NE(person, nullptr);
    EXPECT_EQ(find_text(*input_in(*person, "parent"), "/type"), "object");
    EXPECT_EQ(find_bool(*input_in(*person, "name"), "/required"), true);
    EXPECT_EQ(why_not(offer, "GET /files"), "external_ref");
    EXPECT_EQ(why_not(offer, "POST /urls"), "external_ref");
    EXPECT_EQ(why_not(offer, "GET /lost"), "missing_ref");
    EXPECT_EQ(why_not(offer, "GET /round"), "circular_ref");
    EXPECT_EQ(why_not(offer, "POST /people"), "external_ref");  // the property is there, as any value
    ASSERT_TRUE(connector_of(offer));
}

TEST(Convert, MakesOddIdsAndNamesFit) {
    auto const offer = offer_of(document_of(document_with(R"(  /a/{the id}:
    get:
      operationId: "../../etc; DROP"
      tags: ["Ünïcode / tags"]
      parameters:
        - {in: path, name: the id, required: true, schema: {type: string}}
        - {in: query, name: 'filter[state]', schema: {type: string}}
        - {in: query, name: 'the id', schema: {type: string}}
        - {in: header, name: "X\r\nEvil", schema: {type: string}}
        - {in: header, name: Host, schema: {type: string}}
      responses: {}
  /a/{b}/../c: {get: {operationId: up, responses: {}}}
  /a?x=1: {get: {operationId: query, responses: {}}}
  "//evil.example/x": {get: {operationId: host, responses: {}}}
  /a/{missing}: {get: {operationId: missing, responses: {}}}
  /b: {get: {responses: {}}, post: {operationId: getB, responses: {}}}
  /c: {get: {operationId: getB, responses: {}}, delete: {operationId: getB, responses: {}}}
)")));
    EXPECT_EQ(why_not(offer, "GET /a/{the id}"), "odd_path");  // a space
    EXPECT_EQ(why_not(offer, "GET /a/{b}/../c"), "odd_path");
    EXPECT_EQ(why_not(offer, "GET /a?x=1"), "odd_path");
    EXPECT_EQ(why_not(offer, "GET /a/{missing}"), "path_part");
    auto const connector = connector_of(offer);
    ASSERT_TRUE(connector);
    EXPECT_NE(connector->find("b.get_b"), nullptr);
    EXPECT_NE(connector->find("c.get_b"), nullptr);
    EXPECT_NE(connector->find("c.get_b_2"), nullptr);
    // The host stays the app's.
    EXPECT_EQ(url_of(*connector, "evil_example.host", {}), "GET https://api.maple.example/v1//evil.example/x");
}

TEST(Convert, SendsWhatCanOnlyBeOneThingWithoutAsking) {
    auto const offer =
        offer_of(document_of(document_with("  /a:\n    get:\n      operationId: a\n      parameters: [{in: header, name: "
                                           "Version, required: true, schema: {type: string, enum: "
                                           "['2021-07-28']}}]\n      responses: {}\n")));
    auto const connector = connector_of(offer);
    auto const request = catalogue::render_request(*connector, *connector->find("a.a"), {}, {}, Secret("k"));
    ASSERT_TRUE(request) << describe(request.error());
    EXPECT_EQ(request->headers.find("Version"), "2021-07-28");
    EXPECT_EQ(offer.verify, "GET /a");
}

TEST(Convert, ReadsTheTypesOf31) {
    auto const document = document_of(
        "openapi: 3.1.0\ninfo: {title: A, version: '1'}\nservers: [{url: 'https://{region}.a.example', variables: {region: "
        "{default: ca}}}]\n"
        "paths:\n  /a:\n    post:\n      operationId: a\n      requestBody:\n        content:\n          application/json:\n     "
        "       schema:\n"
        "              type: object\n              properties:\n                n: {type: [string, 'null']}\n                k: "
        "{const: x}\n"
        "                c: {oneOf: [{type: integer}, {type: 'null'}]}\n                u: {anyOf: [{type: integer}, {type: "
        "string}]}\n"
        "      responses: {}\n");
    auto const offer = offer_of(document);
    EXPECT_EQ(offer.base_url, "https://ca.a.example");
    auto const* operation = operation_in(offer, "POST /a");
    ASSERT_NE(operation, nullptr);
    EXPECT_EQ(find_bool(*input_in(*operation, "n"), "/nullable"), true);
    EXPECT_EQ(find_text(*input_in(*operation, "n"), "/type"), "string");
    EXPECT_EQ(find_text(*input_in(*operation, "k"), "/enum/0"), "x");
    EXPECT_EQ(find_text(*input_in(*operation, "c"), "/type"), "integer");
    EXPECT_EQ(why_not(offer, "POST /a"), "no_type");
    ASSERT_TRUE(connector_of(offer));
}

TEST(Convert, TakesChosenOperationsUnderTheirChosenTitles) {
    auto const document = document_of(
        document_with("  /a: {get: {operationId: listA, responses: {}}}\n  /b: {get: {operationId: listB, responses: {}}}\n"));
    Choices choices;
    choices.id = "my_shop";
    choices.title = "Boutique";
    choices.operations = std::vector<Chosen>{{.key = "GET /b", .title = {"All of them", "Tous"}}};
    auto const offer = offer_of(document, choices);
    auto const connector = connector_of(offer);
    ASSERT_TRUE(connector);
    EXPECT_EQ(connector->operations.size(), 1U);
    EXPECT_EQ(connector->find("b.list_b")->title, (messages::LocalText{"All of them", "Tous"}));
    EXPECT_EQ(connector->title, "Boutique");
    choices.operations = std::vector<Chosen>{{.key = "GET /none"}};
    auto const none = convert(document, choices);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, "imports.bad_choice");
}

TEST(Convert, RefusesWhatIsNoSuchDocument) {
    auto const code = [](std::string_view text) {
        auto const document = read_document(text);
        if (!document) return document.error().code + " " + document.error().params.front().second;
        auto const offer = convert(*document, {});
        return offer ? std::string("taken") : offer.error().code + " " + offer.error().params.front().second;
    };
    EXPECT_EQ(code(""), "imports.bad_document empty");
    EXPECT_EQ(code("[1, 2]"), "imports.bad_document not_openapi");
    EXPECT_EQ(code("just a text"), "imports.bad_document not_openapi");
    EXPECT_EQ(code("{\"openapi\": \"3.0.0\""), "imports.bad_document syntax");
    EXPECT_EQ(code("swagger: '2.0'\npaths: {}"), "imports.bad_document version");
    EXPECT_EQ(code("openapi: 4.0.0\npaths: {}"), "imports.bad_document version");
    EXPECT_EQ(code("openapi: 3.0.0\npaths: {}"), "imports.bad_document no_operations");
    EXPECT_EQ(code("a: 1\na: 2"), "imports.bad_document repeated");
    EXPECT_EQ(code("a: [1, 2"), "imports.bad_document syntax");
    EXPECT_EQ(code("a: &a [*a]"), "imports.bad_document alias");
    EXPECT_EQ(code(std::string(200, '[') + std::string(200, ']')), "imports.bad_document depth");
    EXPECT_EQ(code(std::string(document_bytes_max + 1, ' ') + "a"), "imports.bad_document size");
    std::string laughs = "a: &a [x,x,x,x,x,x,x,x,x,x]\n";
    for (char at = 'b'; at < 'l'; ++at) {
        std::string const name(1, at), before(1, static_cast<char>(at - 1));
        laughs += name + ": &" + name + " [";
        for (int i = 0; i < 10; ++i) laughs += (i > 0 ? ",*" : "*") + before;
        laughs += "]\n";
    }
    EXPECT_EQ(code(laughs), "imports.bad_document values");
}

TEST(Convert, BoundsWhatIsHuge) {
    std::string many;
    for (std::size_t i = 0; i <= operations_max; ++i)
        many += "  /p" + std::to_string(i) + ": {get: {operationId: p" + std::to_string(i) + ", responses: {}}}\n";
    auto const refused = convert(document_of(document_with(many)), {});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().params.front().second, "operations");

    std::string choices = "[";
    for (int i = 0; i < 5000; ++i) choices += "v" + std::to_string(i) + ",";
    auto const offer = offer_of(document_of(
        document_with("  /a: {get: {operationId: a, parameters: [{in: query, name: q, schema: {type: string, enum: " + choices +
                      "w]}}], responses: {}}}\n")));
    auto const* operation = operation_in(offer, "GET /a");
    EXPECT_TRUE(find(*input_in(*operation, "q"), "/enum") == nullptr);
    EXPECT_EQ(why_not(offer, "GET /a"), "many_choices");
    ASSERT_TRUE(connector_of(offer));
}

TEST(Compare, TellsWhatANewerDocumentChanges) {
    auto const before = offer_of(document_of(
        document_with("  /a: {get: {operationId: a, parameters: [{in: query, name: q, schema: {type: string}}], responses: {}}}\n"
                      "  /b: {get: {operationId: b, responses: {}}}\n  /c: {get: {operationId: c, responses: {}}}\n")));
    Choices choices;
    for (auto const& each : before.operations)
        choices.ids.emplace_back(each.key, std::string(*find_text(each.declaration, "/id")));
    auto const after =
        offer_of(document_of(document_with(
                     "  /a: {get: {operationId: renamedA, parameters: [{in: query, name: r, required: true, schema: {type: "
                     "string}}], responses: {}}}\n"
                     "  /b: {get: {operationId: b, responses: {}}}\n  /d: {get: {operationId: d, responses: {}}}\n")),
            choices);
    EXPECT_EQ(find_text(*operation_in(after, "GET /a"), "/id"), "a.a");  // ids stay
    auto const changes = compare(before.declarations(), after.declarations());
    ASSERT_EQ(changes.size(), 4U);  // and the connector: what tries a credential
    EXPECT_EQ(changes[0].key, "");
    EXPECT_EQ(changes[1].key, "GET /a");
    EXPECT_EQ(changes[1].kind, ChangeKind::changed);
    ASSERT_GE(changes[1].details.size(), 2U);
    EXPECT_EQ(changes[1].details[0].word, "input_added_required");
    EXPECT_EQ(changes[1].details[1].word, "input_removed");
    EXPECT_EQ(changes[2].kind, ChangeKind::added);
    EXPECT_EQ(changes[3].kind, ChangeKind::removed);
    EXPECT_EQ(changes[3].key, "GET /c");
    EXPECT_TRUE(compare(after.declarations(), after.declarations()).empty());
}

TEST(Words, AreMadeFitForPeople) {
    EXPECT_EQ(title_from("listOpenOrders"), "List open orders");
    EXPECT_EQ(title_from("get-order_by-id"), "Get order by id");
    EXPECT_EQ(word_from("getV2Orders"), "get_v2_orders");
    EXPECT_EQ(word_from("2fa"), "n2fa");
    EXPECT_EQ(word_from("été"), "t");
    EXPECT_EQ(fit_line(" two\n lines\t", 50), "two lines");
    EXPECT_EQ(fit_line("héhéhé", 3), "héh…");
}

// Not part of the project: where they lie beside it, all of a vendor's documents have to load.
TEST(Convert, LoadsAVendorsDocuments) {
    std::filesystem::path const folder = "../shared/highlevel-openapi/apps";
    if (!std::filesystem::exists(folder)) GTEST_SKIP() << "there is no " << folder << " beside the project";
    std::size_t count = 0;
    for (auto const& file : std::filesystem::directory_iterator(folder)) {
        auto const document = document_of(read_text(file.path()));
        auto const offer = offer_of(document);
        auto const connector = connector_of(offer);
        ASSERT_TRUE(connector) << file.path();
        count += connector->operations.size();
    }
    EXPECT_GT(count, 300U);
}

}  // namespace
}  // namespace lockstep::imports
