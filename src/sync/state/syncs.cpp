// SPDX-License-Identifier: Apache-2.0
#include "sync/state/syncs.hpp"

namespace lockstep::sync {
namespace {

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

Result<std::optional<SyncStand>> load_stand(Transaction& transaction, AccountId const& account, SyncId const& id) {
    TRY(auto const rows,
        transaction.query(
            "SELECT state, version, backfill_phase FROM syncs WHERE account_id = ?1 AND sync_id = ?2", account, id));
    if (rows.empty()) return std::nullopt;
    auto const& row = rows.front();
    return SyncStand{sync_state_from(row.text(0)).value_or(SyncState::paused), row.integer(1), row.text(2)};
}

}  // namespace lockstep::sync
