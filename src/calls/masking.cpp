// SPDX-License-Identifier: Apache-2.0
#include "calls/masking.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace lockstep::calls {
namespace {

constexpr std::size_t bytes_looked_through = 1 << 20;
constexpr JsonLimits limits{.bytes = bytes_looked_through, .depth = 64, .members = 200'000, .string_bytes = bytes_looked_through};

bool is_named(std::string_view name, HealthNames const& names) { return std::ranges::find(names, name) != names.end(); }

// "allergies", and "contact.allergies" or "customFields.allergies".
bool names_one(std::string_view text, HealthNames const& names) {
    return is_named(text, names) || is_named(text.substr(text.rfind('.') + 1), names);
}

bool says_nothing(Json const& value) {
    if (value.is_null()) return true;
    if (auto const* text = value.if_string()) return text->empty() || *text == mask;
    if (auto const* list = value.if_array()) return list->empty();
    if (auto const* object = value.if_object()) return object->empty();
    return false;
}

bool put_mask(Json& value) {
    if (says_nothing(value)) return false;
    value = mask;
    return true;
}

bool mask_object(JsonObject& object, HealthNames const& names) {
    bool const is_about_one = std::ranges::any_of(object, [&](auto const& member) {
        auto const* text = member.value().if_string();
        return text != nullptr && names_one(*text, names);
    });
    bool is_masked = false;
    for (auto& member : object) {
        auto const* text = member.value().if_string();
        bool const is_the_name = text != nullptr && names_one(*text, names);
        bool const is_hidden = is_named(member.key(), names) || (is_about_one && !is_the_name);
        if (is_hidden ? put_mask(member.value()) : mask_values(member.value(), names)) is_masked = true;
    }
    return is_masked;
}

std::string not_kept(std::size_t bytes) { return "(" + std::to_string(bytes) + " bytes, not kept: they may hold health data)"; }

}  // namespace

bool mask_values(Json& value, HealthNames const& names) {
    if (auto* object = value.if_object()) return mask_object(*object, names);
    bool is_masked = false;
    if (auto* list = value.if_array()) {
        for (auto& item : *list) {
            if (mask_values(item, names)) is_masked = true;
        }
    }
    return is_masked;
}

std::string masked_body(std::string_view body, HealthNames const& names, bool& is_masked) {
    if (names.empty() || body.empty()) return std::string(body);
    if (body.size() <= bytes_looked_through) {
        if (auto parsed = parse_foreign_json(body, limits)) {
            if (!mask_values(*parsed, names)) return std::string(body);
            is_masked = true;
            return to_text(*parsed);
        }
    }
    is_masked = true;
    return not_kept(body.size());
}

std::string masked_url(std::string_view url, HealthNames const& names, bool& is_masked) {
    auto const mark = url.find('?');
    if (names.empty() || mark == std::string_view::npos) return std::string(url);
    std::string kept(url.substr(0, mark));
    char before = '?';
    for (auto const part : split(url.substr(mark + 1), '&')) {
        auto const equals = part.find('=');
        bool const has_value = equals != std::string_view::npos && equals + 1 < part.size();
        bool const is_hidden = has_value && names_one(percent_decode(part.substr(0, equals)), names);
        kept += before;
        kept += is_hidden ? std::string(part.substr(0, equals + 1)) + std::string(mask) : std::string(part);
        if (is_hidden) is_masked = true;
        before = '&';
    }
    return kept;
}

}  // namespace lockstep::calls
