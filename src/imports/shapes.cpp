// SPDX-License-Identifier: Apache-2.0
#include "imports/shapes.hpp"

#include <algorithm>
#include <array>
#include <expected>

#include "base/text.hpp"
#include "imports/convert.hpp"

namespace lockstep::imports {
namespace {

constexpr int refs_in_a_row_max = 16;
constexpr int shape_depth_max = 6;
constexpr int sample_depth_max = 6;
constexpr int sample_values_max = 200;
constexpr int shape_values_max = 1500;
constexpr std::size_t choices_max = 200;
constexpr std::size_t example_bytes_max = 2000;

constexpr std::array<std::string_view, 6> types{"string", "number", "integer", "boolean", "array", "object"};
bool is_type(std::string_view word) { return std::ranges::find(types, word) != types.end(); }

JsonArray const* list_at(JsonObject const& object, std::string_view name) {
    auto const* found = object.if_contains(name);
    return found ? found->if_array() : nullptr;
}

bool is_flag(JsonObject const& object, std::string_view name) {
    auto const* found = object.if_contains(name);
    return found && found->is_bool() && found->get_bool();
}

bool is_only_null(Json const& schema) { return find_text(schema, "/type") == "null"; }

// `type` as a word or, in 3.1, a list with "null" for what may be absent.
void take_type(JsonObject& shape, JsonObject const& schema) {
    if (is_flag(schema, "nullable")) shape["nullable"] = true;
    auto const* type = schema.if_contains("type");
    if (!type) {
        if (schema.contains("properties")) shape["type"] = "object";
        if (schema.contains("items")) shape["type"] = "array";
        return;
    }
    if (auto const* word = type->if_string()) {
        if (is_type(*word)) shape["type"] = *word;
        return;
    }
    auto const* words = type->if_array();
    if (!words) return;
    std::vector<std::string> named;
    for (auto const& each : *words) {
        auto const* word = each.if_string();
        if (word && *word == "null") shape["nullable"] = true;
        if (word && is_type(*word)) named.emplace_back(std::string_view(*word));
    }
    if (named.size() == 1) shape["type"] = named.front();
}

void take_limits(JsonObject& shape, JsonObject const& schema) {
    for (auto const* word : {"minLength", "maxLength", "minItems", "maxItems"}) {
        auto const* value = schema.if_contains(word);
        if (value && value->is_int64() && value->get_int64() >= 0) shape[word] = *value;
    }
    for (auto const* word : {"minimum", "maximum"}) {
        auto const* value = schema.if_contains(word);
        if (value && value->is_number()) shape[word] = *value;
    }
}

std::string_view type_of_value(Json const& value) {
    if (value.is_string()) return "string";
    if (value.is_bool()) return "boolean";
    if (value.is_int64() || value.is_uint64()) return "integer";
    if (value.is_double()) return "number";
    if (value.is_array()) return "array";
    return value.is_object() ? "object" : "";
}

Json by_format(std::string_view format) {
    if (format == "date") return "2026-03-01";
    if (format == "date-time") return "2026-03-01T10:00:00Z";
    if (format == "email") return "anne@example.com";
    if (format == "uri" || format == "url") return "https://example.com";
    if (format == "uuid") return "3f2b8c1e-6d4a-4f5b-9a7c-0e1d2c3b4a59";
    return "text";
}

}  // namespace

struct Shapes::Walk {
    Tell const& tell;
    std::vector<Json const*> above{};  // targets of references on the way here
    int values = 0;
    bool has_told_depth = false;

    // Counts what is copied, so that one schema that is meant many times cannot fill the memory.
    int weigh(std::size_t bytes) {
        auto const weight = static_cast<int>(bytes / 30) + 1;
        values += weight;
        return weight;
    }
    void cut(std::string_view reason, std::string const& detail) {
        if (!has_told_depth) tell(reason, detail);
        has_told_depth = true;
    }
};

std::expected<Json const*, RefTrouble> Shapes::resolve(Json const& value) const {
    Json const* at = &value;
    for (int i = 0; i < refs_in_a_row_max; ++i) {
        auto const* object = at->if_object();
        auto const* reference = object ? object->if_contains("$ref") : nullptr;
        if (!reference || !reference->is_string()) return at;
        std::string_view const text = reference->get_string();
        auto const shown = printable(text.substr(0, 120));
        if (!text.starts_with('#')) return std::unexpected(RefTrouble{"external_ref", shown});
        auto const* target = find(document_, percent_decode(text.substr(1)));
        if (!target || target == &document_) return std::unexpected(RefTrouble{"missing_ref", shown});
        at = target;
    }
    return std::unexpected(RefTrouble{"circular_ref", ""});
}

JsonObject Shapes::shape(Json const& schema, Tell const& tell) const {
    Walk walk{.tell = tell};
    auto made = shape(schema, walk, 0);
    spent_ += static_cast<std::size_t>(walk.values);
    return made;
}

JsonObject Shapes::shape(Json const& schema, Walk& walk, int depth) const {
    JsonObject shape;
    auto const resolved = resolve(schema);
    if (!resolved) {
        walk.tell(resolved.error().reason, resolved.error().reference);
        return shape;
    }
    auto const* object = (*resolved)->if_object();
    if (!object) return shape;
    take_type(shape, *object);
    // A schema that is within itself says nothing more there than its type.
    if (std::ranges::find(walk.above, *resolved) != walk.above.end()) return shape;
    take_limits(shape, *object);
    if (++walk.values > shape_values_max || depth > shape_depth_max) {
        walk.cut("cut_schema", "");
        return shape;
    }
    walk.above.push_back(*resolved);
    if (auto const* all = list_at(*object, "allOf")) merge_all(shape, *all, walk, depth);
    for (auto const* word : {"oneOf", "anyOf"}) {
        if (auto const* list = list_at(*object, word)) take_choice(shape, *list, walk, depth);
    }
    if (auto const* fixed = object->if_contains("const")) {
        shape["enum"] = JsonArray{*fixed};
        if (!shape.contains("type") && !type_of_value(*fixed).empty()) shape["type"] = type_of_value(*fixed);
    } else if (auto const* allowed = list_at(*object, "enum"); allowed && !allowed->empty()) {
        auto const weight = allowed->size() > choices_max ? shape_values_max : walk.weigh(to_text(*allowed).size());
        if (weight >= shape_values_max / 4)
            walk.tell("many_choices", std::to_string(allowed->size()));
        else
            shape["enum"] = *allowed;
        if (!shape.contains("type") && !type_of_value(allowed->front()).empty()) shape["type"] = type_of_value(allowed->front());
    }
    take_members(shape, *object, walk, depth);
    walk.above.pop_back();
    return shape;
}

void Shapes::take_members(JsonObject& shape, JsonObject const& schema, Walk& walk, int depth) const {
    if (auto const* items = schema.if_contains("items"); items && items->is_object())
        shape["items"] = this->shape(*items, walk, depth + 1);
    auto const* named = schema.if_contains("properties");
    auto const* members = named ? named->if_object() : nullptr;
    if (!members) return;
    auto properties = shape.contains("properties") ? shape["properties"].get_object() : JsonObject();
    auto required = shape.contains("required") ? shape["required"].get_array() : JsonArray();
    auto const* needed = list_at(schema, "required");
    for (auto const& member : *members) {
        if (walk.values > shape_values_max) break;
        walk.weigh(member.key().size());
        // What only the app writes is no part of what is sent.
        auto const target = resolve(member.value());
        auto const* own = target ? (*target)->if_object() : nullptr;
        if (own && is_flag(*own, "readOnly")) continue;
        properties[member.key()] = this->shape(member.value(), walk, depth + 1);
        bool const is_needed = needed && std::ranges::any_of(*needed, [&](Json const& each) {
            return each.is_string() && std::string_view(each.get_string()) == std::string_view(member.key());
        });
        if (is_needed) required.emplace_back(member.key());
    }
    shape["properties"] = std::move(properties);
    if (!required.empty()) shape["required"] = std::move(required);
}

void Shapes::merge_all(JsonObject& shape, JsonArray const& list, Walk& walk, int depth) const {
    for (auto const& each : list) {
        auto part = this->shape(each, walk, depth + 1);
        for (auto& member : part) {
            std::string_view const name = member.key();
            auto* present = shape.if_contains(name);
            if (!present) {
                shape[name] = std::move(member.value());
            } else if (name == "properties" && present->is_object() && member.value().is_object()) {
                for (auto& property : member.value().get_object()) present->get_object()[property.key()] = property.value();
            } else if (name == "required" && present->is_array() && member.value().is_array()) {
                for (auto& needed : member.value().get_array()) present->get_array().push_back(needed);
            }
        }
    }
}

// What all choices have in common is their type; more would refuse values that another choice allows.
void Shapes::take_choice(JsonObject& shape, JsonArray const& list, Walk& walk, int depth) const {
    std::vector<JsonObject> choices;
    for (auto const& each : list) {
        if (is_only_null(each))
            shape["nullable"] = true;
        else
            choices.push_back(this->shape(each, walk, depth + 1));
        if (choices.size() > choices_max) return;
    }
    if (choices.size() == 1) {
        for (auto& member : choices.front()) {
            if (!shape.contains(member.key())) shape[member.key()] = std::move(member.value());
        }
        return;
    }
    if (choices.empty() || shape.contains("type")) return;
    auto const* first = choices.front().if_contains("type");
    bool const is_one = first && std::ranges::all_of(choices, [&](JsonObject const& choice) {
        auto const* type = choice.if_contains("type");
        return type && *type == *first;
    });
    if (is_one) shape["type"] = *first;
}

Json Shapes::sample(Json const& schema) const {
    std::vector<Json const*> above;
    int budget = sample_values_max;
    return sample(schema, above, budget);
}

Json Shapes::sample(Json const& schema, std::vector<Json const*>& above, int& budget) const {
    auto const resolved = resolve(schema);
    auto const* object = resolved ? (*resolved)->if_object() : nullptr;
    bool const is_within = resolved && std::ranges::find(above, *resolved) != above.end();
    if (!object || is_within || above.size() > sample_depth_max || --budget < 0) return nullptr;
    JsonObject shape;
    take_type(shape, *object);
    // Documents give examples of another type than they ask for.
    auto const fits = [&](Json const* value) {
        if (!value || value->is_null() || to_text(*value).size() > example_bytes_max) return false;
        auto const* wanted = shape.if_contains("type");
        auto const actual = type_of_value(*value);
        return !wanted || std::string_view(wanted->get_string()) == actual ||
               (std::string_view(wanted->get_string()) == "number" && actual == "integer");
    };
    for (auto const* word : {"example", "const", "default"}) {
        if (auto const* given = object->if_contains(word); fits(given)) return *given;
    }
    for (auto const* word : {"examples", "enum"}) {
        auto const* list = list_at(*object, word);
        if (list && !list->empty() && fits(&list->front())) return list->front();
    }
    auto const* type_word = shape.if_contains("type");
    auto const type = type_word ? std::string(std::string_view(type_word->get_string())) : std::string();
    above.push_back(*resolved);
    Json made = nullptr;
    if (type == "object" || object->contains("allOf")) {
        JsonObject members;
        if (auto const* all = list_at(*object, "allOf")) {
            for (auto const& each : *all) {
                auto part = sample(each, above, budget);
                if (!part.is_object()) continue;
                for (auto& member : part.get_object()) members[member.key()] = std::move(member.value());
            }
        }
        auto const* properties = object->if_contains("properties");
        if (auto const* named = properties ? properties->if_object() : nullptr) {
            for (auto const& member : *named) {
                if (budget <= 0) break;
                // What was cut is left out: nothing is no value of most types.
                auto one = sample(member.value(), above, budget);
                if (!one.is_null()) members[member.key()] = std::move(one);
            }
        }
        made = std::move(members);
    } else if (type == "array") {
        JsonArray items;
        if (auto const* item = object->if_contains("items"); item && budget > 0) {
            auto one = sample(*item, above, budget);
            if (!one.is_null()) items.push_back(std::move(one));
        }
        made = std::move(items);
    } else if (type == "string") {
        auto const* format = object->if_contains("format");
        made = by_format(format && format->is_string() ? std::string_view(format->get_string()) : std::string_view());
    } else if (type == "integer" || type == "number") {
        auto const* least = object->if_contains("minimum");
        made = least && least->is_number() ? *least : Json(1);
    } else if (type == "boolean") {
        made = true;
    } else {
        for (auto const* word : {"oneOf", "anyOf"}) {
            auto const* list = list_at(*object, word);
            if (list && !list->empty()) made = sample(list->front(), above, budget);
        }
    }
    above.pop_back();
    return made;
}

}  // namespace lockstep::imports
