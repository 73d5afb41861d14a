// SPDX-License-Identifier: Apache-2.0
// Calls of a DeclaredBinding: fields and values become inputs of operations.
#include "catalogue/declared_binding.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalogue/request_headers.hpp"
#include "contacts/decide.hpp"

namespace lockstep::catalogue {
namespace {

contacts::FieldKind kind_named(std::string_view name) {
    if (name == "email") return contacts::FieldKind::email;
    if (name == "phone") return contacts::FieldKind::phone;
    if (name == "date") return contacts::FieldKind::date;
    if (name == "country") return contacts::FieldKind::country;
    if (name == "subdivision") return contacts::FieldKind::subdivision;
    if (name == "set") return contacts::FieldKind::set;
    return contacts::FieldKind::text;
}

Json member_or_null(Json const& declaration, std::string_view member) {
    auto const* found = declaration.get_object().if_contains(member);
    return found ? *found : Json();
}

Json array_of(std::vector<std::string> const& elements) {
    JsonArray array;
    for (auto const& element : elements) array.emplace_back(element);
    return Json(std::move(array));
}

CustomField const* with_key(CustomFields const& custom, std::string_view key) {
    auto const found = std::ranges::find(custom, key, &CustomField::key);
    return found == custom.end() ? nullptr : &*found;
}

std::string_view custom_key(std::string_view field) {
    return field.starts_with("custom.") ? field.substr(7) : std::string_view();
}

// What an app makes of a custom field's name: "Partner ID" becomes "partner_id".
std::string key_from_name(std::string_view name) {
    std::string key;
    for (char letter : lower_ascii(trim_ascii(name))) {
        bool const is_kept = (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9') || letter == '_';
        key += is_kept ? letter : '_';
    }
    return key;
}

std::vector<std::string> choices_of(Operation const& operation, std::string_view input) {
    std::vector<std::string> choices;
    auto const* inputs = find_array(operation.declaration, "/inputs");
    if (inputs == nullptr || input.empty()) return choices;
    for (auto const& each : *inputs) {
        auto const* allowed = find_array(each, "/enum");
        if (find_text(each, "/name") != input || allowed == nullptr) continue;
        for (auto const& value : *allowed) {
            if (value.is_string()) choices.emplace_back(value.get_string());
        }
    }
    return choices;
}

bool is_filled(contacts::FieldWrites const& writes, std::string const& name) {
    auto const value = writes.values.find(name);
    auto const set = writes.sets.find(name);
    return (value != writes.values.end() && !contacts::is_blank(value->second)) ||
           (set != writes.sets.end() && !set->second.add.empty());
}

}  // namespace

DeclaredBinding::DeclaredBinding(Json binding, Json webhooks, std::vector<Operation> const& operations)
    : binding_(std::move(binding)), webhooks_(std::move(webhooks)), id_(pointers_at(binding_, "id")) {
    writes_are_conditional = flag_at(binding_, "writes_are_conditional", false);
    other_id_listing_is_consistent = flag_at(binding_, "other_id_listing_is_consistent", false);
    event_carries_all = flag_at(binding_, "event_carries_all", false);
    leaves_out_blanks_ = flag_at(binding_, "leaves_out_blanks", false);
    auto const creating = std::ranges::find(operations, find_text(binding_, "/create/operation").value_or(""), &Operation::id);
    for (auto const& declared : binding_.at("fields").get_array()) {
        auto const has = [&](std::string_view member) { return declared.get_object().contains(member); };
        Field field;
        field.bound.name = text_at(declared, "name");
        field.bound.kind = kind_named(text_at(declared, "kind"));
        field.bound.label = {text_at(declared.at("label"), "en"), text_at(declared.at("label"), "fr")};
        field.bound.means = text_at(declared, "means");
        field.is_readable = has("read");
        field.read = text_at(declared, "read");
        field.is_listed = has("listing");
        field.listing = text_at(declared, "listing");
        field.create_input = text_at(declared, "create");
        field.update_input = text_at(declared, "update");
        field.add = member_or_null(declared, "add");
        field.remove = member_or_null(declared, "remove");
        field.clear_as = member_or_null(declared, "clear_as");
        field.bound.can_create = !field.create_input.empty();
        field.bound.can_update = !field.update_input.empty() || (field.add.is_object() && field.remove.is_object());
        field.bound.can_clear = flag_at(declared, "clear", true) && field.bound.can_update;
        field.bound.in_listing = field.is_listed;
        field.bound.in_event = field.is_readable && webhooks_.is_object();
        if (creating != operations.end()) field.bound.choices = choices_of(*creating, field.create_input);
        fields_.push_back(std::move(field));
    }
    if (auto const* pages = find_object(binding_, "/pages")) {
        for (auto const& page : *pages) {
            auto const found = std::ranges::find(operations, std::string_view(page.key()), &Operation::id);
            if (found != operations.end()) paged_operations_.emplace(found->id, *found);
            // Complete items are read like a record, so they carry whatever a record carries.
            bool const is_to_be_proved = text_at(member_or_null(binding_, "list_whole"), "operation") == page.key();
            if (!flag_at(page.value(), "complete", false) || is_to_be_proved) continue;
            for (auto& field : fields_) field.bound.in_listing = field.bound.in_listing || field.is_readable;
        }
    }
}

std::vector<BoundField> DeclaredBinding::fields() const {
    std::vector<BoundField> bound;
    for (auto const& field : fields_) bound.push_back(field.bound);
    return bound;
}

DeclaredBinding::Field const* DeclaredBinding::find_field(std::string_view name) const {
    auto const found = std::ranges::find_if(fields_, [&](Field const& field) { return field.bound.name == name; });
    return found == fields_.end() ? nullptr : &*found;
}

std::optional<BoundCall> DeclaredBinding::call(std::string_view pointer, Names const& names) const {
    auto const* declared = find(binding_, pointer);
    if (!declared) return std::nullopt;
    BoundCall bound;
    bound.operation = text_at(*declared, "operation");
    if (auto const* inputs = declared->get_object().if_contains("inputs")) {
        auto filled = substitute(*inputs, names);
        if (!filled) return std::nullopt;  // a setting that this connection does not have
        bound.inputs = std::move(filled->get_object());
    }
    return bound;
}

std::optional<BoundCall> DeclaredBinding::get(std::string_view id) const { return call("/get", {{"id", Json(id)}}); }

std::optional<BoundCall> DeclaredBinding::list(ConnectionSettings const& settings) const {
    return call("/list", setting_names(settings));
}

std::optional<BoundCall> DeclaredBinding::list_whole(ConnectionSettings const& settings) const {
    return call("/list_whole", setting_names(settings));
}

std::optional<BoundCall> DeclaredBinding::changed_since(
    ConnectionSettings const& settings, TimePoint since, std::optional<std::string> const& cursor) const {
    auto names = setting_names(settings);
    names["since"] = Json(format_time(since));
    if (cursor && find(binding_, "/changed_after_cursor")) {
        names["cursor"] = Json(*cursor);
        return call("/changed_after_cursor", names);
    }
    return call("/changed_since", names);
}

std::optional<BoundCall> DeclaredBinding::find_by_email(ConnectionSettings const& settings, std::string_view email) const {
    auto names = setting_names(settings);
    names["email"] = Json(email);
    return call("/find_by_email", names);
}

std::optional<BoundCall> DeclaredBinding::find_by_other_id(
    ConnectionSettings const& settings, std::string_view field, std::string_view other_id, CustomFields const& custom) const {
    auto names = setting_names(settings);
    names["other_id"] = Json(other_id);
    auto const key = custom_key(field);
    if (key.empty()) return call("/find_by_other_id/" + std::string(field), names);
    auto const* known = with_key(custom, key);
    if (!known) return std::nullopt;
    names["custom_id"] = Json(known->id);
    return call("/find_by_other_id/custom.*", names);
}

std::optional<BoundCall> DeclaredBinding::list_custom_fields(ConnectionSettings const& settings) const {
    return call("/custom/list", setting_names(settings));
}

std::optional<BoundCall> DeclaredBinding::create_custom_field(
    ConnectionSettings const& settings, std::string_view key, std::string_view name) const {
    auto names = setting_names(settings);
    // Apps derive the key from the name; a name that would give another key must not be used.
    names["name"] = Json(key_from_name(name) == key ? name : key);
    return call("/custom/create", names);
}

Result<void> DeclaredBinding::add_value(
    BoundCall& bound, std::string_view name, contacts::Value const& value, bool is_create, CustomFields const& custom) const {
    bool const blank = contacts::is_blank(value);
    bound.fields.emplace_back(name);
    if (auto const key = custom_key(name); !key.empty()) {
        auto const* known = with_key(custom, key);
        auto const* rules = find(binding_, "/custom");
        if (!known || !rules) {
            return fail(ErrorKind::invalid, "catalogue.unknown_field",
                "writing a record: the app has no custom field \"" + std::string(key) + "\"");
        }
        Names const names{
            {"id", Json(known->id)}, {"value", blank ? member_or_null(*rules, "clear_as") : contacts::to_json(value)}};
        TRY(auto element, substitute(rules->at("write"), names));
        auto& list = bound.inputs[text_at(*rules, "write_input")];
        if (!list.is_array()) list = JsonArray{};
        list.get_array().push_back(std::move(element));
        return {};
    }
    auto const* field = find_field(name);
    auto const& input = field ? (is_create ? field->create_input : field->update_input) : std::string();
    if (!field)
        return fail(ErrorKind::invalid, "catalogue.unknown_field",
            "writing a record: the app has no field \"" + std::string(name) + "\"");
    if (input.empty()) {
        return fail(ErrorKind::invalid, "catalogue.not_writable",
            "writing a record: field \"" + std::string(name) + "\" cannot be written with this call");
    }
    if (blank && !is_create && !field->bound.can_clear) {
        return fail(ErrorKind::invalid, "catalogue.not_clearable",
            "writing a record: field \"" + std::string(name) + "\" cannot be cleared");
    }
    bound.inputs[input] = blank ? field->clear_as : contacts::to_json(value);
    return {};
}

std::vector<std::string> DeclaredBinding::missing_for_create(contacts::FieldWrites const& writes) const {
    std::vector<std::string> missing;
    auto const* rules = find(binding_, "/create");
    if (rules == nullptr) return missing;
    for (auto const& name : texts_at(*rules, "needs")) {
        if (!is_filled(writes, name)) missing.push_back(name);
    }
    return missing;
}

Result<BoundCall> DeclaredBinding::create(
    ConnectionSettings const& settings, contacts::FieldWrites const& writes, CustomFields const& custom) const {
    auto bound = call("/create", setting_names(settings));
    if (!bound)
        return fail(ErrorKind::invalid, "catalogue.not_available", "creating a record: this profile has no operation for it");

    std::string missing;
    for (auto const& name : missing_for_create(writes)) missing += (missing.empty() ? "" : ", ") + name;
    auto const one_of = texts_at(binding_.at("create"), "needs_one_of");
    if (!one_of.empty() && std::ranges::none_of(one_of, [&](auto const& name) { return is_filled(writes, name); })) {
        missing += missing.empty() ? "one of " : ", one of ";
        for (std::size_t i = 0; i < one_of.size(); ++i) missing += (i == 0 ? "" : " or ") + one_of[i];
    }
    if (!missing.empty())
        return fail(ErrorKind::invalid, "catalogue.create_needs", "creating a record: the app needs " + missing);

    for (auto const& [name, value] : writes.values) {
        if (!contacts::is_blank(value)) TRY_VOID(add_value(*bound, name, value, true, custom));
    }
    for (auto const& [name, edit] : writes.sets) {
        if (!edit.add.empty()) TRY_VOID(add_value(*bound, name, contacts::Value{edit.add}, true, custom));
    }
    return *std::move(bound);
}

Result<std::vector<BoundCall>> DeclaredBinding::update(ConnectionSettings const& settings, std::string_view id,
    std::optional<std::string> const& version, contacts::FieldWrites const& writes, CustomFields const& custom) const {
    std::vector<BoundCall> calls;
    if (!writes.values.empty()) {
        auto bound = call("/update", setting_names(settings));
        if (!bound)
            return fail(ErrorKind::invalid, "catalogue.not_available", "updating a record: this profile has no operation for it");
        auto const& rules = binding_.at("update");
        bound->inputs[text_at(rules, "id_input")] = Json(id);
        auto const version_input = text_at(rules, "version_input");
        if (version && !version_input.empty()) bound->inputs[version_input] = Json(*version);
        for (auto const& [name, value] : writes.values) TRY_VOID(add_value(*bound, name, value, false, custom));
        calls.push_back(*std::move(bound));
    }
    for (auto const& [name, edit] : writes.sets) {
        auto const* field = find_field(name);
        auto const add_edit = [&](Json const& rules, std::vector<std::string> const& elements) -> Result<void> {
            if (elements.empty()) return {};
            if (!rules.is_object()) {
                return fail(ErrorKind::invalid, "catalogue.not_writable",
                    "updating a record: set \"" + std::string(name) + "\" cannot be edited with this profile");
            }
            BoundCall bound;
            bound.operation = text_at(rules, "operation");
            bound.inputs[text_at(rules, "id_input")] = Json(id);
            bound.inputs[text_at(rules, "input")] = array_of(elements);
            bound.fields.push_back(name);
            calls.push_back(std::move(bound));
            return {};
        };
        TRY_VOID(add_edit(field ? field->add : Json(), edit.add));
        TRY_VOID(add_edit(field ? field->remove : Json(), edit.remove));
    }
    return calls;
}

}  // namespace lockstep::catalogue
