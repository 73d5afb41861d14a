// SPDX-License-Identifier: Apache-2.0
// Snapshots, differences and the hand list as JSON, in the shapes of docs/api/openapi.yaml.
#pragma once

#include "messages/messages.hpp"
#include "snapshots/service.hpp"

namespace lockstep::api {

JsonObject snapshot_view(snapshots::Snapshot const& snapshot);
JsonObject preview_view(snapshots::Preview const& preview, snapshots::Targets const& targets,
    std::vector<snapshots::Books::Entry> const& syncs, messages::Language language);
JsonObject difference_view(snapshots::Difference const& item, snapshots::Targets const& targets, messages::Language language);
JsonObject counts_view(snapshots::Counts const& counts);
JsonObject hand_item_view(snapshots::HandItem const& item, snapshots::Targets const& targets, messages::Language language);

}  // namespace lockstep::api
