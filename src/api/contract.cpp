// SPDX-License-Identifier: Apache-2.0
#include "api/contract.hpp"

#include <array>

#include "api/openapi_files.hpp"
#include "base/result.hpp"
#include "catalogue/schema_check.hpp"

namespace lockstep::api {
namespace {

constexpr std::array<std::string_view, 5> methods{"get", "post", "put", "patch", "delete"};

std::string upper(std::string_view method) {
    std::string text{method};
    for (auto& letter : text) letter = static_cast<char>(letter & ~0x20);
    return text;
}

std::string key_of(std::string_view method, std::string_view pattern) { return std::string(method) + " " + std::string(pattern); }

Json const* resolved(Json const& document, Json const& node) {
    auto const reference = find_text(node, "/$ref");
    if (!reference) return &node;
    return reference->starts_with('#') ? find(document, reference->substr(1)) : nullptr;
}

// What is only there to be read by people, and what replies look like, is let go.
void leave_out_words(Json& node, bool is_schema_of_names) {
    if (auto* list = node.if_array()) {
        for (auto& each : *list) leave_out_words(each, false);
        return;
    }
    auto* object = node.if_object();
    if (object == nullptr) return;
    if (!is_schema_of_names) {
        // What the handler looks at part by part, and answers part by part.
        if (object->contains("x-answered-one-by-one")) {
            object->clear();
            return;
        }
        for (auto const* word : {"description", "summary", "example", "examples", "responses", "tags"}) object->erase(word);
    }
    for (auto& member : *object) {
        bool const has_names = !is_schema_of_names && (member.key() == "properties" || member.key() == "schemas");
        leave_out_words(member.value(), has_names);
    }
}

}  // namespace

Contract::Contract(std::string_view openapi_json) {
    auto document = parse_json(openapi_json, {.bytes = 1 << 22, .depth = 64, .members = 200'000, .string_bytes = 1 << 20});
    if (!document) {
        problems_.push_back(document.error().message);
        return;
    }
    document_ = *std::move(document);
    leave_out_words(document_, false);
    if (auto const* schemas = find_object(document_, "/components/schemas")) {
        for (auto const& each : *schemas) check_words(each.value(), each.key());
    }
    auto const* paths = find_object(document_, "/paths");
    if (paths == nullptr) {
        problems_.emplace_back("there are no paths");
        return;
    }
    for (auto const& path : *paths) {
        for (auto const method : methods) {
            auto const* node = path.value().as_object().if_contains(method);
            if (node == nullptr) continue;
            ContractOperation operation;
            read_parameters(path.value(), operation);
            read_parameters(*node, operation);
            read_body(*node, operation);
            operations_.emplace(key_of(upper(method), path.key()), std::move(operation));
        }
    }
}

void Contract::check_words(Json const& schema, std::string_view where) {
    for (auto const& problem : catalogue::check_words(schema))
        problems_.push_back(std::string(where) + problem.pointer + " " + problem.message);
}

void Contract::read_parameters(Json const& holder, ContractOperation& operation) {
    auto const* list = find_array(holder, "/parameters");
    if (list == nullptr) return;
    for (auto const& each : *list) {
        auto const* node = resolved(document_, each);
        auto const name = node == nullptr ? std::nullopt : find_text(*node, "/name");
        auto const* schema = node == nullptr ? nullptr : lockstep::find(*node, "/schema");
        auto const* form = schema == nullptr ? nullptr : resolved(document_, *schema);
        if (!name || form == nullptr) {
            problems_.emplace_back("a parameter has no name or no schema");
            continue;
        }
        check_words(*schema, *name);
        Parameter parameter{.name = *name,
            .place = ParameterPlace::query,
            .schema = schema,
            .form = form,
            .is_required = find_bool(*node, "/required").value_or(false)};
        auto const place = find_text(*node, "/in").value_or("");
        if (place == "path") parameter.place = ParameterPlace::path;
        if (place == "header") parameter.place = ParameterPlace::header;
        if (place == "query") operation.query.push_back(*name);
        operation.parameters.push_back(parameter);
    }
}

void Contract::read_body(Json const& node, ContractOperation& operation) {
    auto const* given = lockstep::find(node, "/requestBody");
    auto const* body = given == nullptr ? nullptr : resolved(document_, *given);
    if (body == nullptr) return;
    operation.is_body_required = find_bool(*body, "/required").value_or(false);
    operation.body_bytes_max = static_cast<std::size_t>(find_integer(*body, "/x-bytes-max").value_or(0));
    operation.body = lockstep::find(*body, "/content/application~1json/schema");
    operation.takes_a_file = operation.body == nullptr;
    if (operation.body != nullptr) check_words(*operation.body, "a body");
}

ContractOperation const* Contract::find(std::string_view method, std::string_view pattern) const {
    auto const found = operations_.find(key_of(method, pattern));
    return found == operations_.end() ? nullptr : &found->second;
}

Contract const& contract() {
    static Contract const built_in(openapi_files().front().bytes);
    CHECK(built_in.problems().empty());
    return built_in;
}

}  // namespace lockstep::api
