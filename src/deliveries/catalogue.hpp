// SPDX-License-Identifier: Apache-2.0
// The events that others can be told of: what each is called, what it says, and an example. Published, so nothing here is renamed
// or taken away; members may be added.
#pragma once

#include <span>
#include <string_view>

#include "base/json.hpp"
#include "base/time.hpp"
#include "messages/messages.hpp"

namespace lockstep::deliveries {

struct Member {
    std::string_view name;
    std::string_view type;    // of JSON Schema; several with a space between them
    std::string_view sample;  // JSON
    bool is_value = false;    // told only to those who get everything: it may hold what people are called and write
};

struct EventType {
    std::string_view name;  // delivery_event.<name>.title and .about of messages/<language>.json say what it is
    std::span<Member const> members;
};

inline constexpr std::string_view test_type = "webhook.test";

std::span<EventType const> event_types();
bool is_event_type(std::string_view name);

// {"name", "title", "about", "schema", "sample"}: the schema is of `data`, in a delivery with everything.
JsonObject event_type_json(EventType const& type, messages::Language language);
// What a test delivery says.
JsonObject test_data();

// The body of a delivery, as it is signed and sent.
std::string delivery_body(
    std::string_view event, std::string_view type, TimePoint happened_at, JsonObject const& data, JsonObject const* values);

}  // namespace lockstep::deliveries
