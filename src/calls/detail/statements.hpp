// SPDX-License-Identifier: Apache-2.0
// Every statement of the call records and the quota ledger, in one place so that a test can ask the database how it would carry
// each of them out. None may go through the calls one by one.
#pragma once

#include <array>
#include <string_view>

namespace lockstep::calls::sql {

inline constexpr std::string_view insert_call = R"(
INSERT INTO calls (account_id, call_id, connection_id, operation, purpose, cause, outcome, status, tries, error_code, started_at,
    took_us, sealed_exchange)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13))";

inline constexpr std::string_view calls_before = R"(
SELECT call_id, connection_id, operation, purpose, cause, outcome, status, tries, error_code, started_at, took_us
FROM calls WHERE account_id = ?1 AND call_id < ?2 ORDER BY call_id DESC LIMIT ?3)";

inline constexpr std::string_view find_call = R"(
SELECT call_id, connection_id, operation, purpose, cause, outcome, status, tries, error_code, started_at, took_us, sealed_exchange
FROM calls WHERE account_id = ?1 AND call_id = ?2)";

// Accounts one after the other, each found in the index.
inline constexpr std::string_view next_account = R"(
SELECT account_id FROM calls WHERE account_id > ?1 ORDER BY account_id LIMIT 1)";

// Ids begin with the time of the call, so the bound makes this a range of the primary key.
inline constexpr std::string_view prune_calls = R"(
DELETE FROM calls WHERE account_id = ?1 AND call_id IN (
    SELECT call_id FROM calls WHERE account_id = ?1 AND call_id < ?2 AND started_at < ?3 ORDER BY call_id LIMIT ?4))";

inline constexpr std::string_view days_charged = R"(
SELECT day, charged FROM quota_days WHERE account_id = ?1 AND connection_id = ?2 AND day > ?3)";

inline constexpr std::string_view quota_use = R"(
SELECT COALESCE(SUM(CASE WHEN day >= ?3 THEN charged ELSE 0 END), 0), COALESCE(SUM(CASE WHEN day > ?4 THEN charged ELSE 0 END), 0)
FROM quota_days WHERE account_id = ?1 AND connection_id = ?2 AND day > ?5)";

inline constexpr std::string_view charge = R"(
INSERT INTO quota_days (account_id, connection_id, day, charged) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (account_id, connection_id, day) DO UPDATE SET charged = quota_days.charged + excluded.charged)";

// Of one connection: nobody asks about days that long ago.
inline constexpr std::string_view prune_days = R"(
DELETE FROM quota_days WHERE account_id = ?1 AND connection_id = ?2 AND day <= ?3)";

inline constexpr std::string_view learnt_quota = R"(
SELECT month_limit FROM learnt_quotas WHERE account_id = ?1 AND connection_id = ?2)";

inline constexpr std::string_view save_learnt_quota = R"(
INSERT INTO learnt_quotas (account_id, connection_id, month_limit, learnt_at) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (account_id, connection_id) DO UPDATE SET month_limit = excluded.month_limit, learnt_at = excluded.learnt_at)";

inline constexpr std::array all{insert_call, calls_before, find_call, next_account, prune_calls, days_charged, quota_use, charge,
    prune_days, learnt_quota, save_learnt_quota};

}  // namespace lockstep::calls::sql
