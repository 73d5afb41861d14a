// SPDX-License-Identifier: Apache-2.0
// Rows of `attached_items`, `attached_looks` and `attached_walks`. Every function is part of the caller's transaction.
#pragma once

#include "sync/attached/item_link.hpp"
#include "sync/state/scope.hpp"

namespace lockstep::sync {

Result<std::vector<ItemLink>> load_items(Scope const& scope, LinkId const& link, catalogue::AttachedKind kind);
Result<void> save_item(Scope const& scope, LinkId const& link, catalogue::AttachedKind kind, ItemLink const& item);
Result<void> remove_item(Scope const& scope, LinkId const& link, catalogue::AttachedKind kind, std::string_view item_id);

// The `since` of the policy under which it was last looked; none: never.
Result<std::optional<TimePoint>> last_look(Scope const& scope, LinkId const& link, catalogue::AttachedKind kind);
Result<void> save_look(Scope const& scope, LinkId const& link, catalogue::AttachedKind kind, TimePoint since);

// How far every link has been asked for since the policy's direction was chosen (`round`).
struct AttachedWalk {
    TimePoint round{};
    std::string after_link;
    bool is_done = false;
};
Result<std::optional<AttachedWalk>> load_walk(Scope const& scope);
Result<void> save_walk(Scope const& scope, AttachedWalk const& walk);
Result<std::vector<LinkId>> links_after(Scope const& scope, std::string_view after, std::int64_t limit);

}  // namespace lockstep::sync
