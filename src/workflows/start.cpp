// SPDX-License-Identifier: Apache-2.0
#include "workflows/start.hpp"

#include "catalogue/events.hpp"

namespace lockstep::workflows {

Occasion read_occasion(connections::Connection const* connection, Json const& payload, std::string_view record_id) {
    Occasion occasion;
    occasion.trigger = payload.is_object() ? payload : Json(JsonObject{});
    if (!record_id.empty()) occasion.contact["id"] = record_id;
    if (connection == nullptr) return occasion;
    auto const& connector = *connection->connector;
    occasion.contact["app"] = connector.id;
    if (auto const* webhooks = find(connector.declaration, "/webhooks")) {
        if (auto const opened = catalogue::open_event(*webhooks, payload)) occasion.trigger = opened->payload();
        occasion.wire_type = catalogue::glance(*webhooks, payload).type;
    }
    auto const facts = connector.contacts->read_event(payload, connection->custom_fields);
    if (!facts || !facts->record) return occasion;
    for (auto const& field : connector.contacts->fields()) {
        auto const value = facts->record->fields.find(field.name);
        if (field.means.empty() || value == facts->record->fields.end() || contacts::is_blank(value->second)) continue;
        occasion.contact[field.means] = contacts::to_json(value->second);
    }
    return occasion;
}

bool is_of_type(Trigger const& trigger, Occasion const& occasion) {
    return occasion.wire_type.empty() || occasion.wire_type == trigger.event_type || occasion.wire_type == trigger.inbox_type;
}

Result<Wish> judge(Trigger const& trigger, Occasion const& occasion, TimePoint now) {
    Wish wish;
    if (!is_of_type(trigger, occasion)) return wish;
    Json const contact = occasion.contact;
    Json const time(format_time(now));
    Values const values = [&](std::string_view name) -> Json const* {
        if (name == "trigger") return &occasion.trigger;
        if (name == "contact") return &contact;
        return name == "now" ? &time : nullptr;
    };
    if (trigger.when) {
        TRY(bool const fits, holds(*trigger.when, values));
        if (!fits) return wish;
    }
    if (!trigger.changed.empty()) {
        JsonArray seen;
        for (auto const& expression : trigger.changed) {
            TRY(auto value, expression.evaluate(values));
            seen.push_back(std::move(value));
        }
        wish.changed = to_text(seen);
    }
    if (trigger.key) {
        TRY(auto const key, trigger.key->evaluate(values));
        wish.key = shown_in_text(key);
    } else if (auto const* id = occasion.contact.if_contains("id")) {
        auto const* app = occasion.contact.if_contains("app");
        wish.key = (app == nullptr ? std::string() : shown_in_text(*app)) + ":" + shown_in_text(*id);
    }
    wish.starts = true;
    return wish;
}

JsonObject start_data(Occasion const& occasion, std::string_view run, std::string_view workflow, TimePoint now) {
    return {{"trigger", occasion.trigger}, {"contact", occasion.contact},
        {"run", {{"id", run}, {"workflow", workflow}, {"started_at", format_time(now)}}}};
}

}  // namespace lockstep::workflows
