// SPDX-License-Identifier: Apache-2.0
#include "api/events/views.hpp"

#include "base/text.hpp"
#include "messages/error_words.hpp"

namespace lockstep::api {

namespace {

// A stored note is a code, after which ": " and the code of an error may stand. One of an earlier version is a sentence.
messages::Message note_of(std::string_view stored) {
    auto const colon = stored.find(": ");
    return {"event_note." + std::string(stored.substr(0, colon)),
        colon == std::string_view::npos ? MessageParams{} : MessageParams{{"why", std::string(stored.substr(colon + 2))}}};
}

}  // namespace

std::string note_text(std::string_view stored, messages::Language language) {
    auto note = note_of(stored);
    if (!messages::has_text(note.code)) return std::string(stored);
    for (auto& [name, value] : note.params) {
        if (auto const page = messages::error_page(language, value)) value = page->title + ".";
    }
    return messages::text(language, note);
}

JsonObject event_view(events::Event const& event, messages::Language language) {
    JsonObject view;
    view["id"] = event.id.text();
    view["connection"] = event.connection.text();
    view["source"] = events::to_string(event.source);
    view["type"] = event.type;
    view["record_id"] = event.record_id;
    view["delivery_id"] = event.delivery_id;
    view["received_at"] = format_time(event.received_at);
    view["state"] = events::to_string(event.state);
    view["note"] = note_text(event.note, language);
    auto const note = note_of(event.note);
    view["note_code"] = messages::has_text(note.code) ? note.code : std::string();
    view["note_params"] = messages::to_json(note.params);
    view["attempts"] = event.attempts;
    return view;
}

Json payload_view(std::string_view payload) {
    if (auto json = parse_foreign_json(payload)) return *std::move(json);
    return Json(printable(payload));
}

}  // namespace lockstep::api
