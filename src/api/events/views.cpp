// SPDX-License-Identifier: Apache-2.0
#include "api/events/views.hpp"

#include "base/text.hpp"

namespace lockstep::api {

JsonObject event_view(events::Event const& event) {
    JsonObject view;
    view["id"] = event.id.text();
    view["connection"] = event.connection.text();
    view["source"] = events::to_string(event.source);
    view["type"] = event.type;
    view["record_id"] = event.record_id;
    view["delivery_id"] = event.delivery_id;
    view["received_at"] = format_time(event.received_at);
    view["state"] = events::to_string(event.state);
    view["note"] = event.note;
    view["attempts"] = event.attempts;
    return view;
}

Json payload_view(std::string_view payload) {
    if (auto json = parse_json(payload)) return *std::move(json);
    return Json(printable(payload));
}

}  // namespace lockstep::api
