// SPDX-License-Identifier: Apache-2.0
// Rows of this module's tables. Every function is part of the caller's transaction; whatever says something about a person is
// sealed.
#pragma once

#include "ports/database.hpp"
#include "snapshots/hand_list.hpp"
#include "snapshots/snapshot.hpp"
#include "vault/vault.hpp"

namespace lockstep::snapshots {

struct Shelf {
    Transaction& transaction;
    vault::Vault const& vault;
    AccountId const& account;
};

Result<void> save_snapshot(Shelf const& shelf, Snapshot const& snapshot);
Result<std::optional<Snapshot>> find_snapshot(Shelf const& shelf, SnapshotId const& id);
// Newest first, those that are being stored left out.
Result<std::vector<Snapshot>> snapshots_of(Shelf const& shelf, ConnectionId const& connection);
Result<void> remove_snapshot(Shelf const& shelf, SnapshotId const& id);

enum class PartKind : std::uint8_t {
    file,
    people
};
struct SealedPart {
    std::int64_t number = 0;
    Blob content;
};
// Sealed before the transaction that stores it.
SealedPart seal_part(vault::Vault const& vault, AccountId const& account, SnapshotId const& id, PartKind kind,
    std::int64_t number, std::string_view content);
Result<void> save_part(Shelf const& shelf, SnapshotId const& id, PartKind kind, SealedPart const& part);
Result<std::string> load_part(Shelf const& shelf, SnapshotId const& id, PartKind kind, std::int64_t number);
Result<void> remove_parts(Shelf const& shelf, SnapshotId const& id, PartKind kind);

Result<void> remember_columns(
    Shelf const& shelf, ConnectionId const& connection, std::string const& fingerprint, Columns const& columns, TimePoint now);
Result<std::optional<Columns>> recall_columns(Shelf const& shelf, ConnectionId const& connection, std::string const& fingerprint);

Result<void> save_hand_item(Shelf const& shelf, ConnectionId const& connection, HandItem const& item);
Result<std::optional<HandItem>> find_hand_item(Shelf const& shelf, ConnectionId const& connection, std::string const& id);
// All states when `state` is empty.
Result<std::vector<HandItem>> hand_items_after(Shelf const& shelf, ConnectionId const& connection, std::optional<HandState> state,
    std::string const& after, std::int64_t limit);
Result<std::map<std::string, std::int64_t>> count_hand_items(Shelf const& shelf, ConnectionId const& connection);

// With the connection goes all that was known by files.
Result<void> forget_connection(Shelf const& shelf, ConnectionId const& connection);

// House-keeping (app/housekeeping.cpp): drafts that nobody accepted, snapshots before the current one, rows of the hand list that
// are over.
Result<std::int64_t> prune_drafts(Transaction& transaction, TimePoint before, std::int64_t limit);
Result<std::int64_t> prune_earlier(Transaction& transaction, TimePoint before, std::int64_t limit);
Result<std::int64_t> prune_hand_items(Transaction& transaction, TimePoint before, std::int64_t limit);

}  // namespace lockstep::snapshots
