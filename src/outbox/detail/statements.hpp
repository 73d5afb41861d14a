// SPDX-License-Identifier: Apache-2.0
// Every statement of the outbox, in one place so that a test can ask the database how it would carry each of them out. None may
// go through effects one by one. States are written as words where a partial index needs them.
#pragma once

#include <array>
#include <string_view>

namespace lockstep::outbox::sql {

inline constexpr std::string_view insert_effect = R"(
INSERT INTO effects (account_id, effect_id, owner, group_id, subject, connection_id, side, target, kind, operation, marker, state,
    fence, holder, batch_id, created_at, look_at, offer_at, looks, note, closed_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21))";

inline constexpr std::string_view find_effect = R"(
SELECT account_id, effect_id, owner, group_id, subject, connection_id, side, target, kind, operation, marker, state, fence, holder,
    batch_id, created_at, look_at, looks, note, closed_at
FROM effects WHERE account_id = ?1 AND effect_id = ?2)";

inline constexpr std::string_view open_of_subject = R"(
SELECT account_id, effect_id, owner, group_id, subject, connection_id, side, target, kind, operation, marker, state, fence, holder,
    batch_id, created_at, look_at, looks, note, closed_at
FROM effects WHERE account_id = ?1 AND owner = ?2 AND subject = ?3 AND closed_at IS NULL ORDER BY effect_id)";

inline constexpr std::string_view open_state = R"(
SELECT owner, group_id, state FROM effects WHERE account_id = ?1 AND effect_id = ?2 AND closed_at IS NULL)";

inline constexpr std::string_view close_effect = R"(
UPDATE effects SET state = ?3, note = ?4, closed_at = ?5, offer_at = NULL WHERE account_id = ?1 AND effect_id = ?2)";

inline constexpr std::string_view hold_effect = R"(
UPDATE effects SET state = 'unknown', look_at = ?3, offer_at = ?3, looks = ?4, note = ?5
WHERE account_id = ?1 AND effect_id = ?2)";

// The first unknown effects of a group, due or not: the one after the last that is given out says when the next turn is.
inline constexpr std::string_view unknown_of_group = R"(
SELECT account_id, effect_id, owner, group_id, subject, connection_id, side, target, kind, operation, marker, state, fence, holder,
    batch_id, created_at, look_at, looks, note, closed_at, offer_at
FROM effects WHERE account_id = ?1 AND owner = ?2 AND group_id = ?3 AND state = 'unknown' ORDER BY offer_at, effect_id LIMIT ?4)";

inline constexpr std::string_view offer_again = R"(
UPDATE effects SET offer_at = ?3 WHERE account_id = ?1 AND effect_id = ?2)";

inline constexpr std::string_view turns_due = R"(
SELECT account_id, group_id, turn_at, turns FROM effect_groups WHERE owner = ?1 AND turn_at IS NOT NULL AND turn_at <= ?2
ORDER BY turn_at, turns, account_id, group_id LIMIT ?3)";

inline constexpr std::string_view next_turn = R"(
SELECT turn_at FROM effect_groups WHERE owner = ?1 AND turn_at IS NOT NULL ORDER BY turn_at LIMIT 1)";

inline constexpr std::string_view set_turn = R"(
UPDATE effect_groups SET turn_at = ?4, turns = ?5 WHERE account_id = ?1 AND owner = ?2 AND group_id = ?3)";

inline constexpr std::string_view insert_group = R"(
INSERT INTO effect_groups (account_id, owner, group_id, journalled, unknown, done, refused, abandoned, turn_at, turns)
VALUES (?1, ?2, ?3, 0, 0, 0, 0, 0, NULL, 0)
ON CONFLICT (account_id, owner, group_id) DO NOTHING)";

inline constexpr std::string_view add_to_counts = R"(
UPDATE effect_groups SET journalled = journalled + ?4, unknown = unknown + ?5, done = done + ?6, refused = refused + ?7,
    abandoned = abandoned + ?8
WHERE account_id = ?1 AND owner = ?2 AND group_id = ?3
RETURNING turn_at)";

inline constexpr std::string_view group_counts = R"(
SELECT journalled, unknown, done, refused, abandoned FROM effect_groups WHERE account_id = ?1 AND owner = ?2 AND group_id = ?3)";

inline constexpr std::string_view closed_before = R"(
SELECT account_id, effect_id, owner, group_id, state FROM effects
WHERE closed_at IS NOT NULL AND closed_at < ?1 ORDER BY closed_at LIMIT ?2)";

inline constexpr std::string_view delete_effect = R"(
DELETE FROM effects WHERE account_id = ?1 AND effect_id = ?2)";

inline constexpr std::array all{insert_effect, find_effect, open_of_subject, open_state, close_effect, hold_effect,
    unknown_of_group, offer_again, turns_due, next_turn, set_turn, insert_group, add_to_counts, group_counts, closed_before,
    delete_effect};

}  // namespace lockstep::outbox::sql
