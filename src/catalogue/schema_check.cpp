// SPDX-License-Identifier: Apache-2.0
#include "catalogue/schema_check.hpp"

#include <algorithm>
#include <array>
#include <regex>

#include "base/text.hpp"
#include "base/time.hpp"

namespace lockstep::catalogue {
namespace {

constexpr int nesting_max = 100;  // also ends a $ref that leads back to itself

// What is checked, in alphabetical order.
constexpr std::array<std::string_view, 22> checked{"$ref", "additionalProperties", "allOf", "anyOf", "const", "enum", "items",
    "maxItems", "maxLength", "maxProperties", "maximum", "minItems", "minLength", "minProperties", "minimum", "nullable", "oneOf",
    "pattern", "properties", "required", "type", "uniqueItems"};
// What says nothing about which values fit: for people, for tools, or where other schemas stand.
constexpr std::array<std::string_view, 17> annotations{"$comment", "$defs", "$id", "$schema", "components", "default",
    "deprecated", "description", "discriminator", "example", "examples", "externalDocs", "format", "readOnly", "title",
    "writeOnly", "xml"};
static_assert(std::ranges::is_sorted(checked) && std::ranges::is_sorted(annotations));

bool is_known_word(std::string_view word) {
    return std::ranges::binary_search(checked, word) || std::ranges::binary_search(annotations, word) || word.starts_with("x-");
}

// JSON Schema counts letters, not bytes.
std::size_t letters_in(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char byte) { return (byte & 0xC0) != 0x80; }));
}

// A damaged pattern fits nothing. The library's matcher goes a level deeper with each letter, hence the bound.
bool fits(std::string_view text, std::string_view pattern) {
    constexpr std::size_t text_bytes_max = 4096;
    try {
        std::regex const expression(pattern.begin(), pattern.end(), std::regex::ECMAScript);
        return text.size() <= text_bytes_max && std::regex_search(text.begin(), text.end(), expression);
    } catch (std::regex_error const&) {
        return false;
    }
}

std::string_view type_of(Json const& value) {
    switch (value.kind()) {
        case boost::json::kind::null: return "null";
        case boost::json::kind::bool_: return "boolean";
        case boost::json::kind::int64:
        case boost::json::kind::uint64: return "integer";
        case boost::json::kind::double_: return "number";
        case boost::json::kind::string: return "string";
        case boost::json::kind::array: return "array";
        case boost::json::kind::object: return "object";
    }
    return "null";
}

bool is_of_type(Json const& value, std::string_view type) {
    auto const actual = type_of(value);
    return actual == type || (type == "number" && actual == "integer");
}

std::string escaped(std::string_view step) {
    std::string text;
    for (char letter : step) {
        if (letter == '~')
            text += "~0";
        else if (letter == '/')
            text += "~1";
        else
            text += letter;
    }
    return text;
}

double number_of(Json const& value) {
    if (auto const* integer = value.if_int64()) return static_cast<double>(*integer);
    if (auto const* natural = value.if_uint64()) return static_cast<double>(*natural);
    if (auto const* real = value.if_double()) return *real;
    return 0;
}

bool is_known(std::string_view word, std::span<std::string_view const> others) {
    return is_known_word(word) || std::ranges::find(others, word) != others.end();
}

void walk(Json const& schema, std::string const& at, int depth, std::span<std::string_view const> others,
    std::vector<SchemaProblem>& problems) {
    auto const* object = schema.if_object();
    if (!object || depth > nesting_max) return;
    for (auto const& member : *object) {
        std::string_view const word = member.key();
        auto const place = at + "/" + escaped(word);
        if (!is_known(word, others)) problems.push_back({place, "is no word that the schema check knows"});
        if (word == "properties" || word == "$defs") {
            if (auto const* named = member.value().if_object()) {
                for (auto const& each : *named) walk(each.value(), place + "/" + escaped(each.key()), depth + 1, {}, problems);
            }
        } else if (word == "items" || word == "additionalProperties") {
            walk(member.value(), place, depth + 1, {}, problems);
        } else if (word == "allOf" || word == "anyOf" || word == "oneOf") {
            if (auto const* list = member.value().if_array()) {
                for (std::size_t i = 0; i < list->size(); ++i)
                    walk((*list)[i], place + "/" + std::to_string(i), depth + 1, {}, problems);
            }
        }
    }
}

// Where in the value we are. Written out only where there is a problem.
struct Place {
    Place const* above = nullptr;
    std::string_view step{};
    std::size_t index = 0;
    bool is_index = false;

    static Place member(Place const& above, std::string_view name) { return {&above, name, 0, false}; }
    static Place item(Place const& above, std::size_t index) { return {&above, {}, index, true}; }
    std::string text() const {
        if (above == nullptr) return {};
        return above->text() + "/" + (is_index ? std::to_string(index) : escaped(step));
    }
};

// No control characters; in lines, none but those that break them.
bool is_plain(std::string_view text, bool has_lines) {
    return std::ranges::none_of(text, [&](unsigned char c) {
        bool const is_break = c == '\n' || c == '\r';
        return c == 0x7F || (c < 0x20 && (!is_break || !has_lines));
    });
}

class Checker {
public:
    Checker(Json const& document, SchemaOptions const& options) : document_(document), options_(options) {}

    void check(Json const& schema, Json const& value, Place const& at, int depth, std::vector<SchemaProblem>& problems) const {
        if (depth > nesting_max) {
            say(problems, at, nullptr, "$ref", "is nested too deeply");
            return;
        }
        auto const* object = schema.if_object();
        if (!object) {
            if (schema.is_bool() && !schema.get_bool()) say(problems, at, nullptr, "false", "is not allowed here");
            return;
        }
        if (!options_.words_are_known) check_known(*object, at, depth, problems);
        if (auto const reference = find_text(schema, "/$ref")) {
            Json const* target = reference->starts_with('#') ? find(document_, reference->substr(1)) : nullptr;
            if (target)
                check(*target, value, at, depth + 1, problems);
            else
                say(problems, at, object, "$ref",
                    "cannot be checked: the schema refers to " + std::string(*reference) + ", which is not there");
        }
        if (auto const* nullable = object->if_contains("nullable");
            value.is_null() && nullable && nullable->is_bool() && nullable->get_bool())
            return;
        if (!check_type(*object, value, at, problems)) return;
        check_content(*object, value, at, problems);
        if (options_.has_text_formats) check_text_format(*object, value, at, problems);
        if (auto const* members = value.if_object()) check_members(*object, *members, at, depth, problems);
        if (auto const* elements = value.if_array()) {
            if (auto const* items = object->if_contains("items")) {
                for (std::size_t i = 0; i < elements->size(); ++i)
                    check(*items, (*elements)[i], Place::item(at, i), depth + 1, problems);
            }
        }
        check_choices(*object, value, at, depth, problems);
    }

private:
    static void say(std::vector<SchemaProblem>& problems, Place const& at, JsonObject const* schema, std::string_view word,
        std::string message, std::string_view member = {}) {
        problems.push_back({at.text(), std::move(message), word, schema, std::string(member)});
    }

    void check_known(JsonObject const& schema, Place const& at, int depth, std::vector<SchemaProblem>& problems) const {
        for (auto const& member : schema) {
            std::string_view const word = member.key();
            if (is_known(word, depth == 0 ? options_.other_words : std::span<std::string_view const>{})) continue;
            say(problems, at, &schema, "",
                "cannot be checked: the schema says \"" + printable(word) + "\", which this check does not know");
        }
    }

    static bool check_type(JsonObject const& schema, Json const& value, Place const& at, std::vector<SchemaProblem>& problems) {
        auto const* type = schema.if_contains("type");
        if (!type) return true;
        if (type->is_string() && is_of_type(value, type->get_string())) return true;
        if (auto const* list = type->if_array()) {
            for (auto const& one : *list) {
                if (one.is_string() && is_of_type(value, one.get_string())) return true;
            }
        }
        say(problems, at, &schema, "type", "is " + std::string(type_of(value)) + ", expected " + to_text(*type));
        return false;
    }

    static void check_content(
        JsonObject const& schema, Json const& value, Place const& at, std::vector<SchemaProblem>& problems) {
        if (auto const* list = schema.if_contains("enum"); list && list->is_array()) {
            auto const& allowed = list->get_array();
            if (std::find(allowed.begin(), allowed.end(), value) == allowed.end())
                say(problems, at, &schema, "enum", "must be one of " + to_text(*list));
        }
        if (auto const* fixed = schema.if_contains("const"); fixed && *fixed != value)
            say(problems, at, &schema, "const", "must be " + to_text(*fixed));
        auto const limit = [&](char const* word) {
            auto const* found = schema.if_contains(word);
            return found && found->is_number() ? found : nullptr;
        };
        auto const bounds = [&](double size, char const* least, char const* most, std::string_view what) {
            if (auto const* bound = limit(least); bound && size < number_of(*bound))
                say(problems, at, &schema, least, "is below the least " + std::string(what) + " " + to_text(*bound));
            if (auto const* bound = limit(most); bound && size > number_of(*bound))
                say(problems, at, &schema, most, "is above the greatest " + std::string(what) + " " + to_text(*bound));
        };
        if (auto const* text = value.if_string()) {
            if (auto const* pattern = schema.if_contains("pattern");
                pattern && pattern->is_string() && !fits(*text, pattern->get_string()))
                say(problems, at, &schema, "pattern", "does not fit the pattern " + to_text(*pattern));
            bounds(static_cast<double>(letters_in(*text)), "minLength", "maxLength", "length");
        }
        if (auto const* array = value.if_array()) {
            bounds(static_cast<double>(array->size()), "minItems", "maxItems", "number of items");
            auto const* unique = schema.if_contains("uniqueItems");
            if (unique && unique->is_bool() && unique->get_bool()) {
                for (auto at_item = array->begin(); at_item != array->end(); ++at_item) {
                    if (std::find(array->begin(), at_item, *at_item) != at_item)
                        say(problems, at, &schema, "uniqueItems", "holds " + to_text(*at_item) + " twice");
                }
            }
        }
        if (auto const* members = value.if_object())
            bounds(static_cast<double>(members->size()), "minProperties", "maxProperties", "number of members");
        if (value.is_number()) bounds(number_of(value), "minimum", "maximum", "value");
    }

    static void check_text_format(
        JsonObject const& schema, Json const& value, Place const& at, std::vector<SchemaProblem>& problems) {
        auto const* format = schema.if_contains("format");
        auto const* text = value.if_string();
        if (!format || !format->is_string() || !text) return;
        std::string_view const name = format->get_string();
        if (name == "date-time" && !parse_time(*text)) say(problems, at, &schema, "format", "is no moment");
        bool const has_lines = name == "lines";
        if ((has_lines || name == "line") && !is_plain(*text, has_lines))
            say(problems, at, &schema, "format", "has control characters in it");
    }

    void check_members(JsonObject const& schema, JsonObject const& members, Place const& at, int depth,
        std::vector<SchemaProblem>& problems) const {
        if (auto const* required = schema.if_contains("required"); required && required->is_array()) {
            for (auto const& name : required->get_array()) {
                if (!name.is_string() || members.contains(name.get_string())) continue;
                std::string const missing{std::string_view(name.get_string())};
                say(problems, at, &schema, "required", "lacks \"" + missing + "\"", missing);
            }
        }
        auto const* properties = schema.if_contains("properties");
        auto const* named = properties ? properties->if_object() : nullptr;
        auto const* additional = schema.if_contains("additionalProperties");
        for (auto const& member : members) {
            auto const place = Place::member(at, member.key());
            if (auto const* property = named ? named->if_contains(member.key()) : nullptr)
                check(*property, member.value(), place, depth + 1, problems);
            else if (additional && additional->is_object())
                check(*additional, member.value(), place, depth + 1, problems);
            else if ((additional && additional->is_bool() && !additional->get_bool()) ||
                     (options_.refuse_unknown && !additional && named && !named->empty())) {
                say(problems, place, &schema, "additionalProperties", "is not a known member; known are " + known(named),
                    member.key());
            }
        }
    }

    static std::string known(JsonObject const* named) {
        if (!named || named->empty()) return "none";
        std::string text;
        for (auto const& member : *named) text += (text.empty() ? "" : ", ") + std::string(member.key());
        return text;
    }

    void check_choices(
        JsonObject const& schema, Json const& value, Place const& at, int depth, std::vector<SchemaProblem>& problems) const {
        if (auto const* all = schema.if_contains("allOf"); all && all->is_array()) {
            for (auto const& one : all->get_array()) check(one, value, at, depth + 1, problems);
        }
        for (auto const* word : {"anyOf", "oneOf"}) {
            std::size_t fitting = 0;
            auto const* list = schema.if_contains(word);
            if (!list || !list->is_array() || list->get_array().empty()) continue;
            std::optional<std::vector<SchemaProblem>> fewest;
            for (auto const& one : list->get_array()) {
                std::vector<SchemaProblem> found;
                check(one, value, at, depth + 1, found);
                if (found.empty()) ++fitting;
                if (!fewest || found.size() < fewest->size()) fewest = std::move(found);
            }
            problems.insert(problems.end(), fewest->begin(), fewest->end());
            if (fitting > 1 && std::string_view(word) == "oneOf")
                say(problems, at, &schema, "oneOf", "fits " + std::to_string(fitting) + " of the choices, and may fit one only");
        }
    }

    Json const& document_;
    SchemaOptions options_;
};

}  // namespace

std::vector<SchemaProblem> check_words(Json const& schema, std::span<std::string_view const> other_words) {
    std::vector<SchemaProblem> problems;
    walk(schema, "", 0, other_words, problems);
    return problems;
}

std::vector<SchemaProblem> check_schema(
    Json const& document, Json const& schema, Json const& value, SchemaOptions const& options) {
    std::vector<SchemaProblem> problems;
    Checker(document, options).check(schema, value, Place{}, 0, problems);
    return problems;
}

}  // namespace lockstep::catalogue
