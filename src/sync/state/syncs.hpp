// SPDX-License-Identifier: Apache-2.0
// Rows of `syncs` and `sync_versions`. Every function is part of the caller's transaction.
#pragma once

#include "sync/state/scope.hpp"

namespace lockstep::sync {

Result<void> insert_sync(Transaction& transaction, Sync const& sync, std::string_view author, TimePoint now);
// Appends a version of the document and makes it the present one.
Result<void> add_version(Transaction& transaction, Sync const& sync, std::string_view author, TimePoint now);
Result<void> set_sync_state(Transaction& transaction, Sync const& sync);  // state and back-fill
Result<std::vector<Sync>> load_syncs(Transaction& transaction);
Result<std::optional<Sync>> load_sync(Transaction& transaction, AccountId const& account, SyncId const& id);

// One version of the document, as it was stored.
struct StoredVersion {
    std::int64_t version = 0;
    contacts::Mapping mapping;
    Policy policy;
    std::string author;
    TimePoint created_at{};
};
// The newest first, those before version `before`.
Result<std::vector<StoredVersion>> list_versions(
    Transaction& transaction, AccountId const& account, SyncId const& id, std::int64_t before, std::int64_t limit);
Result<std::optional<StoredVersion>> load_version(
    Transaction& transaction, AccountId const& account, SyncId const& id, std::int64_t version);

// What a decision was made under, to be compared before it is kept.
struct SyncStand {
    SyncState state = SyncState::paused;
    std::int64_t version = 0;
    std::string backfill_phase;
    bool operator==(SyncStand const&) const = default;
};
Result<std::optional<SyncStand>> load_stand(Transaction& transaction, AccountId const& account, SyncId const& id);
// Of all syncs.
Result<std::vector<std::pair<SyncId, SyncStand>>> load_stands(Transaction& transaction);
// Only if it still has this version and this phase of the back-fill; false: it has not.
Result<bool> change_phase(Transaction& transaction, Sync const& sync, std::string_view from, std::string_view to);

struct UsingSync {
    SyncId id;
    contacts::Side side = contacts::Side::a;  // at which the connection is
};
Result<std::vector<UsingSync>> started_syncs_using(
    Transaction& transaction, AccountId const& account, ConnectionId const& connection);

}  // namespace lockstep::sync
