// SPDX-License-Identifier: Apache-2.0
// Every statement of this module, in one place so that a test can ask the database how it would carry each of them out.
#pragma once

#include <array>
#include <string_view>

namespace lockstep::health::sql {

inline constexpr std::string_view find_stored = R"(
SELECT answered_at, failing_since, failure_code, failure_status, refused_since, accepted_at, rejected_at, rejection,
    rejected_in_a_row, rejected_since
FROM connection_health WHERE account_id = ?1 AND connection_id = ?2)";

// Of every connection of the account, one row each.
inline constexpr std::string_view all_stored = R"(
SELECT answered_at, failing_since, failure_code, failure_status, refused_since, accepted_at, rejected_at, rejection,
    rejected_in_a_row, rejected_since, connection_id
FROM connection_health WHERE account_id = ?1)";

inline constexpr std::string_view save_stored = R"(
INSERT INTO connection_health (account_id, connection_id, answered_at, failing_since, failure_code, failure_status, refused_since,
    accepted_at, rejected_at, rejection, rejected_in_a_row, rejected_since)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
ON CONFLICT (account_id, connection_id) DO UPDATE SET answered_at = excluded.answered_at,
    failing_since = excluded.failing_since, failure_code = excluded.failure_code, failure_status = excluded.failure_status,
    refused_since = excluded.refused_since, accepted_at = excluded.accepted_at, rejected_at = excluded.rejected_at,
    rejection = excluded.rejection, rejected_in_a_row = excluded.rejected_in_a_row, rejected_since = excluded.rejected_since)";

inline constexpr std::array all{find_stored, all_stored, save_stored};

}  // namespace lockstep::health::sql
