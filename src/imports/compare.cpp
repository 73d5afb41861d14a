// SPDX-License-Identifier: Apache-2.0
#include "imports/compare.hpp"

#include <map>

#include "imports/convert.hpp"

namespace lockstep::imports {
namespace {

using ByName = std::map<std::string, Json const*, std::less<>>;

ByName by_key(Json const& declarations) {
    ByName named;
    if (auto const* list = find_array(declarations, "/operations")) {
        for (auto const& each : *list) named.emplace(key_of(each), &each);
    }
    return named;
}

ByName inputs_of(Json const& operation) {
    ByName named;
    if (auto const* list = find_array(operation, "/inputs")) {
        for (auto const& each : *list) named.emplace(std::string(find_text(each, "/name").value_or("")), &each);
    }
    return named;
}

bool same(Json const& before, Json const& after, std::string_view pointer) {
    auto const* one = find(before, pointer);
    auto const* other = find(after, pointer);
    return one == nullptr || other == nullptr ? one == other : *one == *other;
}

// Without what is only for people.
JsonObject shape_of(Json const& input) {
    auto shape = input.is_object() ? input.get_object() : JsonObject();
    for (auto const* word : {"label", "help", "example", "advanced"}) shape.erase(word);
    return shape;
}

std::vector<Detail> details_of(Json const& before, Json const& after) {
    std::vector<Detail> details;
    auto const old_inputs = inputs_of(before), new_inputs = inputs_of(after);
    for (auto const& [name, input] : new_inputs) {
        auto const found = old_inputs.find(name);
        bool const is_needed = find_bool(*input, "/required").value_or(false);
        if (found == old_inputs.end())
            details.push_back({is_needed ? "input_added_required" : "input_added", name});
        else if (shape_of(*found->second) != shape_of(*input))
            details.push_back({"input_changed", name});
    }
    for (auto const& [name, input] : old_inputs) {
        if (!new_inputs.contains(name)) details.push_back({"input_removed", name});
    }
    if (!same(before, after, "/title") || !same(before, after, "/help"))
        details.push_back({"title", std::string(find_text(after, "/title/en").value_or(""))});
    if (!same(before, after, "/reply")) details.push_back({"reply", ""});
    if (!same(before, after, "/body") || !same(before, after, "/headers")) details.push_back({"request", ""});
    return details;
}

std::vector<Detail> details_of_head(Json const& before, Json const& after) {
    std::vector<Detail> details;
    auto const add = [&](std::string word, std::string_view pointer, std::string name) {
        if (!same(before, after, pointer)) details.push_back({std::move(word), std::move(name)});
    };
    add("title", "/title", std::string(find_text(after, "/title").value_or("")));
    add("version", "/imported/version", std::string(find_text(after, "/imported/version").value_or("")));
    add("address", "/base_url", std::string(find_text(after, "/base_url").value_or("")));
    add("auth", "/auth", "");
    add("rate", "/limits", "");
    add("verify", "/profiles/0/verify_operation", std::string(find_text(after, "/profiles/0/verify_operation").value_or("")));
    return details;
}

}  // namespace

std::string_view to_string(ChangeKind kind) {
    switch (kind) {
        case ChangeKind::added: return "added";
        case ChangeKind::changed: return "changed";
        case ChangeKind::removed: return "removed";
    }
    return "changed";
}

std::vector<Change> compare(Json const& before, Json const& after) {
    std::vector<Change> changes;
    static Json const nothing;
    auto const head = [](Json const& declarations) -> Json const& {
        auto const* connector = find(declarations, "/connector");
        return connector != nullptr ? *connector : nothing;
    };
    if (auto details = details_of_head(head(before), head(after)); !details.empty())
        changes.push_back(
            {ChangeKind::changed, "", std::string(find_text(head(after), "/title").value_or("")), std::move(details)});
    auto const old_ones = by_key(before), new_ones = by_key(after);
    auto const title_of = [](Json const& operation) { return std::string(find_text(operation, "/title/en").value_or("")); };
    for (auto const& [key, operation] : new_ones) {
        auto const found = old_ones.find(key);
        if (found == old_ones.end()) {
            changes.push_back({ChangeKind::added, key, title_of(*operation), {}});
            continue;
        }
        if (auto details = details_of(*found->second, *operation); !details.empty())
            changes.push_back({ChangeKind::changed, key, title_of(*operation), std::move(details)});
    }
    for (auto const& [key, operation] : old_ones) {
        if (!new_ones.contains(key)) changes.push_back({ChangeKind::removed, key, title_of(*operation), {}});
    }
    return changes;
}

}  // namespace lockstep::imports
