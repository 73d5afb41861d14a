// SPDX-License-Identifier: Apache-2.0
// Every SQL statement of this module.
#pragma once

#include <array>
#include <string_view>

namespace lockstep::general::sql {

inline constexpr std::string_view save_mail = R"(
INSERT INTO mail_settings (account_id, settings_sealed, changed_at) VALUES (?1, ?2, ?3)
ON CONFLICT (account_id) DO UPDATE SET settings_sealed = excluded.settings_sealed, changed_at = excluded.changed_at)";

inline constexpr std::string_view find_mail = R"(
SELECT settings_sealed, changed_at FROM mail_settings WHERE account_id = ?1)";

inline constexpr std::string_view remove_mail = R"(
DELETE FROM mail_settings WHERE account_id = ?1)";

inline constexpr std::string_view insert_hook = R"(
INSERT INTO hooks (account_id, id, label, token_index, token_sealed, created_at, received) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 0))";

inline constexpr std::string_view list_hooks = R"(
SELECT id, label, token_sealed, created_at, revoked_at, last_at, received FROM hooks WHERE account_id = ?1 ORDER BY id)";

inline constexpr std::string_view find_hook = R"(
SELECT id, label, token_sealed, created_at, revoked_at, last_at, received FROM hooks
WHERE account_id = ?1 AND token_index = ?2)";

inline constexpr std::string_view revoke_hook = R"(
UPDATE hooks SET revoked_at = ?3 WHERE account_id = ?1 AND id = ?2 AND revoked_at IS NULL)";

inline constexpr std::string_view count_received = R"(
UPDATE hooks SET last_at = ?3, received = received + 1 WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view count_schedules = R"(
SELECT COUNT(*) FROM schedules WHERE account_id = ?1)";

inline constexpr std::string_view insert_schedule = R"(
INSERT INTO schedules (account_id, id, label, times, missed, created_at, next_at, fired, left_out)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 0, 0))";

inline constexpr std::string_view list_schedules = R"(
SELECT id, label, times, missed, created_at, paused_at, next_at, last_at, fired, left_out FROM schedules
WHERE account_id = ?1 ORDER BY id)";

inline constexpr std::string_view find_schedule = R"(
SELECT id, label, times, missed, created_at, paused_at, next_at, last_at, fired, left_out FROM schedules
WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view pause_schedule = R"(
UPDATE schedules SET paused_at = ?3, next_at = ?4 WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view note_firings = R"(
UPDATE schedules SET next_at = ?3, last_at = ?4, fired = ?5, left_out = ?6 WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view remove_schedule = R"(
DELETE FROM schedules WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view first_due = R"(
SELECT id, next_at FROM schedules WHERE account_id = ?1 AND paused_at IS NULL ORDER BY next_at LIMIT 1)";

inline constexpr std::array all{save_mail, find_mail, remove_mail, insert_hook, list_hooks, find_hook, revoke_hook,
    count_received, count_schedules, insert_schedule, list_schedules, find_schedule, pause_schedule, note_firings,
    remove_schedule, first_due};

}  // namespace lockstep::general::sql
