// SPDX-License-Identifier: Apache-2.0
// Events as JSON; also what composition publishes on the live stream.
#pragma once

#include "base/json.hpp"
#include "events/inbox.hpp"

namespace lockstep::api {

// Without payload.
JsonObject event_view(events::Event const& event);
// JSON as it arrived; a text when it is no JSON.
Json payload_view(std::string_view payload);

}  // namespace lockstep::api
