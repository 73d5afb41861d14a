// SPDX-License-Identifier: Apache-2.0
#include "sync/store.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

std::string document_text(Sync const& sync) {
    return to_text(JsonObject{{"mapping", contacts::to_json(sync.mapping)}, {"policy", to_json(sync.policy)}});
}

Result<Sync> sync_from(Row const& row) {
    Sync sync;
    sync.account = row.id<AccountId>(0);
    sync.id = row.id<SyncId>(1);
    sync.label = row.text(2);
    sync.a = row.id<ConnectionId>(3);
    sync.b = row.id<ConnectionId>(4);
    sync.state = sync_state_from(row.text(5)).value_or(SyncState::paused);
    sync.version = row.integer(6);
    sync.backfill_phase = row.text(7);
    sync.backfill_batch = row.id<BatchId>(8);
    sync.created_at = row.time(9);
    TRY(auto const document, parse_json(row.text(10)));
    auto const* mapping = find(document, "/mapping");
    auto const* policy = find(document, "/policy");
    if (mapping == nullptr || policy == nullptr) {
        return fail(ErrorKind::corrupt, "sync.bad_document",
            "reading the document of sync " + sync.id.text() + ": mapping or policy is missing");
    }
    TRY(sync.mapping, contacts::parse_mapping(*mapping));
    TRY(sync.policy, parse_policy(*policy));
    return sync;
}

constexpr std::string_view select_sync =
    "SELECT s.account_id, s.sync_id, s.label, s.a_connection, s.b_connection, s.state, s.version, s.backfill_phase, "
    "s.backfill_batch, "
    "s.created_at, v.document FROM syncs s JOIN sync_versions v ON v.account_id = s.account_id AND v.sync_id = s.sync_id AND "
    "v.version = s.version";

std::string mirror_row(Scope const& scope, Side side, std::string_view record_id) {
    std::string row = scope.sync.text();
    row += '/';
    row += contacts::to_string(side);
    row += '/';
    row += record_id;
    return row;
}

std::optional<std::string> as_text(contacts::Value const& value) {
    auto const* text = std::get_if<std::string>(&value);
    if (text == nullptr) return std::nullopt;
    return *text;
}

Result<Link> link_from(Scope const& scope, Row const& row) {
    Link link;
    link.id = row.id<LinkId>(0);
    link.a = row.optional_text(1);
    link.b = row.optional_text(2);
    auto const& state = row.text(3);
    link.state = state == "creating" ? LinkState::creating : state == "broken" ? LinkState::broken : LinkState::active;
    TRY(auto const base, scope.open_json("links", link.id.text(), "base", row.blob(4)));
    TRY(link.base, link_base_from_json(base));
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

Result<void> insert_sync(Transaction& transaction, Sync const& sync, std::string_view author, TimePoint now) {
    TRY_VOID(
        transaction.execute("INSERT INTO syncs (account_id, sync_id, label, a_connection, b_connection, state, version, "
                            "backfill_phase, backfill_batch, "
                            "created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
            sync.account, sync.id, sync.label, sync.a, sync.b, to_string(sync.state), sync.version, sync.backfill_phase,
            sync.backfill_batch, sync.created_at));
    return add_version(transaction, sync, author, now);
}

Result<void> add_version(Transaction& transaction, Sync const& sync, std::string_view author, TimePoint now) {
    TRY_VOID(transaction.execute(
        "INSERT INTO sync_versions (account_id, sync_id, version, document, author, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        sync.account, sync.id, sync.version, document_text(sync), author, now));
    TRY_VOID(transaction.execute(
        "UPDATE syncs SET version = ?3 WHERE account_id = ?1 AND sync_id = ?2", sync.account, sync.id, sync.version));
    return {};
}

Result<void> set_sync_state(Transaction& transaction, Sync const& sync) {
    TRY_VOID(transaction.execute(
        "UPDATE syncs SET state = ?3, backfill_phase = ?4, backfill_batch = ?5 WHERE account_id = ?1 AND sync_id = ?2",
        sync.account, sync.id, to_string(sync.state), sync.backfill_phase, sync.backfill_batch));
    return {};
}

Result<std::vector<Sync>> load_syncs(Transaction& transaction) {
    TRY(auto const rows, transaction.query(std::string(select_sync) + " ORDER BY s.account_id, s.sync_id"));
    std::vector<Sync> syncs;
    for (auto const& row : rows) {
        TRY(auto sync, sync_from(row));
        syncs.push_back(std::move(sync));
    }
    return syncs;
}

Result<std::optional<Sync>> load_sync(Transaction& transaction, AccountId const& account, SyncId const& id) {
    TRY(auto const rows,
        transaction.query(std::string(select_sync) + " WHERE s.account_id = ?1 AND s.sync_id = ?2", account, id));
    if (rows.empty()) return std::nullopt;
    TRY(auto sync, sync_from(rows.front()));
    return sync;
}

Result<std::optional<Mirror>> load_mirror(Scope const& scope, Side side, std::string_view record_id) {
    TRY(auto const rows, scope.transaction.query("SELECT state, sealed_record, observed_at, missing_since, seen_sweep FROM "
                                                 "mirrors WHERE account_id = ?1 AND sync_id = ?2 AND "
                                                 "side = ?3 AND record_id = ?4",
                             scope.account, scope.sync, contacts::to_string(side), record_id));
    if (rows.empty()) return std::nullopt;
    auto const& row = rows.front();
    TRY(auto const json, scope.open_json("mirrors", mirror_row(scope, side, record_id), "record", row.blob(1)));
    TRY(auto mirror, mirror_from_json(json));
    mirror.record.id = record_id;
    mirror.state = mirror_state_from(row.text(0));
    mirror.observed_at = row.time(2);
    mirror.missing_since = row.optional_time(3);
    mirror.seen_sweep = row.text(4);
    return mirror;
}

Result<void> save_mirror(Scope const& scope, Side side, Mirror const& mirror, contacts::Mapping const& mapping) {
    auto const& id = mirror.record.id;
    auto const side_text = contacts::to_string(side);
    auto sealed = scope.seal("mirrors", mirror_row(scope, side, id), "record", to_text(to_json(mirror)));
    TRY_VOID(scope.transaction.execute(
        "INSERT INTO mirrors (account_id, sync_id, side, record_id, state, sealed_record, observed_at, app_changed_at, "
        "missing_since, "
        "seen_sweep) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (account_id, sync_id, side, record_id) DO "
        "UPDATE SET "
        "state = excluded.state, sealed_record = excluded.sealed_record, observed_at = excluded.observed_at, "
        "app_changed_at = excluded.app_changed_at, missing_since = excluded.missing_since, seen_sweep = excluded.seen_sweep",
        scope.account, scope.sync, side_text, id, to_string(mirror.state), sealed, mirror.observed_at, mirror.record.changed_at,
        mirror.missing_since, mirror.seen_sweep));

    TRY_VOID(scope.transaction.execute(
        "DELETE FROM mirror_keys WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND record_id = ?4", scope.account,
        scope.sync, side_text, id));
    auto const index = [&](std::string_view kind, std::optional<std::string> const& value) -> Result<void> {
        if (!value || value->empty()) return {};
        TRY_VOID(scope.transaction.execute(
            "INSERT INTO mirror_keys (account_id, sync_id, side, kind, blind, record_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            scope.account, scope.sync, side_text, kind, scope.vault.blind_index(scope.account, kind, *value), id));
        return {};
    };
    auto const projection = contacts::project(mapping, side, mirror.record);
    auto const projected = [&](std::string const& name) {
        auto const found = projection.find(name);
        return found == projection.end() ? std::optional<std::string>{} : as_text(found->second);
    };
    TRY_VOID(index("email", projected(mapping.email_field)));
    TRY_VOID(index("phone", projected(mapping.phone_field)));
    auto const& holder = side == Side::a ? mapping.a_holds_id_of_b : mapping.b_holds_id_of_a;
    if (auto found = mirror.record.fields.find(holder); !holder.empty() && found != mirror.record.fields.end()) {
        TRY_VOID(index("other_id", as_text(contacts::canonical(contacts::FieldKind::text, found->second, mapping.region))));
    }
    return {};
}

Result<void> outdate_mirrors(Scope const& scope) {
    TRY_VOID(scope.transaction.execute(
        "UPDATE mirrors SET observed_at = 0 WHERE account_id = ?1 AND sync_id = ?2", scope.account, scope.sync));
    return {};
}

Result<void> mark_seen(Scope const& scope, Side side, std::string_view record_id, std::string_view sweep) {
    TRY_VOID(scope.transaction.execute(
        "UPDATE mirrors SET seen_sweep = ?5 WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND record_id = ?4",
        scope.account, scope.sync, contacts::to_string(side), record_id, sweep));
    return {};
}

Result<std::vector<std::string>> find_mirrors(Scope const& scope, Side side, std::string_view kind, std::string_view value) {
    TRY(auto const rows,
        scope.transaction.query(
            "SELECT record_id FROM mirror_keys WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND kind = ?4 AND blind = ?5 "
            "ORDER BY record_id LIMIT 50",
            scope.account, scope.sync, contacts::to_string(side), kind, scope.vault.blind_index(scope.account, kind, value)));
    std::vector<std::string> ids;
    for (auto const& row : rows) ids.push_back(row.text(0));
    return ids;
}

std::string_view to_string(LinkState state) {
    switch (state) {
        case LinkState::active: return "active";
        case LinkState::creating: return "creating";
        case LinkState::broken: return "broken";
    }
    return "active";
}

Result<void> insert_link(Scope const& scope, Link const& link) {
    auto sealed = scope.seal("links", link.id.text(), "base", to_text(to_json(link.base)));
    TRY_VOID(scope.transaction.execute(
        "INSERT INTO links (account_id, sync_id, link_id, a_record, b_record, state, sealed_base, reason, created_at) VALUES "
        "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        scope.account, scope.sync, link.id, link.a, link.b, to_string(link.state), sealed, link.reason, link.created_at));
    return {};
}

Result<void> update_link(Scope const& scope, Link const& link) {
    auto sealed = scope.seal("links", link.id.text(), "base", to_text(to_json(link.base)));
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

}  // namespace lockstep::sync
