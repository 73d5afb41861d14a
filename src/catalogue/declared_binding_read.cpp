// SPDX-License-Identifier: Apache-2.0
// Readings of a DeclaredBinding: replies and events become records.
#include "base/text.hpp"
#include "catalogue/declared_binding.hpp"
#include "catalogue/events.hpp"

namespace lockstep::catalogue {
namespace {

std::unexpected<Error> without_id(std::string_view where) {
    return fail(ErrorKind::corrupt, "catalogue.record_without_id", "reading " + std::string(where) + ": a record carries no id");
}

constexpr std::string_view unreadable = "\xEF\xBF\xBD";  // what a value that could not be read contains

// As shown; only what is nothing becomes blank. Nothing at all where the value could not be read.
std::optional<contacts::Value> shown_value(Json const& value) {
    if (value.is_null()) return contacts::Value{};
    if (auto const* list = value.if_array()) {
        std::vector<std::string> elements;
        for (auto const& element : *list) {
            auto text = plain_text(element);
            if (text.contains(unreadable)) return std::nullopt;
            if (!text.empty()) elements.push_back(std::move(text));
        }
        if (elements.empty()) return contacts::Value{};
        return contacts::Value{std::move(elements)};
    }
    auto text = plain_text(value);
    if (text.contains(unreadable)) return std::nullopt;
    if (text.empty()) return contacts::Value{};
    return contacts::Value{std::move(text)};
}

}  // namespace

// A member that is missing is blank only at an app that leaves out what is blank.
void DeclaredBinding::keep(contacts::Record& record, std::string name, Json const* shown) const {
    if (shown == nullptr) {
        if (leaves_out_blanks_) record.fields[std::move(name)] = contacts::Value{};
        return;
    }
    if (auto value = shown_value(*shown)) record.fields[std::move(name)] = *std::move(value);
}

void DeclaredBinding::read_custom(Json const& shown, CustomFields const& custom, contacts::Record& record) const {
    auto const* rules = find(binding_, "/custom");
    if (!rules) return;
    auto const* list = find_array(shown, text_at(*rules, "read"));
    if (!list && !leaves_out_blanks_) return;
    for (auto const& field : custom) record.fields["custom." + field.key] = contacts::Value{};
    if (!list) return;
    for (auto const& element : *list) {
        auto const id = find_first_text(element, {text_at(*rules, "id")});
        for (auto const& field : custom) {
            if (field.id != id) continue;
            auto const name = "custom." + field.key;
            record.fields.erase(name);  // unless it can be read
            auto const* value = find_first(element, pointers_at(*rules, "value"));
            static Json const blank;
            keep(record, name, value == nullptr ? &blank : value);
        }
    }
}

Result<contacts::Record> DeclaredBinding::read_record(Json const& shown, bool is_complete, CustomFields const& custom) const {
    contacts::Record record;
    record.id = find_first_text(shown, id_);
    if (record.id.empty()) return without_id("a reply");
    for (auto const& field : fields_) {
        if (is_complete ? !field.is_readable : !field.is_listed) continue;
        keep(record, field.bound.name, find(shown, is_complete ? field.read : field.listing));
    }
    read_custom(shown, custom, record);
    if (auto const pointer = text_at(binding_, "changed_at"); !pointer.empty())
        record.changed_at = tolerant_time(find(shown, pointer));
    if (auto const pointer = text_at(binding_, "version"); !pointer.empty()) {
        auto version = find_first_text(shown, {pointer});
        if (!version.empty()) record.version = std::move(version);
    }
    if (auto const pointer = text_at(binding_, "archived"); !pointer.empty())
        record.archived = find_bool(shown, pointer).value_or(false);
    return record;
}

Result<std::optional<contacts::Record>> DeclaredBinding::read(
    std::string_view operation, Json const& body, CustomFields const& custom) const {
    auto const* records = find_object(binding_, "/records");
    auto const* rules = records ? records->if_contains(operation) : nullptr;
    if (!rules) return std::nullopt;
    auto const* shown = lockstep::find(body, text_at(*rules, "at"));
    if (!shown) return without_id("a reply of " + std::string(operation));
    if (flag_at(*rules, "id_only", false)) {
        contacts::Record record;
        record.id = find_first_text(*shown, id_);
        if (record.id.empty()) return without_id("a reply of " + std::string(operation));
        return record;
    }
    TRY(auto record, read_record(*shown, true, custom));
    return record;
}

Result<std::vector<ListedRecord>> DeclaredBinding::read_items(
    Json const& page, Json const& body, CustomFields const& custom) const {
    std::vector<ListedRecord> listed;
    auto const* items = find_first(body, pointers_at(page, "items"));
    if (!items) return listed;
    bool const is_complete = flag_at(page, "complete", false);
    if (items->is_object()) {
        if (find_first_text(*items, id_).empty()) return listed;  // an empty object: nobody
        TRY(auto record, read_record(*items, is_complete, custom));
        listed.push_back({std::move(record), is_complete});
        return listed;
    }
    auto const* array = items->if_array();
    if (!array) return fail(ErrorKind::corrupt, "catalogue.not_a_list", "reading a listing: its items are no list");
    for (auto const& item : *array) {
        auto const* shown = lockstep::find(item, text_at(page, "record"));
        if (shown && shown->is_object()) {
            TRY(auto record, read_record(*shown, is_complete, custom));
            listed.push_back({std::move(record), is_complete});
            continue;
        }
        ListedRecord bare;  // only its id is told: deleted, or to be read
        auto const pointer = text_at(page, "id");
        if (!pointer.empty()) bare.record.id = find_first_text(item, {pointer});
        if (bare.record.id.empty()) return without_id("a listing");
        listed.push_back(std::move(bare));
    }
    return listed;
}

Result<ListedPage> DeclaredBinding::read_page(
    BoundCall const& call, Json const& body, CustomFields const& custom, std::int64_t page_number) const {
    auto const* pages = find_object(binding_, "/pages");
    auto const* rules = pages ? pages->if_contains(call.operation) : nullptr;
    auto const operation = paged_operations_.find(call.operation);
    if (!rules || operation == paged_operations_.end()) {
        return fail(ErrorKind::invalid, "catalogue.not_available", "reading a listing: " + call.operation + " lists no records");
    }
    ListedPage page;
    TRY(page.items, read_items(*rules, body, custom));
    TRY(page.next, next_page(operation->second, call.inputs, body, page_number));
    if (auto const pointer = text_at(*rules, "total"); !pointer.empty()) page.total = find_integer(body, pointer);
    return page;
}

Result<RecordBinding::ChangedPage> DeclaredBinding::read_changed(
    BoundCall const& call, Json const& body, CustomFields const& custom, std::int64_t page_number) const {
    TRY(auto page, read_page(call, body, custom, page_number));
    ChangedPage changed;
    changed.items = std::move(page.items);
    changed.next = std::move(page.next);
    auto const& rules = find_object(binding_, "/pages")->at(call.operation);
    if (auto const pointer = text_at(rules, "cursor"); !pointer.empty()) {
        auto cursor = find_first_text(body, {pointer});
        if (!cursor.empty()) changed.cursor = std::move(cursor);
    }
    return changed;
}

Result<CustomFields> DeclaredBinding::read_custom_fields(Json const& body) const {
    CustomFields fields;
    auto const* rules = lockstep::find(binding_, "/custom");
    if (!rules) return fields;
    auto const* list = find_array(body, text_at(*rules, "items"));
    // Making a field answers that field alone.
    JsonArray one;
    if (!list && !find_first_text(body, {text_at(*rules, "field_key")}).empty()) {
        one.push_back(body);
        list = &one;
    }
    if (!list) return fail(ErrorKind::corrupt, "catalogue.not_a_list", "reading custom fields: the reply carries no list");
    auto const prefix = text_at(*rules, "key_prefix");
    for (auto const& element : *list) {
        CustomField field;
        field.id = find_first_text(element, {text_at(*rules, "field_id")});
        field.key = find_first_text(element, {text_at(*rules, "field_key")});
        field.name = find_first_text(element, {text_at(*rules, "field_name")});
        field.type = find_first_text(element, {text_at(*rules, "field_type")});
        if (!field.key.starts_with(prefix)) continue;  // of another kind of record
        field.key.erase(0, prefix.size());
        if (!field.id.empty() && !field.key.empty()) fields.push_back(std::move(field));
    }
    return fields;
}

Result<EventFacts> DeclaredBinding::identify_event(Json const& payload) const {
    TRY(auto opened, open_event(webhooks_, payload));
    return std::move(opened.facts);
}

Result<EventFacts> DeclaredBinding::read_event(Json const& payload, CustomFields const& custom) const {
    TRY(auto opened, open_event(webhooks_, payload));
    if (opened.is_about_contact) {
        auto const* shown = lockstep::find(opened.payload(), text_at(webhooks_.at("events"), "record"));
        if (shown && shown->is_object()) {
            auto record = read_record(*shown, true, custom);
            if (record) opened.facts.record = std::move(*record);
        }
    }
    return std::move(opened.facts);
}

}  // namespace lockstep::catalogue
