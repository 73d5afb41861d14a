// SPDX-License-Identifier: Apache-2.0
// Every SQL statement of this module.
#pragma once

#include <array>
#include <string_view>

namespace lockstep::oauth::sql {

inline constexpr std::string_view save_app = R"(
INSERT INTO oauth_apps (account_id, connector, client_id, client_secret_sealed, redirect_uri, authorize_url, base_url, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (account_id, connector) DO UPDATE SET client_id = excluded.client_id,
    client_secret_sealed = excluded.client_secret_sealed, redirect_uri = excluded.redirect_uri,
    authorize_url = excluded.authorize_url, base_url = excluded.base_url, updated_at = excluded.updated_at)";

inline constexpr std::string_view find_app = R"(
SELECT client_id, client_secret_sealed, redirect_uri, authorize_url, base_url FROM oauth_apps
WHERE account_id = ?1 AND connector = ?2)";

inline constexpr std::string_view insert_authorization = R"(
INSERT INTO oauth_authorizations (account_id, state_hash, connector, mode, actor, verifier_sealed, created_at, expires_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8))";

inline constexpr std::string_view take_authorization = R"(
DELETE FROM oauth_authorizations WHERE account_id = ?1 AND state_hash = ?2
RETURNING connector, mode, actor, verifier_sealed, expires_at)";

inline constexpr std::string_view prune_authorizations = R"(
DELETE FROM oauth_authorizations WHERE expires_at < ?1)";

inline constexpr std::string_view save_grant = R"(
INSERT INTO oauth_grants (account_id, id, connector, mode, owner, parent, state, why, scopes, generation, access_sealed,
    refresh_sealed, issued_at, expires_at, asked_at, created_at, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)
ON CONFLICT (account_id, id) DO UPDATE SET parent = excluded.parent, state = excluded.state, why = excluded.why,
    scopes = excluded.scopes, generation = excluded.generation, access_sealed = excluded.access_sealed,
    refresh_sealed = excluded.refresh_sealed, issued_at = excluded.issued_at, expires_at = excluded.expires_at,
    asked_at = excluded.asked_at, updated_at = excluded.updated_at)";

inline constexpr std::string_view note_asked = R"(
UPDATE oauth_grants SET asked_at = ?3 WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view find_grant = R"(
SELECT id, connector, mode, owner, parent, state, why, scopes, generation, access_sealed, refresh_sealed, issued_at, expires_at,
    asked_at, created_at
FROM oauth_grants WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view find_grant_of_owner = R"(
SELECT id, connector, mode, owner, parent, state, why, scopes, generation, access_sealed, refresh_sealed, issued_at, expires_at,
    asked_at, created_at
FROM oauth_grants WHERE account_id = ?1 AND connector = ?2 AND mode = ?3 AND owner = ?4)";

inline constexpr std::string_view grants_after = R"(
SELECT id, connector, mode, owner, parent, state, why, scopes, generation, access_sealed, refresh_sealed, issued_at, expires_at,
    asked_at, created_at
FROM oauth_grants WHERE account_id = ?1 AND id > ?2 ORDER BY id LIMIT ?3)";

inline constexpr std::array all{save_app, find_app, insert_authorization, take_authorization, prune_authorizations, save_grant,
    note_asked, find_grant, find_grant_of_owner, grants_after};

}  // namespace lockstep::oauth::sql
