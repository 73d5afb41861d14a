// SPDX-License-Identifier: Apache-2.0
// Deliveries: one event to one subscription, with its attempts. Parts of a transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "deliveries/subscription.hpp"
#include "deliveries/tell.hpp"

namespace lockstep::deliveries {

struct DeliveryTag {
    static constexpr std::string_view prefix = "dlv";
};
using DeliveryId = Id<DeliveryTag>;
struct ToldTag {
    static constexpr std::string_view prefix = "out";
};
using ToldId = Id<ToldTag>;

enum class DeliveryState : std::uint8_t {
    waiting,
    done,
    dead  // given up; a person can send it once more
};
std::string_view to_string(DeliveryState state);
std::optional<DeliveryState> delivery_state_from(std::string_view word);

struct Delivery {
    DeliveryId id;  // also the webhook-id of every attempt
    SubscriptionId subscription;
    ToldId event;
    std::string type;
    DeliveryState state = DeliveryState::waiting;
    TimePoint created_at{};
    std::optional<TimePoint> first_at{};
    std::optional<TimePoint> next_at{};
    std::optional<TimePoint> ended_at{};
    std::int64_t tries = 0;     // since it was made or last replayed
    std::int64_t attempts = 0;  // in all
    std::int64_t last_status = 0;
    std::string last_code;
};

struct Attempt {
    std::int64_t number = 0;
    TimePoint at{};
    Duration took{};
    std::int64_t status = 0;  // 0: no answer
    std::string code;         // why not: of an error
    std::string address;
    std::string timestamp;                  // webhook-timestamp
    std::string reply;                      // its beginning
    std::optional<Duration> retry_after{};  // as the answer asks for; not stored
};

struct Told {
    ToldId id;
    std::string type;
    std::string sync;
    TimePoint happened_at{};
    JsonObject data;
    JsonObject values;
};

// What was told and waits to become deliveries, the oldest first.
struct StoredNews {
    std::int64_t number = 0;
    std::string type;
    std::string sync;
    std::string link;
    TimePoint at{};
    JsonObject data;
    JsonObject values;
};
Result<bool> is_any_news(Transaction& transaction, AccountId const& account);
Result<std::vector<StoredNews>> oldest_news(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, std::int64_t limit);
Result<void> remove_news(Transaction& transaction, AccountId const& account, std::int64_t number);

Result<void> insert_told(Transaction& transaction, vault::Vault const& vault, AccountId const& account, Told const& told);
Result<std::optional<Told>> find_told(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, ToldId const& id);
std::string body_of(Told const& told, bool is_full);

// Stored; with `is_asked_for`, put into the queue, due now.
Result<void> insert_delivery(Transaction& transaction, AccountId const& account, Delivery const& delivery, bool is_asked_for);
Result<std::optional<Delivery>> find_delivery(Transaction& transaction, AccountId const& account, DeliveryId const& id);
Result<void> update_delivery(Transaction& transaction, AccountId const& account, Delivery const& delivery);
// An attempt and what it makes of the delivery.
Result<void> keep_attempt(Transaction& transaction, vault::Vault const& vault, AccountId const& account, Delivery& delivery,
    Attempt const& attempt, Decision const& decision, TimePoint now);
// The latest first.
Result<std::vector<Attempt>> list_attempts(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, DeliveryId const& id, std::int64_t limit);

struct DeliveryFilter {
    std::optional<SubscriptionId> subscription{};
    std::optional<DeliveryState> state{};
    std::string before{};  // cursor: deliveries older than this id
    std::int64_t limit = 50;
};
// Newest first.
Result<std::vector<Delivery>> list_deliveries(Transaction& transaction, AccountId const& account, DeliveryFilter const& filter);
// Up to `most`.
Result<std::int64_t> count_deliveries(Transaction& transaction, AccountId const& account, SubscriptionId const& subscription,
    DeliveryState state, std::int64_t most);

// Sent once more, from the first attempt on, under the same id. not_found "deliveries.unknown_delivery"; conflict
// "deliveries.switched_off" where its subscription is.
Result<Delivery> replay(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, DeliveryId const& id, TimePoint now);
// Those of a subscription that were given up, at most `limit`; returns how many.
Result<std::int64_t> replay_dead(Transaction& transaction, vault::Vault const& vault, AccountId const& account,
    SubscriptionId const& subscription, TimePoint now, std::int64_t limit);

// Forget what ended before `before`; return how many, at most `limit`.
Result<std::int64_t> prune(Transaction& transaction, TimePoint before, std::int64_t limit);
Result<std::int64_t> prune_told(Transaction& transaction, TimePoint before, std::int64_t limit);

}  // namespace lockstep::deliveries
