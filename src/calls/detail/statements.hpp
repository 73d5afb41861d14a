// SPDX-License-Identifier: Apache-2.0
// Every statement of the call records and the quota ledger, in one place so that a test can ask the database how it would carry
// each of them out. None may go through the calls one by one.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace lockstep::calls::sql {

inline constexpr std::string_view insert_call = R"(
INSERT INTO calls (account_id, call_id, connection_id, operation, purpose, cause, outcome, status, tries, error_code, started_at,
    took_us, sealed_exchange, record_id, lane)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15))";

inline constexpr std::string_view find_call = R"(
SELECT call_id, connection_id, operation, purpose, cause, outcome, status, tries, error_code, started_at, took_us, record_id, lane,
    sealed_exchange
FROM calls WHERE account_id = ?1 AND call_id = ?2)";

// What a list is limited to besides a range of ids. The one that leaves the fewest leads the way through its index; the rest is
// looked at in each row, written so that no other index is taken for it.
struct CallsBy {
    bool connection = false;
    bool operation = false;
    bool outcome = false;
    bool is_done = false;  // the outcome is "done", which most are: it leads nowhere
    bool record = false;

    bool record_leads() const { return record; }
    bool outcome_leads() const { return outcome && !is_done && !record; }
    bool operation_leads() const { return operation && !record && !outcome_leads(); }
    bool connection_leads() const { return connection && !record && !outcome_leads() && !operation; }
    bool has_rest() const {
        int const looked_for = (connection ? 1 : 0) + (operation ? 1 : 0) + (outcome ? 1 : 0) + (record ? 1 : 0);
        bool const is_led = record_leads() || outcome_leads() || operation_leads() || connection_leads();
        return looked_for > (is_led ? 1 : 0);
    }
};

// Account ?1, ids below ?2 and from ?3 on, connection ?4, operation ?5, outcome ?6, record ?7.
inline std::string calls_led(CallsBy by) {
    std::string text = "FROM calls WHERE account_id = ?1 AND call_id < ?2 AND call_id >= ?3";
    if (by.connection_leads()) text += " AND connection_id = ?4";
    if (by.operation_leads()) text += " AND operation = ?5";
    if (by.outcome_leads()) text += " AND outcome = ?6 AND outcome <> 'done'";
    if (by.record_leads()) text += " AND record_id = ?7 AND record_id <> ''";
    return text;
}

// Parameters as above, and how many.
inline std::string list_calls(CallsBy by) {
    auto text =
        "SELECT call_id, connection_id, operation, purpose, cause, outcome, status, tries, error_code, started_at, took_us, "
        "record_id, lane " +
        calls_led(by);
    if (by.connection && !by.connection_leads()) text += " AND connection_id || '' = ?4";
    if (by.operation && !by.operation_leads()) text += " AND operation || '' = ?5";
    if (by.outcome && !by.outcome_leads()) text += " AND outcome || '' = ?6";
    return text + " ORDER BY call_id DESC LIMIT ?8";
}

// The same parameters: the id up to which so many candidates are; none when there are fewer. Answered from the index alone.
inline std::string last_candidate(CallsBy by) {
    return "SELECT call_id " + calls_led(by) + " ORDER BY call_id DESC LIMIT 1 OFFSET ?8";
}

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

// The same of every connection of the account: each has a row for each of those days at most.
inline constexpr std::string_view quota_uses = R"(
SELECT connection_id, COALESCE(SUM(CASE WHEN day >= ?2 THEN charged ELSE 0 END), 0),
    COALESCE(SUM(CASE WHEN day > ?3 THEN charged ELSE 0 END), 0)
FROM quota_days WHERE account_id = ?1 AND day > ?4 GROUP BY connection_id)";

inline constexpr std::string_view learnt_quotas = R"(
SELECT connection_id, month_limit FROM learnt_quotas WHERE account_id = ?1)";

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

inline constexpr std::string_view count_hour = R"(
INSERT INTO call_hours (account_id, connection_id, hour, lane, calls, limited) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (account_id, connection_id, hour, lane) DO UPDATE SET calls = call_hours.calls + excluded.calls,
    limited = call_hours.limited + excluded.limited)";

inline constexpr std::string_view prune_hours = R"(
DELETE FROM call_hours WHERE account_id = ?1 AND connection_id = ?2 AND hour < ?3)";

inline constexpr std::string_view hours_of_connection = R"(
SELECT hour, lane, calls, limited FROM call_hours WHERE account_id = ?1 AND connection_id = ?2 AND hour >= ?3 AND hour < ?4)";

inline constexpr std::array all{insert_call, find_call, next_account, prune_calls, days_charged, quota_use, quota_uses, charge,
    prune_days, learnt_quota, learnt_quotas, save_learnt_quota, count_hour, prune_hours, hours_of_connection};

}  // namespace lockstep::calls::sql
