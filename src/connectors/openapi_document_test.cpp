// SPDX-License-Identifier: Apache-2.0
#include "connectors/openapi_document.hpp"

#include <gmock/gmock.h>

#include "base/text.hpp"
#include "catalogue/pointers.hpp"
#include "catalogue/schema_check.hpp"

namespace lockstep::connectors {
namespace {

void correct(Json& value) {
    if (auto* object = value.if_object()) {
        auto const* type = object->if_contains("type");
        auto const* example = object->if_contains("example");
        bool const is_wrong = type && example && *type == "object" && !example->is_object() && !object->contains("properties");
        if (is_wrong || (type && *type == "any")) object->erase("type");
        for (auto& member : *object) correct(member.value());
    } else if (auto* array = value.if_array()) {
        for (auto& element : *array) correct(element);
    }
}

// The values of {names} when the path fits the template. Nullopt when it does not.
std::optional<std::vector<std::pair<std::string, std::string>>> fit(std::string_view pattern, std::string_view path) {
    auto const wanted = split(pattern, '/'), given = split(path, '/');
    if (wanted.size() != given.size()) return std::nullopt;
    std::vector<std::pair<std::string, std::string>> values;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i].starts_with('{') && wanted[i].ends_with('}')) {
            if (given[i].empty()) return std::nullopt;
            values.emplace_back(wanted[i].substr(1, wanted[i].size() - 2), percent_decode(given[i]));
        } else if (wanted[i] != given[i]) {
            return std::nullopt;
        }
    }
    return values;
}

}  // namespace

OpenApiDocument::OpenApiDocument(Json document, bool corrected) : document_(std::move(document)) {
    if (corrected) correct(document_);
}

Json const& OpenApiDocument::resolved(Json const& value) const {
    auto const reference = find_text(value, "/$ref");
    if (!reference || !reference->starts_with('#')) return value;
    auto const* target = find(document_, reference->substr(1));
    return target ? *target : value;
}

std::optional<OpenApiDocument::Route> OpenApiDocument::find_route(std::string_view path, std::string_view method) const {
    std::optional<Route> best;
    for (auto const& item : document_.at("paths").as_object()) {
        auto values = fit(item.key(), path);
        auto const* operation = item.value().as_object().if_contains(lower_ascii(method));
        if (!values || !operation) continue;
        // Where several fit, the one with fewest placeholders is meant.
        if (!best || values->size() < best->path_values.size()) best = Route{&item.value(), operation, std::move(*values)};
    }
    return best;
}

std::vector<Json const*> OpenApiDocument::parameters_of(Route const& route) const {
    std::vector<Json const*> parameters;
    for (auto const* holder : {route.path_item, route.operation}) {
        if (auto const* list = find_array(*holder, "/parameters")) {
            for (auto const& parameter : *list) parameters.push_back(&resolved(parameter));
        }
    }
    return parameters;
}

void OpenApiDocument::check_text(Json const& parameter, std::string const& text, std::vector<std::string>& problems) const {
    auto const* schema = find(parameter, "/schema");
    if (!schema) return;
    auto const type = catalogue::text_at(resolved(*schema), "type");
    Json value(text);
    if (type == "number" || type == "integer" || type == "boolean") {
        if (auto parsed = parse_json(text)) value = *parsed;
    }
    for (auto const& problem : catalogue::check_schema(document_, *schema, value, {.refuse_unknown = true})) {
        problems.push_back(catalogue::text_at(parameter, "in") + " " + catalogue::text_at(parameter, "name") + problem.pointer +
                           " " + problem.message);
    }
}

void OpenApiDocument::check_body(Route const& route, HttpRequest const& request, std::vector<std::string>& problems) const {
    auto const* body = find(*route.operation, "/requestBody");
    if (!body) {
        if (!request.body.empty()) problems.emplace_back("sends a body that is not declared");
        return;
    }
    if (request.body.empty()) {
        if (find_bool(*body, "/required").value_or(false)) problems.emplace_back("lacks the required body");
        return;
    }
    auto const* schema = find(*body, "/content/application~1json/schema");
    auto const json = parse_json(request.body);
    if (!schema || !json) {
        problems.emplace_back("sends a body that is not the declared JSON");
        return;
    }
    if (request.headers.find("Content-Type").value_or("") != "application/json")
        problems.emplace_back("does not say that its body is JSON");
    for (auto const& problem : catalogue::check_schema(document_, *schema, *json, {.refuse_unknown = true}))
        problems.push_back("body" + problem.pointer + " " + problem.message);
}

std::vector<std::string> OpenApiDocument::check(HttpRequest const& request, std::string_view base_url) const {
    std::vector<std::string> problems;
    std::string_view url = request.url;
    if (!url.starts_with(base_url)) return {"goes to another base URL: " + request.url};
    url.remove_prefix(base_url.size());
    auto const question = url.find('?');
    auto const path = url.substr(0, question);
    auto const route = find_route(path, request.method);
    if (!route) return {"there is no " + request.method + " " + std::string(path)};

    std::vector<std::pair<std::string, std::string>> query;
    if (question != std::string_view::npos) {
        for (auto const pair : split(url.substr(question + 1), '&')) {
            auto const equals = pair.find('=');
            query.emplace_back(percent_decode(pair.substr(0, equals)), percent_decode(pair.substr(equals + 1)));
        }
    }
    std::vector<std::string> declared_query;
    for (auto const* parameter : parameters_of(*route)) {
        auto const name = catalogue::text_at(*parameter, "name"), place = catalogue::text_at(*parameter, "in");
        bool const is_required = find_bool(*parameter, "/required").value_or(false);
        bool is_given = place == "path";
        if (place == "query") {
            declared_query.push_back(name);
            for (auto const& [given, value] : query) {
                if (given != name) continue;
                is_given = true;
                check_text(*parameter, value, problems);
            }
        } else if (place == "header") {
            if (auto const value = request.headers.find(name)) {
                is_given = true;
                check_text(*parameter, std::string(*value), problems);
            }
        } else if (place == "path") {
            for (auto const& [given, value] : route->path_values) {
                if (given == name) check_text(*parameter, value, problems);
            }
        }
        if (is_required && !is_given) problems.push_back("lacks the required " + place + " parameter " + name);
    }
    for (auto const& [name, value] : query) {
        if (std::ranges::find(declared_query, name) == declared_query.end())
            problems.push_back("sends query parameter " + name + ", which is not declared");
    }
    if (!request.headers.find("Authorization")) problems.emplace_back("carries no Authorization");
    check_body(*route, request, problems);
    return problems;
}

namespace {

using testing::ElementsAre;
using testing::IsEmpty;

// The checker itself must be able to say no.
class OpenApiDocumentTest : public testing::Test {
protected:
    OpenApiDocument document{parse_json(R"({"paths": {"/a/{id}": {"put": {
            "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}},
                           {"name": "Version", "in": "header", "required": true, "schema": {"type": "string", "enum": ["1"]}},
                           {"name": "limit", "in": "query", "schema": {"type": "number"}},
                           {"name": "after", "in": "query", "schema": {"type": "any"}}],
            "requestBody": {"required": true, "content": {"application/json": {"schema": {"$ref": "#/s"}}}}}}},
            "s": {"type": "object", "required": ["n"], "properties": {"n": {"type": "object", "example": "text"}, "m": {"type": "number", "nullable": true}}}})")
                                 .value(),
        true};
    HttpRequest request{.method = "PUT",
        .url = "https://h/a/1?limit=2&after=z",
        .headers = {{"Version", "1"}, {"Authorization", "x"}, {"Content-Type", "application/json"}},
        .body = R"({"n": "x", "m": null})",
        .remote_address = ""};
};

TEST_F(OpenApiDocumentTest, accepts_what_fits) { EXPECT_THAT(document.check(request, "https://h"), IsEmpty()); }

TEST_F(OpenApiDocumentTest, refuses_unknown_routes_members_and_parameters) {
    request.url = "https://h/b/1";
    EXPECT_THAT(document.check(request, "https://h"), ElementsAre("there is no PUT /b/1"));
    request.url = "https://h/a/1?size=2&limit=x";
    request.body = R"({"o": 1, "m": "x"})";
    request.headers.set("Version", "2");
    EXPECT_EQ(document.check(request, "https://h").size(), 6U);
}

TEST_F(OpenApiDocumentTest, misses_a_required_header_and_body) {
    request.headers = {{"Authorization", "x"}};
    request.body.clear();
    EXPECT_THAT(document.check(request, "https://h"),
        ElementsAre("lacks the required header parameter Version", "lacks the required body"));
}

}  // namespace
}  // namespace lockstep::connectors
