// SPDX-License-Identifier: Apache-2.0
#include "sync/attached/store.hpp"

#include <algorithm>

#include "sync/state/statements.hpp"

namespace lockstep::sync {
namespace {

ItemState state_from(std::string_view text) {
    for (auto const state : {ItemState::linked, ItemState::creating, ItemState::refused, ItemState::left}) {
        if (to_string(state) == text) return state;
    }
    return ItemState::linked;
}

}  // namespace

Result<std::vector<ItemLink>> load_items(Scope const& scope, LinkId const& link, catalogue::AttachedKind kind) {
    TRY(auto const rows,
        scope.transaction.query(sql::attached_items_of_link, scope.account, scope.sync, link, catalogue::to_string(kind)));
    std::vector<ItemLink> items;
    for (auto const& row : rows) {
        ItemLink item;
        item.id = row.text(0);
        item.item = {row.text(1), row.text(2)};
        item.state = state_from(row.text(3));
        TRY(auto const memory, scope.open_json("attached_items", item.id, "memory", row.blob(4)));
        read_json(memory, item);
        items.push_back(std::move(item));
    }
    std::ranges::sort(items, {}, &ItemLink::id);
    return items;
}

Result<void> save_item(Scope const& scope, LinkId const& link, catalogue::AttachedKind kind, ItemLink const& item) {
    TRY_VOID(scope.transaction.execute(sql::save_attached_item, scope.account, scope.sync, link, catalogue::to_string(kind),
        item.id, item.item.a, item.item.b, to_string(item.state),
        scope.seal("attached_items", item.id, "memory", to_text(to_json(item))), scope.now));
    return {};
}

Result<void> remove_item(Scope const& scope, LinkId const& link, catalogue::AttachedKind kind, std::string_view item_id) {
    TRY_VOID(scope.transaction.execute(
        sql::delete_attached_item, scope.account, scope.sync, link, catalogue::to_string(kind), item_id));
    return {};
}

Result<std::optional<TimePoint>> last_look(Scope const& scope, LinkId const& link, catalogue::AttachedKind kind) {
    TRY(auto const rows,
        scope.transaction.query(sql::find_attached_look, scope.account, scope.sync, link, catalogue::to_string(kind)));
    return rows.empty() ? std::optional<TimePoint>{} : std::optional(rows.front().time(0));
}

Result<void> save_look(Scope const& scope, LinkId const& link, catalogue::AttachedKind kind, TimePoint since) {
    TRY_VOID(scope.transaction.execute(
        sql::save_attached_look, scope.account, scope.sync, link, catalogue::to_string(kind), since, scope.now));
    return {};
}

Result<std::optional<AttachedWalk>> load_walk(Scope const& scope) {
    TRY(auto const rows, scope.transaction.query(sql::find_attached_walk, scope.account, scope.sync));
    if (rows.empty()) return std::optional<AttachedWalk>{};
    auto const& row = rows.front();
    return std::optional(AttachedWalk{row.time(0), row.text(1), row.boolean(2)});
}

Result<void> save_walk(Scope const& scope, AttachedWalk const& walk) {
    TRY_VOID(
        scope.transaction.execute(sql::save_attached_walk, scope.account, scope.sync, walk.round, walk.after_link, walk.is_done));
    return {};
}

Result<std::vector<LinkId>> links_after(Scope const& scope, std::string_view after, std::int64_t limit) {
    TRY(auto const rows, scope.transaction.query(sql::complete_links_after, scope.account, scope.sync, after, limit));
    std::vector<LinkId> links;
    for (auto const& row : rows) links.push_back(row.id<LinkId>(0));
    return links;
}

}  // namespace lockstep::sync
