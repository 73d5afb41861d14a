// SPDX-License-Identifier: Apache-2.0
// What a webhook payload says, by the declaration's "webhooks.events": its type, whom it is about, where it belongs.
#pragma once

#include "catalogue/binding.hpp"

namespace lockstep::catalogue {

// The payload with its wrapper (HighLevel's "data") laid over the top level, and its type found; the record is left out.
struct OpenedEvent {
    EventFacts facts;
    Json payload;
    bool is_about_contact = false;
};

// `webhooks` is the connector's member of that name. invalid "catalogue.not_an_event" when the payload is none.
Result<OpenedEvent> open_event(Json const& webhooks, Json const& payload);

// ISO text, or a number of seconds or milliseconds since 1970.
std::optional<TimePoint> tolerant_time(Json const* value);

}  // namespace lockstep::catalogue
