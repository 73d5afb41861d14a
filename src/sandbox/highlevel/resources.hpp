// SPDX-License-Identifier: Apache-2.0
// What HighLevel keeps besides contacts, notes, tasks, tags and custom fields: the tables in resources/*.json, and the few things
// that a table cannot say.
#pragma once

#include <optional>

#include "sandbox/highlevel/model.hpp"
#include "sandbox/resource_store.hpp"

namespace lockstep::sandbox::highlevel {

ResourceTable const& resource_table();

// Sending messages and free slots of calendars.
void add_special_resources(ResourceStore& store);

// 404 when no table knows the route.
HttpReply perform_on_resources(HighLevelModel& model, ResourceStore& store, Request const& request, TimePoint now);

// Whether the token's scopes allow the request.
bool may_call(Settings const& settings, Request const& request);

// A body that names another location's id is refused with 403.
std::optional<HttpReply> refuse_other_location(HighLevelModel& model, JsonObject const& body);

}  // namespace lockstep::sandbox::highlevel
