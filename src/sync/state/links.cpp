// SPDX-License-Identifier: Apache-2.0
#include "sync/state/links.hpp"

#include "sync/state/counts.hpp"
#include "sync/state/statements.hpp"
#include "sync/state/told.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

constexpr std::string_view after_every_link = "lnk_~";

Result<Link> link_from(Scope const& scope, Row const& row) {
    Link link;
    link.id = row.id<LinkId>(0);
    link.a = row.optional_text(1);
    link.b = row.optional_text(2);
    auto const& state = row.text(3);
    link.state = state == "creating" ? LinkState::creating : state == "broken" ? LinkState::broken : LinkState::active;
    TRY(auto const base, scope.open_json("links", link.id.text(), "base", row.blob(4)));
    TRY(link.memory, link_memory_from_json(base));
    link.reason = row.text(5);
    link.created_at = row.time(6);
    return link;
}

// The link that stands there; none: there is no such link.
struct Standing {
    bool is_complete = false;
    std::optional<std::string> a;
    std::optional<std::string> b;
};
Result<std::optional<Standing>> standing_of(Scope const& scope, LinkId const& id) {
    TRY(auto const rows, scope.transaction.query(sql::is_link_complete, scope.account, scope.sync, id));
    if (rows.empty()) return std::optional<Standing>{};
    auto const& row = rows.front();
    return std::optional(Standing{row.boolean(0), row.optional_text(1), row.optional_text(2)});
}

Result<std::optional<Link>> first_link(Scope const& scope, Rows const& rows) {
    if (rows.empty()) return std::nullopt;
    TRY(auto link, link_from(scope, rows.front()));
    return link;
}

}  // namespace

std::string_view to_string(LinkState state) {
    switch (state) {
        case LinkState::active: return "active";
        case LinkState::creating: return "creating";
        case LinkState::broken: return "broken";
    }
    return "active";
}

Result<void> insert_link(Scope const& scope, Link const& link) {
    auto sealed = scope.seal("links", link.id.text(), "base", to_text(to_json(link.memory)));
    TRY_VOID(scope.transaction.execute(sql::insert_link, scope.account, scope.sync, link.id, link.a, link.b,
        to_string(link.state), sealed, link.reason, link.created_at));
    TRY_VOID(add_to_counts(scope, {.linked = link.a && link.b ? 1 : 0}));
    return link.is_complete() ? tell_linked(scope, link, {}) : Result<void>{};
}

Result<void> update_link(Scope const& scope, Link const& link) {
    auto sealed = scope.seal("links", link.id.text(), "base", to_text(to_json(link.memory)));
    TRY(auto const before, standing_of(scope, link.id));
    if (!before) return {};
    TRY_VOID(scope.transaction.execute(
        sql::update_link, scope.account, scope.sync, link.id, link.a, link.b, to_string(link.state), sealed, link.reason));
    TRY_VOID(add_to_counts(scope, {.linked = (link.a && link.b ? 1 : 0) - (before->is_complete ? 1 : 0)}));
    if (before->is_complete || !link.is_complete()) return {};
    auto const lacking = before->a ? Side::b : Side::a;
    return tell_linked(scope, link, link.reason == "created" ? std::optional(lacking) : std::nullopt);
}

Result<void> remove_link(Scope const& scope, LinkId const& id) {
    TRY(auto const before, standing_of(scope, id));
    TRY_VOID(scope.transaction.execute(sql::delete_link, scope.account, scope.sync, id));
    // A copy says by itself what it is a copy of: put together again, the two find back to each other.
    TRY_VOID(scope.transaction.execute(sql::delete_attached_items, scope.account, scope.sync, id));
    TRY_VOID(scope.transaction.execute(sql::delete_attached_looks, scope.account, scope.sync, id));
    TRY_VOID(scope.transaction.execute(sql::delete_brakes_of_link, scope.account, scope.sync, id));
    if (!before || !before->is_complete) return add_to_counts(scope, {});
    TRY_VOID(add_to_counts(scope, {.linked = -1}));
    Link link;
    link.id = id;
    link.a = before->a;
    link.b = before->b;
    return tell_unlinked(scope, link);
}

Result<std::vector<Link>> newest_complete_links(Scope const& scope, std::int64_t limit) {
    TRY(auto const rows, scope.transaction.query(sql::newest_complete_links, scope.account, scope.sync, after_every_link, limit));
    std::vector<Link> links;
    for (auto const& row : rows) {
        TRY(auto link, link_from(scope, row));
        links.push_back(std::move(link));
    }
    return links;
}

Result<std::optional<Link>> load_link(Scope const& scope, LinkId const& id) {
    TRY(auto const rows, scope.transaction.query(sql::find_link, scope.account, scope.sync, id));
    return first_link(scope, rows);
}

Result<std::optional<Link>> link_of(Scope const& scope, Side side, std::string_view record_id) {
    TRY(auto const rows,
        scope.transaction.query(side == Side::a ? sql::link_of_a : sql::link_of_b, scope.account, scope.sync, record_id));
    return first_link(scope, rows);
}

Result<std::optional<LinkId>> link_id_of(Scope const& scope, Side side, std::string_view record_id) {
    TRY(auto const rows,
        scope.transaction.query(side == Side::a ? sql::link_id_of_a : sql::link_id_of_b, scope.account, scope.sync, record_id));
    if (rows.empty()) return std::nullopt;
    return rows.front().id<LinkId>(0);
}

}  // namespace lockstep::sync
