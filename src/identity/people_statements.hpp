// SPDX-License-Identifier: Apache-2.0
// The SQL statements about people, in one place so that a test can ask the database how it would carry each of them out.
#pragma once

#include <array>
#include <string_view>

namespace lockstep::identity::sql {

inline constexpr std::string_view list_users = R"(
SELECT id, login, role, created_at, joined_at FROM users WHERE account_id = ?1 ORDER BY login)";

inline constexpr std::string_view find_user = R"(
SELECT id, login, role, created_at, joined_at FROM users WHERE account_id = ?1 AND (id = ?2 OR login = ?3) ORDER BY id)";

inline constexpr std::string_view find_password_hash = R"(
SELECT password_hash FROM users WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view add_user = R"(
INSERT INTO users (account_id, id, login, password_hash, role, created_at, joined_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7))";

inline constexpr std::string_view set_password = R"(
UPDATE users SET password_hash = ?3, joined_at = COALESCE(joined_at, ?4) WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view forget_password = R"(
UPDATE users SET password_hash = ?3 WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view set_role = R"(
UPDATE users SET role = ?3 WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view remove_user = R"(
DELETE FROM users WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view find_other_owner = R"(
SELECT 1 FROM users WHERE account_id = ?1 AND id <> ?2 AND role = 'owner' AND joined_at IS NOT NULL LIMIT 1)";

inline constexpr std::string_view end_sessions = R"(
DELETE FROM sessions WHERE account_id = ?1 AND user_id = ?2 AND id <> ?3 RETURNING id)";

inline constexpr std::string_view forget_devices = R"(
DELETE FROM known_devices WHERE account_id = ?1 AND user_id = ?2)";

inline constexpr std::string_view remove_tokens_of = R"(
DELETE FROM api_tokens WHERE account_id = ?1 AND created_by = ?2 RETURNING id)";

inline constexpr std::string_view add_link = R"(
INSERT INTO password_links (account_id, token_hash, user_id, expires_at) VALUES (?1, ?2, ?3, ?4))";

inline constexpr std::string_view find_link = R"(
SELECT u.id, u.login, u.role, u.created_at, u.joined_at, l.expires_at FROM password_links l
JOIN users u ON u.account_id = l.account_id AND u.id = l.user_id
WHERE l.account_id = ?1 AND l.token_hash = ?2 AND l.expires_at > ?3)";

inline constexpr std::string_view list_links = R"(
SELECT user_id, expires_at FROM password_links WHERE account_id = ?1 AND expires_at > ?2)";

inline constexpr std::string_view remove_link = R"(
DELETE FROM password_links WHERE account_id = ?1 AND user_id = ?2)";

inline constexpr std::array all{list_users, find_user, find_password_hash, add_user, set_password, forget_password, set_role,
    remove_user, find_other_owner, end_sessions, forget_devices, remove_tokens_of, add_link, find_link, list_links, remove_link};
// A handful of rows in an installation, of which all are asked for or looked at.
inline constexpr std::array few{list_users, find_user, find_other_owner, list_links};

}  // namespace lockstep::identity::sql
