// SPDX-License-Identifier: Apache-2.0
#include "deliveries/catalogue.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace lockstep::deliveries {
namespace {

constexpr Member sync{"sync", "string", R"("syn_01K8ZQ3T6X4V7M2N9P5R1S8W0A")"};
constexpr Member link{"link", "string", R"("lnk_01K8ZQ4A0B1C2D3E4F5G6H7J8K")"};
constexpr Member a_record{"a_record", "string null", R"("ocQHyuzHvysMo5N5VsXc")"};
constexpr Member b_record{"b_record", "string null", R"("8d3c1f6a-52b7-4c0e-9a41-6f2f9be0a7d1")"};
constexpr Member side{"side", "string", R"("b")"};
constexpr Member how{"how", "string", R"("created")"};
constexpr Member fields{"fields", "array", R"(["phone"])"};
constexpr Member changes{"changes", "array", R"([{"field": "phone", "before": "+14185550100", "after": "+14185550199"}])", true};
constexpr Member person{"person", "object null",
    R"({"id": "lnk_01K8ZQ4A0B1C2D3E4F5G6H7J8K", "full_name": "Anne Sample", "email": "anne@example.com", "phone": "+14185550199",
        "fields": {"firstName": "Anne", "lastName": "Sample"}})",  // names: of an example
    true};

constexpr std::array created{sync, link, a_record, b_record, how, side, person};
constexpr std::array linked{sync, link, a_record, b_record, how, person};
constexpr std::array unlinked{sync, link, a_record, b_record};
constexpr std::array updated{sync, link, a_record, b_record, side, fields, changes, person};
constexpr std::array tags{sync, link, a_record, b_record, side, Member{"field", "string", R"("tags")"},
    Member{"count", "integer", "1"}, Member{"tags", "array", R"(["running"])", true}, person};
constexpr std::array attached{sync, link, a_record, b_record, side, Member{"fields", "array", R"(["text"])"},
    Member{"changes", "array", R"([{"field": "text", "before": null, "after": "Prefers mornings."}])", true}, person};
constexpr std::array issue{sync, Member{"issue", "string", R"("iss_01K8ZQ5T6X4V7M2N9P5R1S8W0A")"},
    Member{"kind", "string", R"("conflict")"}, Member{"subject", "string", R"("lnk_01K8ZQ4A0B1C2D3E4F5G6H7J8K")"},
    Member{"field", "string", R"("phone")"}};
constexpr std::array lost{Member{"connection", "string", R"("con_01K8ZQ3T6X4V7M2N9P5R1S8W0A")"},
    Member{"label", "string", R"("Clinic")"}, Member{"why", "string", R"("health.connection.failing")"}};
constexpr std::array recovered{Member{"connection", "string", R"("con_01K8ZQ3T6X4V7M2N9P5R1S8W0A")"},
    Member{"label", "string", R"("Clinic")"}, Member{"lost_since", "string", R"("2026-03-01T10:04:00.000Z")"}};
constexpr std::array received{Member{"event", "string", R"("evt_01K8ZQ3T6X4V7M2N9P5R1S8W0A")"},
    Member{"connection", "string", R"("con_01K8ZQ3T6X4V7M2N9P5R1S8W0A")"}, Member{"event_type", "string", R"("contact.updated")"},
    Member{"record", "string", R"("ocQHyuzHvysMo5N5VsXc")"},
    Member{"payload", "object array string null", R"({"type": "ContactUpdate", "id": "ocQHyuzHvysMo5N5VsXc"})", true}};

constexpr std::array types{EventType{"contact.created", created}, EventType{"contact.linked", linked},
    EventType{"contact.unlinked", unlinked}, EventType{"contact.updated", updated}, EventType{"contact.tags_added", tags},
    EventType{"contact.tags_removed", tags}, EventType{"note.created", attached}, EventType{"note.updated", attached},
    EventType{"task.created", attached}, EventType{"task.updated", attached}, EventType{"issue.opened", issue},
    EventType{"issue.closed", issue}, EventType{"connection.lost", lost}, EventType{"connection.recovered", recovered},
    EventType{"event.received", received}};

Json schema_type(std::string_view words) {
    if (!words.contains(' ')) return Json(words);
    JsonArray list;
    for (auto const word : split(words, ' ')) list.emplace_back(word);
    return list;
}

}  // namespace

std::span<EventType const> event_types() { return types; }

bool is_event_type(std::string_view name) { return std::ranges::find(types, name, &EventType::name) != types.end(); }

JsonObject event_type_json(EventType const& type, messages::Language language) {
    JsonArray required;
    JsonObject properties;
    JsonObject sample;
    for (auto const& member : type.members) {
        if (!member.is_value) required.emplace_back(member.name);
        properties[member.name] = JsonObject{{"type", schema_type(member.type)}};
        sample[member.name] = parse_json(member.sample).value();
    }
    auto const key = "delivery_event." + std::string(type.name);
    return {{"name", type.name}, {"title", messages::text(language, key + ".title")},
        {"about", messages::text(language, key + ".about")},
        {"schema", JsonObject{{"type", "object"}, {"required", std::move(required)}, {"properties", std::move(properties)}}},
        {"sample", std::move(sample)}};
}

JsonObject test_data() { return {{"message", "This is a test of Lockstep's webhooks."}}; }

std::string delivery_body(
    std::string_view event, std::string_view type, TimePoint happened_at, JsonObject const& data, JsonObject const* values) {
    auto told = data;
    if (values != nullptr)
        for (auto const& [name, value] : *values) told[name] = value;
    return to_text(JsonObject{{"id", event}, {"type", type}, {"timestamp", format_time(happened_at)}, {"data", std::move(told)}});
}

}  // namespace lockstep::deliveries
