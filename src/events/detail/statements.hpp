// SPDX-License-Identifier: Apache-2.0
// Every statement of the inbox, in one place so that a test can ask the database how it would carry each of them out. None may go
// through the events one by one.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace lockstep::events::sql {

inline constexpr std::string_view insert_event = R"(
INSERT INTO events (account_id, id, connection_id, source, type, record_id, delivery_id, payload_hash, payload_sealed, received_at,
    state, note, attempts)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
ON CONFLICT (account_id, connection_id, delivery_id) DO NOTHING)";

inline constexpr std::string_view find_delivery = R"(
SELECT id, payload_hash, received_at FROM events WHERE account_id = ?1 AND connection_id = ?2 AND delivery_id = ?3)";

inline constexpr std::string_view set_state = R"(
UPDATE events SET state = ?3, note = ?4 WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view count_attempt = R"(
UPDATE events SET attempts = attempts + 1 WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view find_event = R"(
SELECT id, connection_id, source, type, record_id, delivery_id, received_at, state, note, attempts, payload_sealed
FROM events WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view waiting_of_record = R"(
SELECT id, connection_id, source, type, record_id, delivery_id, received_at, state, note, attempts, payload_sealed
FROM events WHERE account_id = ?1 AND record_id = ?2 AND record_id <> '' AND connection_id = ?3 AND state = 'waiting' ORDER BY id)";

inline constexpr std::string_view name_record = R"(
UPDATE events SET record_id = ?3 WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view settle_record = R"(
UPDATE events SET state = ?5, note = ?6
WHERE account_id = ?1 AND record_id = ?2 AND record_id <> '' AND connection_id = ?3 AND state = 'waiting' AND received_at <= ?4)";

// Accounts one after the other, each found in the index.
inline constexpr std::string_view next_account = R"(
SELECT account_id FROM events WHERE account_id > ?1 ORDER BY account_id LIMIT 1)";

// Ids begin with the time of arrival, so the bound makes this a range of the index by state.
inline constexpr std::string_view prune_events = R"(
DELETE FROM events WHERE account_id = ?1 AND id IN (
    SELECT id FROM events WHERE account_id = ?1 AND state = ?2 AND id < ?3 AND received_at < ?4 ORDER BY id LIMIT ?5))";

inline constexpr std::array all{insert_event, find_delivery, set_state, count_attempt, find_event, waiting_of_record, name_record,
    settle_record, next_account, prune_events};

// What a list is limited to. Parameters: account, then each of these that is set, in this order, then how many.
struct ListBy {
    bool state = false;
    bool connection = false;
    bool before = false;
    bool record = false;
};

inline std::string list_events(ListBy by) {
    std::string conditions = "account_id = ?1";
    int number = 1;
    auto const add = [&](bool is_set, std::string_view condition) {
        if (is_set) conditions += " AND " + std::string(condition) + "?" + std::to_string(++number);
    };
    add(by.state, "state = ");
    add(by.connection, "connection_id = ");
    add(by.before, "id < ");
    add(by.record, "record_id <> '' AND record_id = ");
    std::string of_record;
    if (by.record) {
        // The record's ids first, from its index alone; otherwise the account's events are gone through one by one.
        of_record = "WITH of_record AS MATERIALIZED (SELECT id FROM events WHERE " + conditions + ") ";
        conditions = "account_id = ?1 AND id IN (SELECT id FROM of_record)";
    }
    return of_record +
           "SELECT id, connection_id, source, type, record_id, delivery_id, received_at, state, note, attempts FROM events "
           "WHERE " +
           conditions + " ORDER BY id DESC LIMIT ?" + std::to_string(number + 1);
}

}  // namespace lockstep::events::sql
