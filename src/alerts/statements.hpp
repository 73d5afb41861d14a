// SPDX-License-Identifier: Apache-2.0
// Every SQL statement of this module.
#pragma once

#include <array>
#include <string_view>

namespace lockstep::alerts::sql {

inline constexpr std::string_view find_settings = R"(
SELECT sealed_settings, changed_at FROM alert_settings WHERE account_id = ?1)";

inline constexpr std::string_view save_settings = R"(
INSERT INTO alert_settings (account_id, sealed_settings, changed_at) VALUES (?1, ?2, ?3)
ON CONFLICT (account_id) DO UPDATE SET sealed_settings = excluded.sealed_settings, changed_at = excluded.changed_at)";

inline constexpr std::string_view load_known = R"(
SELECT subject, bad_since, well_since, told, told_at, missed_since FROM alert_subjects WHERE account_id = ?1)";

inline constexpr std::string_view save_known = R"(
INSERT INTO alert_subjects (account_id, subject, bad_since, well_since, told, told_at, missed_since)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (account_id, subject) DO UPDATE SET bad_since = excluded.bad_since, well_since = excluded.well_since,
    told = excluded.told, told_at = excluded.told_at, missed_since = excluded.missed_since)";

inline constexpr std::string_view remove_known = R"(
DELETE FROM alert_subjects WHERE account_id = ?1 AND subject = ?2)";

inline constexpr std::string_view add_message = R"(
INSERT INTO alert_messages (account_id, id, channel, sealed_message, created_at, tries, next_at, was_sent, error_code)
VALUES (?1, ?2, ?3, ?4, ?5, 0, ?5, 0, ''))";

inline constexpr std::string_view count_waiting = R"(
SELECT COUNT(*) FROM (SELECT 1 FROM alert_messages WHERE account_id = ?1 AND next_at IS NOT NULL LIMIT ?2) waiting)";

inline constexpr std::string_view list_due = R"(
SELECT id, channel, sealed_message, created_at, tries, next_at, ended_at, was_sent, error_code FROM alert_messages
WHERE account_id = ?1 AND next_at <= ?2 ORDER BY next_at LIMIT ?3)";

inline constexpr std::string_view find_next = R"(
SELECT next_at FROM alert_messages WHERE account_id = ?1 AND next_at IS NOT NULL ORDER BY next_at LIMIT 1)";

inline constexpr std::string_view find_failing = R"(
SELECT 1 FROM alert_messages WHERE account_id = ?1 AND next_at IS NOT NULL AND tries > 0 LIMIT 1)";

inline constexpr std::string_view list_messages = R"(
SELECT id, channel, sealed_message, created_at, tries, next_at, ended_at, was_sent, error_code FROM alert_messages
WHERE account_id = ?1 ORDER BY id DESC LIMIT ?2)";

inline constexpr std::string_view note_try = R"(
UPDATE alert_messages SET tries = ?3, next_at = ?4, ended_at = ?5, was_sent = ?6, error_code = ?7
WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view prune = R"(
DELETE FROM alert_messages WHERE (account_id, id) IN
    (SELECT account_id, id FROM alert_messages WHERE ended_at < ?1 ORDER BY ended_at LIMIT ?2))";

inline constexpr std::array all{find_settings, save_settings, load_known, save_known, remove_known, add_message, count_waiting,
    list_due, find_next, find_failing, list_messages, note_try, prune};

}  // namespace lockstep::alerts::sql
