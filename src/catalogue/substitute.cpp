// SPDX-License-Identifier: Apache-2.0
#include "catalogue/substitute.hpp"

#include <array>
#include <charconv>

namespace lockstep::catalogue {
namespace {

// Where the next "${...}" stands; `end` is past the brace, npos when it is not closed.
struct Insertion {
    std::size_t begin = std::string_view::npos;
    std::size_t end = std::string_view::npos;
    std::string_view name;
};

Insertion next_insertion(std::string_view text, std::size_t from) {
    Insertion place;
    place.begin = text.find("${", from);
    if (place.begin == std::string_view::npos) return place;
    auto const close = text.find('}', place.begin);
    if (close == std::string_view::npos) return place;
    place.end = close + 1;
    place.name = text.substr(place.begin + 2, close - place.begin - 2);
    return place;
}

void collect(Json const& pattern, std::vector<std::string>& names) {
    if (auto const* text = pattern.if_string()) {
        for (auto& name : names_in(std::string_view(*text))) names.push_back(std::move(name));
    } else if (auto const* array = pattern.if_array()) {
        for (auto const& element : *array) collect(element, names);
    } else if (auto const* object = pattern.if_object()) {
        for (auto const& member : *object) collect(member.value(), names);
    }
}

Result<Json const*> look_up(std::string_view name, Names const& names) {
    auto const found = names.find(name);
    if (found == names.end()) {
        return fail(ErrorKind::invalid, "catalogue.unknown_name",
            "filling in a declaration: nothing is known as \"" + std::string(name) + "\" here");
    }
    return &found->second;
}

}  // namespace

std::vector<std::string> names_in(std::string_view text) {
    std::vector<std::string> names;
    for (std::size_t at = 0;;) {
        auto const place = next_insertion(text, at);
        if (place.begin == std::string_view::npos) return names;
        names.emplace_back(place.name);
        if (place.end == std::string_view::npos) return names;
        at = place.end;
    }
}

std::vector<std::string> names_in(Json const& pattern) {
    std::vector<std::string> names;
    collect(pattern, names);
    return names;
}

std::string plain_text(Json const& value) {
    if (auto const* text = value.if_string()) return std::string(std::string_view(*text));
    if (value.is_null()) return {};
    if (auto const* number = value.if_double()) {
        // As a person writes it: 12.5, and 633830400000 rather than 6.338304E11.
        std::array<char, 400> digits{};
        auto const [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), *number, std::chars_format::fixed);
        if (error == std::errc{}) return {digits.data(), end};
    }
    return to_text(value);
}

Result<std::string> substitute_text(std::string_view text, Names const& names) {
    std::string result;
    std::size_t at = 0;
    for (;;) {
        auto const place = next_insertion(text, at);
        if (place.begin == std::string_view::npos) break;
        result += text.substr(at, place.begin - at);
        TRY(auto const* value, look_up(place.name, names));
        if (place.end == std::string_view::npos) break;
        result += plain_text(*value);
        at = place.end;
    }
    result += text.substr(at);
    return result;
}

Result<Json> substitute(Json const& pattern, Names const& names) {
    if (auto const* string = pattern.if_string()) {
        std::string_view const text = *string;
        auto const place = next_insertion(text, 0);
        if (place.begin == 0 && place.end == text.size()) {
            TRY(auto const* value, look_up(place.name, names));
            return *value;
        }
        TRY(auto filled, substitute_text(text, names));
        return Json(filled);
    }
    if (auto const* array = pattern.if_array()) {
        JsonArray result;
        for (auto const& element : *array) {
            TRY(auto filled, substitute(element, names));
            result.push_back(std::move(filled));
        }
        return Json(std::move(result));
    }
    if (auto const* object = pattern.if_object()) {
        JsonObject result;
        for (auto const& member : *object) {
            TRY(auto filled, substitute(member.value(), names));
            result[member.key()] = std::move(filled);
        }
        return Json(std::move(result));
    }
    return pattern;
}

}  // namespace lockstep::catalogue
