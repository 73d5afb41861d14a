// SPDX-License-Identifier: Apache-2.0
#include "catalogue/pointers.hpp"

#include "base/text.hpp"
#include "catalogue/substitute.hpp"

namespace lockstep::catalogue {
namespace {

std::string unescaped(std::string_view step) {
    std::string text;
    for (std::size_t i = 0; i < step.size(); ++i) {
        if (step[i] == '~' && i + 1 < step.size() && (step[i + 1] == '0' || step[i + 1] == '1'))
            text += step[++i] == '0' ? '~' : '/';
        else
            text += step[i];
    }
    return text;
}

Json const* member_of(Json const& declaration, std::string_view member) {
    auto const* object = declaration.if_object();
    return object ? object->if_contains(member) : nullptr;
}

}  // namespace

Pointers pointers_at(Json const& declaration, std::string_view member) {
    auto const* found = member_of(declaration, member);
    if (!found) return {};
    if (auto const* text = found->if_string()) return {std::string(std::string_view(*text))};
    return texts_at(declaration, member);
}

Pointers texts_at(Json const& declaration, std::string_view member) {
    Pointers texts;
    auto const* found = member_of(declaration, member);
    auto const* list = found ? found->if_array() : nullptr;
    if (!list) return texts;
    for (auto const& element : *list) {
        if (auto const* text = element.if_string()) texts.emplace_back(std::string_view(*text));
    }
    return texts;
}

std::string text_at(Json const& declaration, std::string_view member) {
    auto const* found = member_of(declaration, member);
    auto const* text = found ? found->if_string() : nullptr;
    return text ? std::string(std::string_view(*text)) : std::string();
}

messages::LocalText local_text_at(Json const& declaration, std::string_view member) {
    auto const* both = declaration.get_object().if_contains(member);
    return both == nullptr ? messages::LocalText{} : messages::LocalText{text_at(*both, "en"), text_at(*both, "fr")};
}

bool flag_at(Json const& declaration, std::string_view member, bool absent) {
    auto const* found = member_of(declaration, member);
    return found && found->is_bool() ? found->get_bool() : absent;
}

Json const* find_first(Json const& value, Pointers const& pointers) {
    for (auto const& pointer : pointers) {
        auto const* found = find(value, pointer);
        if (found && !found->is_null()) return found;
    }
    return nullptr;
}

std::string find_first_text(Json const& value, Pointers const& pointers) {
    for (auto const& pointer : pointers) {
        auto const* found = find(value, pointer);
        if (found && (found->is_string() || found->is_number())) return plain_text(*found);
    }
    return {};
}

void put_at(JsonObject& object, std::string_view pointer, Json value) {
    auto steps = split(pointer, '/');
    if (!steps.empty() && steps.front().empty()) steps.erase(steps.begin());
    JsonObject* place = &object;
    for (std::size_t i = 0; i + 1 < steps.size(); ++i) {
        auto& next = (*place)[unescaped(steps[i])];
        if (!next.is_object()) next = JsonObject{};
        place = &next.get_object();
    }
    if (!steps.empty()) (*place)[unescaped(steps.back())] = std::move(value);
}

bool all_equal(Json const& value, JsonObject const* expected) {
    if (!expected) return true;
    for (auto const& member : *expected) {
        auto const* found = find(value, member.key());
        if (!found || *found != member.value()) return false;
    }
    return true;
}

}  // namespace lockstep::catalogue
