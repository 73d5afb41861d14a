// SPDX-License-Identifier: Apache-2.0
#include "sync/state/links.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

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
    TRY_VOID(scope.transaction.execute(
        "INSERT INTO links (account_id, sync_id, link_id, a_record, b_record, state, sealed_base, reason, created_at) VALUES "
        "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        scope.account, scope.sync, link.id, link.a, link.b, to_string(link.state), sealed, link.reason, link.created_at));
    return {};
}

Result<void> update_link(Scope const& scope, Link const& link) {
    auto sealed = scope.seal("links", link.id.text(), "base", to_text(to_json(link.memory)));
    TRY_VOID(
        scope.transaction.execute("UPDATE links SET a_record = ?4, b_record = ?5, state = ?6, sealed_base = ?7, reason = ?8 "
                                  "WHERE account_id = ?1 AND sync_id = ?2 "
                                  "AND link_id = ?3",
            scope.account, scope.sync, link.id, link.a, link.b, to_string(link.state), sealed, link.reason));
    return {};
}

Result<void> remove_link(Scope const& scope, LinkId const& id) {
    TRY_VOID(scope.transaction.execute(
        "DELETE FROM links WHERE account_id = ?1 AND sync_id = ?2 AND link_id = ?3", scope.account, scope.sync, id));
    return {};
}

Result<std::optional<Link>> load_link(Scope const& scope, LinkId const& id) {
    TRY(auto const rows, scope.transaction.query("SELECT link_id, a_record, b_record, state, sealed_base, reason, created_at "
                                                 "FROM links WHERE account_id = ?1 AND sync_id = ?2 "
                                                 "AND link_id = ?3",
                             scope.account, scope.sync, id));
    return first_link(scope, rows);
}

Result<std::optional<Link>> link_of(Scope const& scope, Side side, std::string_view record_id) {
    constexpr std::string_view columns =
        "SELECT link_id, a_record, b_record, state, sealed_base, reason, created_at FROM links WHERE account_id = ?1 AND sync_id "
        "= ?2 AND ";
    TRY(auto const rows, scope.transaction.query(std::string(columns) + (side == Side::a ? "a_record = ?3" : "b_record = ?3"),
                             scope.account, scope.sync, record_id));
    return first_link(scope, rows);
}

Result<std::optional<LinkId>> link_id_of(Scope const& scope, Side side, std::string_view record_id) {
    std::string_view const sql = side == Side::a
                                     ? "SELECT link_id FROM links WHERE account_id = ?1 AND sync_id = ?2 AND a_record = ?3"
                                     : "SELECT link_id FROM links WHERE account_id = ?1 AND sync_id = ?2 AND b_record = ?3";
    TRY(auto const rows, scope.transaction.query(sql, scope.account, scope.sync, record_id));
    if (rows.empty()) return std::nullopt;
    return rows.front().id<LinkId>(0);
}

}  // namespace lockstep::sync
