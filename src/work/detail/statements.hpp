// SPDX-License-Identifier: Apache-2.0
// Every statement of the queue, in one place so that a test can ask the database how it would carry each of them out. None may
// go through items one by one. States and lanes are written as their numbers, which the partial indexes need.
#pragma once

#include <array>
#include <string_view>

namespace lockstep::work::sql {

inline constexpr std::string_view find_item = R"(
SELECT account_id, queue, item_key, group_id, lane, due_at, record_type, payload, version, attempts, enqueued_at, state, holder,
    fence, why, asked_at, asked_due_at, asked_lane, asked_payload, asked_overrides
FROM work_items WHERE account_id = ?1 AND queue = ?2 AND item_key = ?3)";

inline constexpr std::string_view insert_item = R"(
INSERT INTO work_items (account_id, queue, item_key, group_id, lane, due_at, record_type, payload, version, attempts, enqueued_at,
    state, holder, fence, why, asked_overrides)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, 1, 0, ?9, 0, '', 0, '', 0))";

// For changes that no index sees.
inline constexpr std::string_view update_content = R"(
UPDATE work_items SET record_type = ?4, payload = ?5, version = ?6, attempts = ?7, enqueued_at = ?8, why = ?9, asked_at = ?10,
    asked_due_at = ?11, asked_lane = ?12, asked_payload = ?13, asked_overrides = ?14
WHERE account_id = ?1 AND queue = ?2 AND item_key = ?3)";

inline constexpr std::string_view update_item = R"(
UPDATE work_items SET record_type = ?4, payload = ?5, version = ?6, attempts = ?7, enqueued_at = ?8, why = ?9, asked_at = ?10,
    asked_due_at = ?11, asked_lane = ?12, asked_payload = ?13, asked_overrides = ?14, group_id = ?15, lane = ?16, due_at = ?17,
    state = ?18, holder = ?19
WHERE account_id = ?1 AND queue = ?2 AND item_key = ?3)";

inline constexpr std::string_view delete_item = R"(
DELETE FROM work_items WHERE account_id = ?1 AND queue = ?2 AND item_key = ?3)";

inline constexpr std::string_view delete_unleased = R"(
DELETE FROM work_items WHERE account_id = ?1 AND queue = ?2 AND item_key = ?3 AND state <> 1
RETURNING group_id, lane, state)";

inline constexpr std::string_view delete_completed = R"(
DELETE FROM work_items
WHERE account_id = ?1 AND queue = ?2 AND item_key = ?3 AND state = 1 AND fence = ?4 AND holder = ?5 AND asked_at IS NULL
RETURNING group_id, lane)";

inline constexpr std::string_view holds_lease = R"(
SELECT 1 FROM work_items
WHERE account_id = ?1 AND queue = ?2 AND item_key = ?3 AND state = 1 AND fence = ?4 AND holder = ?5)";

inline constexpr std::string_view parked_of_group = R"(
SELECT item_key FROM work_items WHERE account_id = ?1 AND queue = ?2 AND group_id = ?3 AND state = 2 ORDER BY item_key LIMIT ?4)";

inline constexpr std::string_view later_in_lane = R"(
SELECT item_key FROM work_items WHERE account_id = ?1 AND queue = ?2 AND group_id = ?3 AND lane = ?4 AND state = 0 AND due_at > ?5
ORDER BY due_at LIMIT ?6)";

inline constexpr std::string_view leased_by = R"(
SELECT account_id, queue, item_key FROM work_items WHERE holder = ?1 AND state = 1 ORDER BY account_id, queue, item_key)";

inline constexpr std::string_view due_items = R"(
SELECT account_id, queue, item_key, group_id, lane, due_at, record_type, payload, version, attempts, enqueued_at, state, holder,
    fence, why
FROM work_items WHERE account_id = ?1 AND queue = ?2 AND group_id = ?3 AND lane = ?4 AND state = 0 AND due_at <= ?5
ORDER BY due_at, item_key LIMIT ?6)";

// Read from the index alone.
inline constexpr std::string_view next_due = R"(
SELECT due_at FROM work_items WHERE account_id = ?1 AND queue = ?2 AND group_id = ?3 AND lane = ?4 AND state = 0 AND due_at > ?5
ORDER BY due_at LIMIT 1)";

inline constexpr std::string_view first_waiting = R"(
SELECT due_at, enqueued_at FROM work_items WHERE account_id = ?1 AND queue = ?2 AND group_id = ?3 AND lane = ?4 AND state = 0
ORDER BY due_at, item_key LIMIT 1)";

inline constexpr std::string_view lease_item = R"(
UPDATE work_items SET state = 1, holder = ?4, fence = ?5
WHERE account_id = ?1 AND queue = ?2 AND item_key = ?3 AND state = 0)";

inline constexpr std::string_view next_fences = R"(
INSERT INTO work_fences (account_id, queue, fence) VALUES (?1, ?2, ?3)
ON CONFLICT (account_id, queue) DO UPDATE SET fence = work_fences.fence + excluded.fence
RETURNING fence)";

inline constexpr std::string_view turns_after = R"(
SELECT account_id, group_id, turn_at, turns FROM work_groups
WHERE queue = ?1 AND lane = ?2 AND paused = 0 AND turn_at IS NOT NULL AND (turn_at, turns, account_id, group_id) > (?3, ?4, ?5, ?6)
ORDER BY turn_at, turns, account_id, group_id LIMIT ?7)";

inline constexpr std::string_view insert_group = R"(
INSERT INTO work_groups (account_id, queue, group_id, lane, paused, waiting, leased, parked, turn_at, turns)
VALUES (?1, ?2, ?3, 0, 0, 0, 0, 0, NULL, 0), (?1, ?2, ?3, 1, 0, 0, 0, 0, NULL, 0), (?1, ?2, ?3, 2, 0, 0, 0, 0, NULL, 0)
ON CONFLICT (account_id, queue, group_id, lane) DO NOTHING)";

inline constexpr std::string_view add_to_counts = R"(
UPDATE work_groups SET waiting = waiting + ?5, leased = leased + ?6, parked = parked + ?7
WHERE account_id = ?1 AND queue = ?2 AND group_id = ?3 AND lane = ?4
RETURNING turn_at)";

inline constexpr std::string_view set_turn = R"(
UPDATE work_groups SET turn_at = ?5, turns = 0 WHERE account_id = ?1 AND queue = ?2 AND group_id = ?3 AND lane = ?4)";

inline constexpr std::string_view turn_served = R"(
UPDATE work_groups SET waiting = waiting - ?5, leased = leased + ?5, turn_at = ?6, turns = ?7
WHERE account_id = ?1 AND queue = ?2 AND group_id = ?3 AND lane = ?4)";

inline constexpr std::string_view pause_group = R"(
UPDATE work_groups SET paused = ?4 WHERE account_id = ?1 AND queue = ?2 AND group_id = ?3)";

inline constexpr std::string_view group_counts = R"(
SELECT lane, waiting, leased, parked, paused FROM work_groups WHERE account_id = ?1 AND queue = ?2 AND group_id = ?3)";

// Of a whole queue: a row for each group and lane.
inline constexpr std::string_view counts_of_groups = R"(
SELECT group_id, lane, waiting, leased, parked, paused FROM work_groups WHERE account_id = ?1 AND queue = ?2)";

inline constexpr std::string_view heartbeat = R"(
INSERT INTO work_holders (holder, seen_at, alive_until) VALUES (?1, ?2, ?3)
ON CONFLICT (holder) DO UPDATE SET seen_at = excluded.seen_at, alive_until = excluded.alive_until)";

inline constexpr std::string_view dead_holders = R"(
SELECT holder FROM work_holders WHERE alive_until < ?1 ORDER BY alive_until, holder)";

inline constexpr std::string_view newest_beat = R"(
SELECT seen_at, alive_until FROM work_holders WHERE alive_until > ?1 ORDER BY alive_until DESC, holder DESC LIMIT 1)";

// Who had it keeps nothing of it; the row stays, and with it the fence.
inline constexpr std::string_view free_locks_of = R"(
UPDATE work_locks SET holder = '', held_until = 0 WHERE holder = ?1)";

inline constexpr std::string_view take_lock = R"(
INSERT INTO work_locks (name, holder, fence, held_until) VALUES (?1, ?2, 1, ?3)
ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, fence = work_locks.fence + 1, held_until = excluded.held_until
WHERE work_locks.held_until <= ?4
RETURNING fence)";

inline constexpr std::string_view extend_lock = R"(
UPDATE work_locks SET held_until = ?4 WHERE name = ?1 AND holder = ?2 AND fence = ?3 AND held_until > ?5)";

inline constexpr std::string_view free_lock = R"(
UPDATE work_locks SET holder = '', held_until = 0 WHERE name = ?1 AND holder = ?2 AND fence = ?3)";

inline constexpr std::string_view holds_lock = R"(
SELECT 1 FROM work_locks WHERE name = ?1 AND holder = ?2 AND fence = ?3 AND held_until > ?4)";

inline constexpr std::array all{find_item, insert_item, update_content, update_item, delete_item, delete_unleased,
    delete_completed, holds_lease, parked_of_group, later_in_lane, leased_by, due_items, next_due, first_waiting, lease_item,
    next_fences, turns_after, insert_group, add_to_counts, set_turn, turn_served, pause_group, group_counts, counts_of_groups,
    heartbeat, dead_holders, newest_beat, free_locks_of, take_lock, extend_lock, free_lock, holds_lock};

}  // namespace lockstep::work::sql
