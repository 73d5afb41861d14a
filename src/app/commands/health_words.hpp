// SPDX-License-Identifier: Apache-2.0
// Health (the shape Condition of the API) as lines for people.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "messages/messages.hpp"

namespace lockstep::app {

// What and why, since when, what waits; then what to do, when there is something.
std::vector<std::string> health_in_words(Json const& health, messages::Language language);
// "waiting", in the reader's language.
std::string state_in_words(Json const& health, messages::Language language);
// When a webhook was last accepted and refused, and why; empty when neither ever happened. The shape Deliveries.
std::string deliveries_in_words(Json const& deliveries, messages::Language language);

}  // namespace lockstep::app
