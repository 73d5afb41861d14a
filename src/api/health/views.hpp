// SPDX-License-Identifier: Apache-2.0
// Health as it is shown: the shapes Condition, Deliveries and Reach of docs/api/openapi.yaml.
#pragma once

#include "base/json.hpp"
#include "health/reporter.hpp"
#include "messages/messages.hpp"

namespace lockstep::api {

JsonObject health_view(health::Health const& health, messages::Language language);
JsonObject deliveries_view(health::ConnectionReport const& report, messages::Language language);
JsonObject reach_view(health::ConnectionReport const& report, messages::Language language);

// Sets the gauges that are read off a report, just before somebody reads them.
void set_gauges(Metrics& metrics, health::Report const& report);

}  // namespace lockstep::api
