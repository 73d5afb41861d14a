// SPDX-License-Identifier: Apache-2.0
#include "sync/attached/item_link.hpp"

#include "catalogue/pointers.hpp"

namespace lockstep::sync {
namespace {

using catalogue::AttachedField;
using contacts::both_sides;

JsonArray fields_json(std::set<AttachedField> const& fields) {
    JsonArray names;
    for (auto const field : fields) names.emplace_back(catalogue::to_string(field));
    return names;
}

std::set<AttachedField> fields_from(Json const& json) {
    std::set<AttachedField> fields;
    for (auto const& name : catalogue::texts_at(json, "fields")) {
        for (auto const field : catalogue::attached_fields) {
            if (catalogue::to_string(field) == name) fields.insert(field);
        }
    }
    return fields;
}

TimePoint time_at(Json const& json, std::string_view pointer) { return from_micros(find_integer(json, pointer).value_or(0)); }

catalogue::AttachedValues values_at(Json const& json, std::string_view pointer) {
    auto const* found = find(json, pointer);
    return found == nullptr ? catalogue::AttachedValues{} : catalogue::attached_values_from_json(*found);
}

}  // namespace

std::string_view to_string(ItemState state) {
    switch (state) {
        case ItemState::linked: return "linked";
        case ItemState::creating: return "creating";
        case ItemState::refused: return "refused";
        case ItemState::left: return "left";
    }
    return "linked";
}

Json to_json(ItemLink const& link) {
    JsonObject json{{"base_a", catalogue::to_json(link.base.a)}, {"base_b", catalogue::to_json(link.base.b)}};
    if (link.copy_at) json["copy_at"] = contacts::to_string(*link.copy_at);
    if (auto const& pending = link.pending) {
        json["pending"] = JsonObject{{"side", contacts::to_string(pending->side)}, {"is_unclear", pending->is_unclear},
            {"effect", pending->effect}, {"sent_at", to_micros(pending->sent_at)}, {"fields", fields_json(pending->fields)},
            {"values", catalogue::to_json(pending->values)}, {"source", catalogue::to_json(pending->source)},
            {"looks", pending->looks}, {"looked_at", to_micros(pending->looked_at)}};
    }
    if (auto const& written = link.written) {
        json["written"] = JsonObject{{"side", contacts::to_string(written->side)}, {"at", to_micros(written->at)},
            {"fields", fields_json(written->fields)}, {"before", catalogue::to_json(written->before)}};
    }
    if (auto const& refused = link.refused) {
        json["refused"] = JsonObject{{"side", contacts::to_string(refused->side)}, {"fields", fields_json(refused->fields)},
            {"source", catalogue::to_json(refused->source)}};
    }
    return json;
}

void read_json(Json const& json, ItemLink& link) {
    link.base.a = values_at(json, "/base_a");
    link.base.b = values_at(json, "/base_b");
    if (auto const copy_at = find_text(json, "/copy_at")) link.copy_at = contacts::side_from(*copy_at);
    if (auto const* stored = find(json, "/pending")) {
        ItemPending pending;
        pending.side = contacts::side_from(find_text(*stored, "/side").value_or("a"));
        pending.is_unclear = find_bool(*stored, "/is_unclear").value_or(true);
        pending.effect = find_text(*stored, "/effect").value_or("");
        pending.sent_at = time_at(*stored, "/sent_at");
        pending.fields = fields_from(*stored);
        pending.values = values_at(*stored, "/values");
        pending.source = values_at(*stored, "/source");
        pending.looks = find_integer(*stored, "/looks").value_or(0);
        pending.looked_at = time_at(*stored, "/looked_at");
        link.pending = std::move(pending);
    }
    if (auto const* stored = find(json, "/written")) {
        ItemWritten written;
        written.side = contacts::side_from(find_text(*stored, "/side").value_or("a"));
        written.at = time_at(*stored, "/at");
        written.fields = fields_from(*stored);
        written.before = values_at(*stored, "/before");
        link.written = std::move(written);
    }
    if (auto const* stored = find(json, "/refused")) {
        link.refused = ItemRefused{
            contacts::side_from(find_text(*stored, "/side").value_or("a")), fields_from(*stored), values_at(*stored, "/source")};
    }
}

}  // namespace lockstep::sync
