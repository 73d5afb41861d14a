// SPDX-License-Identifier: Apache-2.0
// A sync as JSON, and the mapping and policy that a request brings for one.
#pragma once

#include "api/context.hpp"

namespace lockstep::api {

// One of its two connections, by name and profile.
JsonObject side_view(ConnectionId const& id, connections::Directory const& directory);
JsonObject sync_view(sync::Sync const& sync, connections::Directory const& directory);
// Without its mapping, as one of many.
JsonObject sync_line(sync::Sync const& sync, connections::Directory const& directory);

// Read strictly and validated; every problem of the rows goes into context.problems.
Result<contacts::Mapping> read_mapping(Context& context, Json const& document);

// What is wrong with its rows: {"row", "code", "message"} each, in the language of the request.
JsonArray mapping_problems(Context const& context, contacts::Mapping const& mapping);

// The members of `changes` laid over `present`; unknown members are refused.
Result<sync::Policy> read_policy(Context& context, sync::Policy const& present, JsonObject const& changes);

// May the notes and tasks go where `wanted` says? conflict "sync.attached_unavailable" where an app has none or takes none,
// "sync.attached_unconfirmed" where what may be health data would leave the app that keeps it, unless a person confirms it.
Result<void> check_attached(
    sync::Sync const& sync, sync::Policy const& wanted, connections::Directory const& directory, bool is_confirmed);

// Gives each issue of the list under `list` its sentences beside its code: "message" and "remedy".
void say_issues(Json& document, std::string_view list, messages::Language language);

}  // namespace lockstep::api
