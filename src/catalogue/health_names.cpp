// SPDX-License-Identifier: Apache-2.0
#include "catalogue/health_names.hpp"

#include <algorithm>

#include "catalogue/pointers.hpp"

namespace lockstep::catalogue {
namespace {

constexpr std::string_view custom_prefix = "custom.";

void add(std::vector<std::string>& names, std::string_view name) {
    if (!name.empty() && std::ranges::find(names, name) == names.end()) names.emplace_back(name);
}

// The last step of a pointer, or the name itself.
void add_leaf(std::vector<std::string>& names, std::string_view pointer) { add(names, pointer.substr(pointer.rfind('/') + 1)); }

void add_field(std::vector<std::string>& names, Json const& field) {
    add(names, text_at(field, "name"));
    for (auto const* member : {"read", "listing", "create", "update"}) add_leaf(names, text_at(field, member));
    for (auto const* edit : {"/add/inputs", "/remove/inputs"}) {
        auto const* inputs = find_object(field, edit);
        if (inputs == nullptr) continue;
        for (auto const& input : *inputs) {
            auto const* text = input.value().if_string();
            bool const is_of_record = text != nullptr && std::string_view(*text) == "${id}";
            if (!is_of_record) add(names, input.key());
        }
    }
}

// Whether an operation carries what is listed, created or changed by the binding: one of its own, or one below their paths.
bool is_about(Json const& binding, Connector const& connector, Operation const& operation) {
    for (auto const* member : {"/list/operation", "/create/operation", "/update/operation"}) {
        auto const id = find_text(binding, member);
        if (!id) continue;
        if (*id == operation.id) return true;
        auto const* known = connector.find(*id);
        if (known != nullptr && operation.path.starts_with(known->path)) return true;
    }
    return false;
}

void add_declared(std::vector<std::string>& names, Connector const& connector, std::vector<std::string> const& fields) {
    auto const* declared = find_array(connector.declaration, "/profile/bindings/contact/fields");
    if (declared == nullptr) return;
    for (auto const& field : *declared) {
        bool const is_named = !fields.empty() && std::ranges::find(fields, text_at(field, "name")) != fields.end();
        if (is_named || flag_at(field, "health", false)) add_field(names, field);
    }
}

void add_mapped(std::vector<std::string>& names, std::string const& name, CustomFields const& custom) {
    add(names, name);
    if (!name.starts_with(custom_prefix)) return;
    auto const key = std::string_view(name).substr(custom_prefix.size());
    add(names, key);
    for (auto const& field : custom) {
        if (field.key == key) add(names, field.id);
    }
}

void add_attached(
    std::vector<std::string>& names, Connector const& connector, Operation const& operation, std::string_view pointer) {
    auto const* binding = find(connector.declaration, pointer);
    auto const* declared = binding != nullptr ? find_array(*binding, "/fields") : nullptr;
    if (declared == nullptr || !is_about(*binding, connector, operation)) return;
    for (auto const& field : *declared) {
        if (flag_at(field, "health", false)) add_field(names, field);
    }
}

// An input may stand under another name in the request.
void add_wire_names(std::vector<std::string>& names, Operation const& operation) {
    auto const* inputs = names.empty() ? nullptr : find_array(operation.declaration, "/inputs");
    if (inputs == nullptr) return;
    for (auto const& input : *inputs) {
        if (std::ranges::find(names, text_at(input, "name")) != names.end()) add_leaf(names, text_at(input, "wire_name"));
    }
}

}  // namespace

std::vector<std::string> health_names(
    Connector const& connector, Operation const& operation, std::vector<std::string> const& fields, CustomFields const& custom) {
    std::vector<std::string> names;
    add_declared(names, connector, fields);
    for (auto const& name : fields) add_mapped(names, name, custom);
    for (auto const* attached : {"/profile/bindings/note", "/profile/bindings/task"})
        add_attached(names, connector, operation, attached);
    add_wire_names(names, operation);
    return names;
}

}  // namespace lockstep::catalogue
