// SPDX-License-Identifier: Apache-2.0
// Every statement on the tables of outbound webhooks. ?1 is the account everywhere but in those that prune.
#pragma once

#include <array>
#include <string_view>

namespace lockstep::deliveries::sql {

// ---- delivery_wants, delivery_news

inline constexpr std::string_view wanted = R"(
SELECT type FROM delivery_wants WHERE account_id = ?1 AND sync_id = '' UNION ALL
SELECT type FROM delivery_wants WHERE account_id = ?1 AND sync_id = ?2)";

inline constexpr std::string_view clear_wants = R"(
DELETE FROM delivery_wants WHERE account_id = ?1)";

inline constexpr std::string_view add_want = R"(
INSERT INTO delivery_wants (account_id, sync_id, type) VALUES (?1, ?2, ?3) ON CONFLICT (account_id, sync_id, type) DO NOTHING)";

inline constexpr std::string_view count_up = R"(
INSERT INTO delivery_numbers (account_id, last) VALUES (?1, 1) ON CONFLICT (account_id) DO UPDATE SET last = delivery_numbers.last + 1)";

inline constexpr std::string_view last_number = R"(
SELECT last FROM delivery_numbers WHERE account_id = ?1)";

inline constexpr std::string_view add_news = R"(
INSERT INTO delivery_news (account_id, number, type, sync_id, link_id, happened_at, sealed_detail)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7))";

inline constexpr std::string_view oldest_news = R"(
SELECT number, type, sync_id, link_id, happened_at, sealed_detail FROM delivery_news WHERE account_id = ?1 ORDER BY number LIMIT ?2)";

inline constexpr std::string_view remove_news = R"(
DELETE FROM delivery_news WHERE account_id = ?1 AND number = ?2)";

inline constexpr std::string_view is_any_news = R"(
SELECT 1 FROM delivery_news WHERE account_id = ?1 LIMIT 1)";

// ---- delivery_lost

inline constexpr std::string_view lost_connections = R"(
SELECT connection_id, since FROM delivery_lost WHERE account_id = ?1)";

inline constexpr std::string_view add_lost = R"(
INSERT INTO delivery_lost (account_id, connection_id, since) VALUES (?1, ?2, ?3) ON CONFLICT (account_id, connection_id) DO NOTHING)";

inline constexpr std::string_view remove_lost = R"(
DELETE FROM delivery_lost WHERE account_id = ?1 AND connection_id = ?2)";

// ---- delivery_subscriptions

inline constexpr std::string_view insert_subscription = R"(
INSERT INTO delivery_subscriptions (account_id, subscription_id, label, sealed_address, types, sync_id, is_full, state, why,
    sealed_keys, made_by, created_at, changed_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, '', ?9, ?10, ?11, ?11))";

inline constexpr std::string_view update_subscription = R"(
UPDATE delivery_subscriptions SET label = ?3, sealed_address = ?4, types = ?5, sync_id = ?6, is_full = ?7, state = ?8, why = ?9,
    sealed_keys = ?10, changed_at = ?11, failing_since = ?12
WHERE account_id = ?1 AND subscription_id = ?2)";

inline constexpr std::string_view note_subscription = R"(
UPDATE delivery_subscriptions SET state = ?3, why = ?4, failing_since = ?5, last_done_at = ?6
WHERE account_id = ?1 AND subscription_id = ?2)";

inline constexpr std::string_view remove_subscription = R"(
DELETE FROM delivery_subscriptions WHERE account_id = ?1 AND subscription_id = ?2)";

inline constexpr std::string_view list_subscriptions = R"(
SELECT subscription_id, label, sealed_address, types, sync_id, is_full, state, why, sealed_keys, made_by, created_at, changed_at,
    failing_since, last_done_at
FROM delivery_subscriptions WHERE account_id = ?1 ORDER BY subscription_id)";

inline constexpr std::string_view find_subscription = R"(
SELECT subscription_id, label, sealed_address, types, sync_id, is_full, state, why, sealed_keys, made_by, created_at, changed_at,
    failing_since, last_done_at
FROM delivery_subscriptions WHERE account_id = ?1 AND subscription_id = ?2)";

// ---- delivery_events

inline constexpr std::string_view insert_event = R"(
INSERT INTO delivery_events (account_id, event_id, type, sync_id, happened_at, sealed_data) VALUES (?1, ?2, ?3, ?4, ?5, ?6))";

inline constexpr std::string_view find_event = R"(
SELECT type, sync_id, happened_at, sealed_data FROM delivery_events WHERE account_id = ?1 AND event_id = ?2)";

// ---- deliveries

inline constexpr std::string_view insert_delivery = R"(
INSERT INTO deliveries (account_id, delivery_id, subscription_id, event_id, type, state, created_at, next_at, tries, attempts,
    last_status, last_code)
VALUES (?1, ?2, ?3, ?4, ?5, 'waiting', ?6, ?6, 0, 0, 0, ''))";

inline constexpr std::string_view find_delivery = R"(
SELECT delivery_id, subscription_id, event_id, type, state, created_at, first_at, next_at, ended_at, tries, attempts, last_status,
    last_code
FROM deliveries WHERE account_id = ?1 AND delivery_id = ?2)";

inline constexpr std::string_view update_delivery = R"(
UPDATE deliveries SET state = ?3, first_at = ?4, next_at = ?5, ended_at = ?6, tries = ?7, attempts = ?8, last_status = ?9,
    last_code = ?10
WHERE account_id = ?1 AND delivery_id = ?2)";

inline constexpr std::string_view deliveries_of_subscription = R"(
SELECT delivery_id, subscription_id, event_id, type, state, created_at, first_at, next_at, ended_at, tries, attempts, last_status,
    last_code
FROM deliveries WHERE account_id = ?1 AND subscription_id = ?2 AND delivery_id < ?3 ORDER BY delivery_id DESC LIMIT ?4)";

inline constexpr std::string_view deliveries_of_subscription_in_state = R"(
SELECT delivery_id, subscription_id, event_id, type, state, created_at, first_at, next_at, ended_at, tries, attempts, last_status,
    last_code
FROM deliveries WHERE account_id = ?1 AND subscription_id = ?2 AND state = ?5 AND delivery_id < ?3
ORDER BY delivery_id DESC LIMIT ?4)";

inline constexpr std::string_view deliveries_of_account = R"(
SELECT delivery_id, subscription_id, event_id, type, state, created_at, first_at, next_at, ended_at, tries, attempts, last_status,
    last_code
FROM deliveries WHERE account_id = ?1 AND delivery_id < ?2 ORDER BY delivery_id DESC LIMIT ?3)";

inline constexpr std::string_view deliveries_of_account_in_state = R"(
SELECT delivery_id, subscription_id, event_id, type, state, created_at, first_at, next_at, ended_at, tries, attempts, last_status,
    last_code
FROM deliveries WHERE account_id = ?1 AND state = ?4 AND delivery_id < ?2 ORDER BY delivery_id DESC LIMIT ?3)";

// Up to a bound: how many there are beyond it is not counted.
inline constexpr std::string_view count_in_state = R"(
SELECT COUNT(*) FROM (SELECT 1 FROM deliveries WHERE account_id = ?1 AND subscription_id = ?2 AND state = ?3 LIMIT ?4) AS some)";

inline constexpr std::string_view remove_attempts_of_subscription = R"(
DELETE FROM delivery_attempts WHERE account_id = ?1 AND delivery_id IN (
    SELECT delivery_id FROM deliveries WHERE account_id = ?1 AND subscription_id = ?2))";

inline constexpr std::string_view remove_deliveries_of_subscription = R"(
DELETE FROM deliveries WHERE account_id = ?1 AND subscription_id = ?2)";

// ---- delivery_attempts

inline constexpr std::string_view insert_attempt = R"(
INSERT INTO delivery_attempts (account_id, delivery_id, number, at, took_us, status, code, sealed_exchange)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8))";

inline constexpr std::string_view list_attempts = R"(
SELECT number, at, took_us, status, code, sealed_exchange FROM delivery_attempts
WHERE account_id = ?1 AND delivery_id = ?2 ORDER BY number DESC LIMIT ?3)";

// ---- forgetting

inline constexpr std::string_view prune_attempts = R"(
DELETE FROM delivery_attempts WHERE (account_id, delivery_id) IN (
    SELECT account_id, delivery_id FROM deliveries WHERE ended_at < ?1 ORDER BY ended_at LIMIT ?2))";

inline constexpr std::string_view prune_deliveries = R"(
DELETE FROM deliveries WHERE (account_id, delivery_id) IN (
    SELECT account_id, delivery_id FROM deliveries WHERE ended_at < ?1 ORDER BY ended_at LIMIT ?2))";

// Events that nobody is told of any more.
inline constexpr std::string_view prune_events = R"(
DELETE FROM delivery_events WHERE (account_id, event_id) IN (
    SELECT e.account_id, e.event_id FROM delivery_events e WHERE e.happened_at < ?1
        AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.account_id = e.account_id AND d.event_id = e.event_id)
    ORDER BY e.happened_at LIMIT ?2))";

inline constexpr std::array all{wanted, clear_wants, add_want, count_up, last_number, add_news, oldest_news, remove_news,
    is_any_news, lost_connections, add_lost, remove_lost, insert_subscription, update_subscription, note_subscription,
    remove_subscription, list_subscriptions, find_subscription, insert_event, find_event, insert_delivery, find_delivery,
    update_delivery, deliveries_of_subscription, deliveries_of_subscription_in_state, deliveries_of_account,
    deliveries_of_account_in_state, count_in_state, remove_attempts_of_subscription, remove_deliveries_of_subscription,
    insert_attempt, list_attempts, prune_attempts, prune_deliveries, prune_events};

}  // namespace lockstep::deliveries::sql
