// SPDX-License-Identifier: Apache-2.0
#include "sync/state/syncs.hpp"

#include "sync/state/statements.hpp"

namespace lockstep::sync {
namespace {

std::string document_text(Sync const& sync) {
    return to_text(JsonObject{{"mapping", contacts::to_json(sync.mapping)}, {"policy", to_json(sync.policy)}});
}

Result<void> read_document(
    std::string const& text, std::string const& sync, contacts::Mapping& into_mapping, Policy& into_policy) {
    TRY(auto const document, parse_json(text));
    auto const* mapping = find(document, "/mapping");
    auto const* policy = find(document, "/policy");
    if (mapping == nullptr || policy == nullptr) {
        return fail(
            ErrorKind::corrupt, "sync.bad_document", "reading the document of sync " + sync + ": mapping or policy is missing");
    }
    TRY(into_mapping, contacts::parse_mapping(*mapping));
    TRY(into_policy, parse_policy(*policy));
    return {};
}

Result<StoredVersion> version_from(SyncId const& id, Row const& row) {
    StoredVersion stored;
    stored.version = row.integer(0);
    TRY_VOID(read_document(row.text(1), id.text(), stored.mapping, stored.policy));
    stored.author = row.text(2);
    stored.created_at = row.time(3);
    return stored;
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
    TRY_VOID(read_document(row.text(10), sync.id.text(), sync.mapping, sync.policy));
    return sync;
}

}  // namespace

Result<void> insert_sync(Transaction& transaction, Sync const& sync, std::string_view author, TimePoint now) {
    TRY_VOID(transaction.execute(sql::insert_sync, sync.account, sync.id, sync.label, sync.a, sync.b, to_string(sync.state),
        sync.version, sync.backfill_phase, sync.backfill_batch, sync.created_at));
    return add_version(transaction, sync, author, now);
}

Result<void> add_version(Transaction& transaction, Sync const& sync, std::string_view author, TimePoint now) {
    TRY_VOID(
        transaction.execute(sql::insert_sync_version, sync.account, sync.id, sync.version, document_text(sync), author, now));
    TRY_VOID(transaction.execute(sql::set_sync_version, sync.account, sync.id, sync.version));
    return {};
}

Result<void> set_sync_state(Transaction& transaction, Sync const& sync) {
    TRY_VOID(transaction.execute(
        sql::set_sync_state, sync.account, sync.id, to_string(sync.state), sync.backfill_phase, sync.backfill_batch));
    return {};
}

Result<bool> change_phase(Transaction& transaction, Sync const& sync, std::string_view from, std::string_view to) {
    TRY(auto const changed, transaction.execute(sql::change_phase, sync.account, sync.id, sync.version, from, to));
    return changed > 0;
}

Result<std::vector<Sync>> load_syncs(Transaction& transaction) {
    TRY(auto const rows, transaction.query(sql::all_syncs));
    std::vector<Sync> syncs;
    for (auto const& row : rows) {
        TRY(auto sync, sync_from(row));
        syncs.push_back(std::move(sync));
    }
    return syncs;
}

Result<std::optional<Sync>> load_sync(Transaction& transaction, AccountId const& account, SyncId const& id) {
    TRY(auto const rows, transaction.query(sql::find_sync, account, id));
    if (rows.empty()) return std::nullopt;
    TRY(auto sync, sync_from(rows.front()));
    return sync;
}

Result<std::vector<StoredVersion>> list_versions(
    Transaction& transaction, AccountId const& account, SyncId const& id, std::int64_t before, std::int64_t limit) {
    TRY(auto const rows, transaction.query(sql::versions_of_sync, account, id, before, limit));
    std::vector<StoredVersion> versions;
    for (auto const& row : rows) {
        TRY(auto stored, version_from(id, row));
        versions.push_back(std::move(stored));
    }
    return versions;
}

Result<std::optional<StoredVersion>> load_version(
    Transaction& transaction, AccountId const& account, SyncId const& id, std::int64_t version) {
    TRY(auto const rows, transaction.query(sql::version_of_sync, account, id, version));
    if (rows.empty()) return std::nullopt;
    TRY(auto stored, version_from(id, rows.front()));
    return stored;
}

Result<std::optional<SyncStand>> load_stand(Transaction& transaction, AccountId const& account, SyncId const& id) {
    TRY(auto const rows, transaction.query(sql::stand_of_sync, account, id));
    if (rows.empty()) return std::nullopt;
    auto const& row = rows.front();
    return SyncStand{sync_state_from(row.text(0)).value_or(SyncState::paused), row.integer(1), row.text(2)};
}

Result<std::vector<std::pair<SyncId, SyncStand>>> load_stands(Transaction& transaction) {
    TRY(auto const rows, transaction.query(sql::stands_of_syncs));
    std::vector<std::pair<SyncId, SyncStand>> stands;
    for (auto const& row : rows) {
        stands.emplace_back(
            row.id<SyncId>(0), SyncStand{sync_state_from(row.text(1)).value_or(SyncState::paused), row.integer(2), row.text(3)});
    }
    return stands;
}

Result<std::vector<UsingSync>> started_syncs_using(
    Transaction& transaction, AccountId const& account, ConnectionId const& connection) {
    TRY(auto const rows, transaction.query(sql::syncs_using_connection, account, connection));
    std::vector<UsingSync> found;
    for (auto const& row : rows) {
        found.push_back({row.id<SyncId>(0), row.text(1) == connection.text() ? contacts::Side::a : contacts::Side::b});
    }
    return found;
}

}  // namespace lockstep::sync
