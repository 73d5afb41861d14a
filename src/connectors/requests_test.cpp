// SPDX-License-Identifier: Apache-2.0
// Every request a connector can send against the API's own description: each operation with its fewest and with all inputs, and
// every call that the bindings make. HighLevel's documents are read where they lie beside the project, never kept in it.
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

#include "base/text.hpp"
#include "catalogue/binding.hpp"
#include "catalogue/pointers.hpp"
#include "connectors/default_mapping.hpp"
#include "connectors/openapi_document.hpp"

namespace lockstep::connectors {
namespace {

using catalogue::BoundCall;
using catalogue::ConnectionSettings;
using catalogue::Connector;
using catalogue::CustomFields;
using catalogue::Operation;

std::optional<std::string> read_text(std::filesystem::path const& path) {
    std::ifstream file(path);
    if (!file) return std::nullopt;
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

Json from_yaml(YAML::Node const& node) {
    if (node.IsMap()) {
        JsonObject object;
        for (auto const& member : node) object[member.first.as<std::string>()] = from_yaml(member.second);
        return Json(std::move(object));
    }
    if (node.IsSequence()) {
        JsonArray array;
        for (auto const& element : node) array.push_back(from_yaml(element));
        return Json(std::move(array));
    }
    if (!node.IsScalar()) return {};
    auto const& text = node.Scalar();
    if (node.Tag() == "!") return Json(text);  // quoted
    if (text == "true" || text == "false") return Json(text == "true");
    if (text == "null" || text == "~") return {};
    auto number = parse_json(text);
    return number && number->is_number() ? *number : Json(text);
}

std::shared_ptr<Connector const> connector_with(std::string_view profile) {
    auto const connectors = load_all();
    if (!connectors) return nullptr;
    for (auto const& connector : *connectors) {
        if (connector->profile == profile) return connector;
    }
    return nullptr;
}

// A page number, where the cursor stands in the same body: the two exclude each other, so only one of them has an example.
bool goes_only_without_cursor(Operation const& operation, std::string const& name) {
    auto const* dropped = find_array(operation.declaration, "/paging/drops");
    return dropped != nullptr && std::ranges::any_of(*dropped, [&](Json const& each) { return each == Json(name); });
}

// An example of every input, or of the required ones.
JsonObject example_inputs(Operation const& operation, bool all) {
    JsonObject inputs;
    bool has_body_input = false;
    auto const* declared = find_array(operation.declaration, "/inputs");
    for (std::size_t i = 0; declared && i < declared->size(); ++i) {
        auto const& input = (*declared)[i].as_object();
        // A patch that patches nothing is refused, so the fewest inputs of one are the required ones and the first of the body.
        bool const is_first_of_patch = operation.method == "PATCH" && operation.inputs[i].place == "body" && !has_body_input;
        if (!all && !operation.inputs[i].required && !is_first_of_patch) continue;
        has_body_input = has_body_input || operation.inputs[i].place == "body";
        if (auto const* example = input.if_contains("example"))
            inputs[operation.inputs[i].name] = *example;
        else
            EXPECT_TRUE(input.contains("default") || goes_only_without_cursor(operation, operation.inputs[i].name))
                << operation.id << ": input " << operation.inputs[i].name << " needs an example";
    }
    return inputs;
}

CustomFields const custom{{"cf1", "hexfit_id", "Hexfit ID", "TEXT"}, {"cf2", "language", "Language", "TEXT"}};

// A value for each field that may be written; blank ones when asked.
contacts::FieldWrites writes_for(Connector const& connector, bool is_create, bool blank) {
    contacts::FieldWrites writes;
    for (auto const& field : connector.contacts->fields()) {
        if (is_create ? !field.can_create : !field.can_update) continue;
        if (field.kind == contacts::FieldKind::set) {
            writes.sets[field.name] = blank ? contacts::SetEdit{{}, {"old"}}
                                            : contacts::SetEdit{{"new", "newer"},
                                                  is_create ? std::vector<std::string>{} : std::vector<std::string>{"old"}};
            continue;
        }
        if (blank && !field.can_clear) continue;
        std::string value = "text";
        if (field.name == "sexe") value = "f";
        if (field.name == "lang") value = "FR";
        writes.values[field.name] = blank ? contacts::Value{} : contacts::Value{value};
    }
    if (connector.contacts->list_custom_fields({{}, {{"locationId", "L"}}})) {
        writes.values["custom.hexfit_id"] = blank ? contacts::Value{} : contacts::Value{std::string("48213")};
    }
    return writes;
}

std::vector<BoundCall> binding_calls(Connector const& connector, ConnectionSettings const& settings) {
    auto const& binding = *connector.contacts;
    std::vector<BoundCall> calls;
    auto const add = [&](std::optional<BoundCall> call) {
        if (call) calls.push_back(std::move(*call));
    };
    auto const since = parse_time("2026-03-01T10:00:00Z").value();
    add(binding.get("ocQHyuzHvysMo5N5VsXc"));
    add(binding.list(settings));
    add(binding.changed_since(settings, since, std::nullopt));
    add(binding.changed_since(settings, since, "k9"));
    add(binding.find_by_email(settings, "zoe+1@example.com"));
    add(binding.find_by_other_id(settings, "custom.hexfit_id", "48213", custom));
    add(binding.find_by_other_id(settings, "external_id", "48213", custom));
    add(binding.list_custom_fields(settings));
    add(binding.create_custom_field(settings, "hexfit_id", "Hexfit ID"));
    auto const create = binding.create(settings, writes_for(connector, true, false), custom);
    EXPECT_TRUE(create) << create.error().message;
    if (create) calls.push_back(*create);
    for (bool const blank : {false, true}) {
        auto const writes = writes_for(connector, false, blank);
        if (writes.empty()) continue;
        auto const updates = binding.update(settings, "ocQHyuzHvysMo5N5VsXc", "7", writes, custom);
        EXPECT_TRUE(updates) << updates.error().message;
        if (updates) calls.insert(calls.end(), updates->begin(), updates->end());
    }
    return calls;
}

using Find = std::function<OpenApiDocument const&(Operation const&)>;

void expect_all_fit(Connector const& connector, ConnectionSettings const& settings, Find const& document_for) {
    std::size_t count = 0;
    auto const expect_fits = [&](Operation const& operation, JsonObject const& inputs) {
        auto const request = catalogue::render_request(connector, operation, inputs, settings, Secret("key"));
        ASSERT_TRUE(request) << operation.id << ": " << request.error().message;
        for (auto const& problem : document_for(operation).check(*request, connector.default_base_url)) {
            ADD_FAILURE() << operation.id << " " << problem << "\n"
                          << request->method << " " << request->url << "\n"
                          << request->body;
        }
        ++count;
    };
    for (auto const& operation : connector.operations) {
        if (operation.kind == catalogue::OperationKind::trigger) continue;
        expect_fits(operation, example_inputs(operation, false));
        expect_fits(operation, example_inputs(operation, true));
    }
    for (auto const& call : binding_calls(connector, settings)) {
        auto const* operation = connector.find(call.operation);
        ASSERT_TRUE(operation) << call.operation;
        expect_fits(*operation, call.inputs);
    }
    EXPECT_GT(count, 0U);
    testing::Test::RecordProperty("requests", static_cast<int>(count));
}

// The vendor publishes an empty schema for this body; these are the members of its search guide.
constexpr char const* search_body = R"({"type": "object", "required": ["locationId", "pageLimit"], "properties": {
    "locationId": {"type": "string"}, "pageLimit": {"type": "integer", "minimum": 1, "maximum": 500}, "page": {"type": "integer", "minimum": 1},
    "searchAfter": {"type": "array"}, "query": {"type": "string", "maxLength": 75},
    "filters": {"type": "array", "items": {"type": "object", "required": ["field", "operator"], "properties": {
        "field": {"type": "string"}, "value": {},
        "operator": {"type": "string", "enum": ["eq", "not_eq", "contains", "not_contains", "exists", "not_exists", "range"]}}}},
    "sort": {"type": "array", "maxItems": 2, "items": {"type": "object", "required": ["field", "direction"], "properties": {
        "field": {"type": "string", "enum": ["firstNameLowerCase", "lastNameLowerCase", "businessName", "dateAdded", "dateUpdated", "email", "dnd", "source"]},
        "direction": {"type": "string", "enum": ["asc", "desc"]}}}}}})";

// Operations of the vendor that are not declared, with the reason.
std::set<std::string, std::less<>> const left_out{
    // A file goes out or comes back, not JSON.
    "post /conversations/messages/upload",
    "get /conversations/messages/{messageId}/locations/{locationId}/recording",
    "get /conversations/locations/{locationId}/messages/{messageId}/transcription/download",
    "post /forms/upload-custom-files",
    // The body is a bare list, which a declaration cannot send.
    "post /calendars/{calendarId}/notifications",
    // Needs the password of the new user.
    "post /users/",
    // Of no use but to a live chat.
    "post /conversations/providers/live-chat/typing",
};

TEST(RequestsTest, highlevel_fits_the_vendors_documents) {
    std::filesystem::path const folder = "../shared/highlevel-openapi/apps";
    if (!std::filesystem::exists(folder)) {
        std::printf("The vendor's OpenAPI documents are not at %s: requests were not checked against them.\n", folder.c_str());
        GTEST_SKIP() << "vendor documents absent";
    }
    JsonLimits limits;
    limits.bytes = std::size_t{32} << 20;
    limits.members = 1'000'000;
    // One document per group of operations, which bears its name.
    std::map<std::string, OpenApiDocument, std::less<>> documents;
    auto const document_of = [&](Operation const& operation) -> OpenApiDocument const& {
        auto const name = operation.id.substr(0, operation.id.find('.'));
        if (auto const found = documents.find(name); found != documents.end()) return found->second;
        auto const text = read_text(folder / (name + ".json"));
        EXPECT_TRUE(text) << operation.id << ": the vendor has no document " << name << ".json";
        auto json = parse_json(text.value_or("{}"), limits).value();
        if (auto* body = json.at("components").at("schemas").as_object().if_contains("SearchBodyV2DTO"))
            *body = parse_json(search_body).value();
        return documents.emplace(name, OpenApiDocument(std::move(json), true)).first->second;
    };
    auto const connector = connector_with("highlevel");
    ASSERT_TRUE(connector);
    ConnectionSettings const settings{"", {{"locationId", "ve9EPM428h8vShlRW1KT"}}};
    expect_all_fit(*connector, settings, document_of);
    // And the other way round: no operation of these documents is missing, but what is left out on purpose.
    for (auto const* name :
        {"contacts", "conversations", "calendars", "users", "businesses", "forms", "surveys", "workflows", "campaigns"}) {
        auto const document = parse_json(read_text(folder / (std::string(name) + ".json")).value(), limits).value();
        for (auto const& item : document.at("paths").as_object()) {
            for (auto const& method : item.value().as_object()) {
                auto const wanted = std::string(method.key()) + " " + std::string(item.key());
                if (left_out.contains(wanted)) continue;
                EXPECT_TRUE(std::ranges::any_of(connector->operations, [&](Operation const& operation) {
                    return lower_ascii(operation.method) + " " + operation.path == wanted;
                })) << wanted;
            }
        }
    }
}

TEST(RequestsTest, hexfit_fits_our_contract) {
    auto const yaml = read_text("docs/contracts/hexfit-full.openapi.yaml");
    ASSERT_TRUE(yaml);
    OpenApiDocument const document(from_yaml(YAML::Load(*yaml)), false);
    for (auto const* profile : {"hexfit-full", "hexfit-v2"}) {
        SCOPED_TRACE(profile);
        auto const connector = connector_with(profile);
        ASSERT_TRUE(connector);
        expect_all_fit(*connector, {}, [&](Operation const&) -> OpenApiDocument const& { return document; });
    }
}

}  // namespace
}  // namespace lockstep::connectors
