// SPDX-License-Identifier: Apache-2.0
// What a webhook payload says, by the declaration's "webhooks.events": its type, whom it is about, where it belongs.
#pragma once

#include "catalogue/binding.hpp"

namespace lockstep::catalogue {

// The payload with its wrapper (such as "data") laid over the top level, and its type found; the record is left out. Borrows
// the payload it was opened from.
struct OpenedEvent {
    EventFacts facts;
    bool is_about_contact = false;
    Json const* as_sent = nullptr;
    std::optional<Json> laid_open{};  // absent when there is no wrapper

    Json const& payload() const { return laid_open ? *laid_open : *as_sent; }
};

// `webhooks` is the connector's member of that name. invalid "catalogue.not_an_event" when the payload is none.
Result<OpenedEvent> open_event(Json const& webhooks, Json const& payload);

// Type as sent, delivery id and account key of any JSON, as far as they stand where the app has them; empty otherwise. For what
// open_event refuses, and for a body of which nobody knows yet whether it is authentic: to choose the key to check it with.
EventFacts glance(Json const& webhooks, Json const& payload);

// ISO text, or a number of seconds or milliseconds since 1970.
std::optional<TimePoint> tolerant_time(Json const* value);

}  // namespace lockstep::catalogue
