// SPDX-License-Identifier: Apache-2.0
// Every SQL statement of this module. ?1 and ?2 are the account and the sync.
#pragma once

#include <array>
#include <string_view>

namespace lockstep::people::sql {

inline constexpr std::string_view give_external_id = R"(
INSERT INTO external_ids (account_id, sync_id, blind, side, record_id, sealed_id, given_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (account_id, sync_id, blind) DO UPDATE SET side = excluded.side, record_id = excluded.record_id,
    sealed_id = excluded.sealed_id, given_at = excluded.given_at)";

inline constexpr std::string_view find_external_id = R"(
SELECT side, record_id FROM external_ids WHERE account_id = ?1 AND sync_id = ?2 AND blind = ?3)";

inline constexpr std::string_view external_id_of = R"(
SELECT blind, sealed_id FROM external_ids WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND record_id = ?4
ORDER BY given_at DESC LIMIT 1)";

inline constexpr std::array all{give_external_id, find_external_id, external_id_of};

}  // namespace lockstep::people::sql
