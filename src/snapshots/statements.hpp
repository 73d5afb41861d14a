// SPDX-License-Identifier: Apache-2.0
// Every SQL statement of this module.
#pragma once

#include <array>
#include <string_view>

namespace lockstep::snapshots::sql {

inline constexpr std::string_view save_snapshot = R"(
INSERT INTO snapshots (account_id, id, connection_id, state, sealed_document, uploaded_by, uploaded_at, accepted_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (account_id, id) DO UPDATE SET state = excluded.state, sealed_document = excluded.sealed_document,
    accepted_at = excluded.accepted_at)";

inline constexpr std::string_view find_snapshot = R"(
SELECT id, connection_id, state, sealed_document, uploaded_by, uploaded_at, accepted_at FROM snapshots
WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view snapshots_of_connection = R"(
SELECT id, connection_id, state, sealed_document, uploaded_by, uploaded_at, accepted_at FROM snapshots
WHERE account_id = ?1 AND connection_id = ?2 ORDER BY uploaded_at DESC LIMIT ?3)";

inline constexpr std::string_view delete_snapshot = R"(
DELETE FROM snapshots WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view insert_part = R"(
INSERT INTO snapshot_parts (account_id, snapshot_id, kind, number, sealed_content) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (account_id, snapshot_id, kind, number) DO UPDATE SET sealed_content = excluded.sealed_content)";

inline constexpr std::string_view find_part = R"(
SELECT sealed_content FROM snapshot_parts WHERE account_id = ?1 AND snapshot_id = ?2 AND kind = ?3 AND number = ?4)";

inline constexpr std::string_view delete_parts = R"(
DELETE FROM snapshot_parts WHERE account_id = ?1 AND snapshot_id = ?2 AND kind = ?3)";

inline constexpr std::string_view remember_columns = R"(
INSERT INTO snapshot_columns (account_id, connection_id, fingerprint, columns, updated_at) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (account_id, connection_id, fingerprint) DO UPDATE SET columns = excluded.columns, updated_at = excluded.updated_at)";

inline constexpr std::string_view recall_columns = R"(
SELECT columns FROM snapshot_columns WHERE account_id = ?1 AND connection_id = ?2 AND fingerprint = ?3)";

inline constexpr std::string_view delete_columns_of_connection = R"(
DELETE FROM snapshot_columns WHERE account_id = ?1 AND connection_id = ?2)";

// Parts of snapshots in a state that nobody needs any more, some at a time; the snapshots once they have none.
inline constexpr std::string_view prune_parts = R"(
DELETE FROM snapshot_parts WHERE (account_id, snapshot_id, kind, number) IN (
    SELECT p.account_id, p.snapshot_id, p.kind, p.number FROM snapshots s
    JOIN snapshot_parts p ON p.account_id = s.account_id AND p.snapshot_id = s.id
    WHERE s.state = ?1 AND s.uploaded_at < ?2 LIMIT ?3))";

inline constexpr std::string_view prune_snapshots = R"(
DELETE FROM snapshots WHERE (account_id, id) IN (
    SELECT account_id, id FROM snapshots WHERE state = ?1 AND uploaded_at < ?2 LIMIT ?3))";

// ---- hand list

inline constexpr std::string_view save_hand_item = R"(
INSERT INTO hand_items (account_id, connection_id, id, sync_id, state, sealed_item, ticked_by, created_at, changed_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
ON CONFLICT (account_id, connection_id, id) DO UPDATE SET state = excluded.state, sealed_item = excluded.sealed_item,
    ticked_by = excluded.ticked_by, changed_at = excluded.changed_at)";

inline constexpr std::string_view find_hand_item = R"(
SELECT id, sync_id, state, sealed_item, ticked_by, created_at, changed_at FROM hand_items
WHERE account_id = ?1 AND connection_id = ?2 AND id = ?3)";

inline constexpr std::string_view hand_items_after = R"(
SELECT id, sync_id, state, sealed_item, ticked_by, created_at, changed_at FROM hand_items
WHERE account_id = ?1 AND connection_id = ?2 AND id > ?3 ORDER BY id LIMIT ?4)";

inline constexpr std::string_view hand_items_in_state = R"(
SELECT id, sync_id, state, sealed_item, ticked_by, created_at, changed_at FROM hand_items
WHERE account_id = ?1 AND connection_id = ?2 AND state = ?3 AND id > ?4 ORDER BY id LIMIT ?5)";

inline constexpr std::string_view count_hand_items = R"(
SELECT state, COUNT(*) FROM hand_items WHERE account_id = ?1 AND connection_id = ?2 GROUP BY state)";

inline constexpr std::string_view delete_hand_items_of_connection = R"(
DELETE FROM hand_items WHERE account_id = ?1 AND connection_id = ?2)";

inline constexpr std::string_view prune_hand_items = R"(
DELETE FROM hand_items WHERE (account_id, connection_id, id) IN (
    SELECT account_id, connection_id, id FROM hand_items WHERE state = ?1 AND changed_at < ?2 LIMIT ?3))";

inline constexpr std::array all{save_snapshot, find_snapshot, snapshots_of_connection, delete_snapshot, insert_part, find_part,
    delete_parts, remember_columns, recall_columns, delete_columns_of_connection, prune_parts, prune_snapshots, save_hand_item,
    find_hand_item, hand_items_after, hand_items_in_state, count_hand_items, delete_hand_items_of_connection, prune_hand_items};

}  // namespace lockstep::snapshots::sql
