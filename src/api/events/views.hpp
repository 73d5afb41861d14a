// SPDX-License-Identifier: Apache-2.0
// Events as JSON; also what composition publishes on the live stream.
#pragma once

#include "base/json.hpp"
#include "events/inbox.hpp"
#include "messages/messages.hpp"

namespace lockstep::api {

// Without payload.
JsonObject event_view(events::Event const& event, messages::Language language);
// Why it was ignored or parked, as a sentence; empty when there is nothing to say.
std::string note_text(std::string_view stored, messages::Language language);
// JSON as it arrived; a text when it is no JSON.
Json payload_view(std::string_view payload);

}  // namespace lockstep::api
