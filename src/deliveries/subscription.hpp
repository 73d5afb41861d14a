// SPDX-License-Identifier: Apache-2.0
// Subscriptions: addresses that are posted to when something happens, what of, and how each stands. Parts of a transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "deliveries/decide.hpp"
#include "deliveries/signing.hpp"
#include "ports/clock.hpp"
#include "ports/database.hpp"
#include "vault/vault.hpp"

namespace lockstep::deliveries {

struct SubscriptionTag {
    static constexpr std::string_view prefix = "sub";
};
using SubscriptionId = Id<SubscriptionTag>;

inline constexpr std::string_view delivery_queue = "delivery";
inline constexpr std::int64_t subscriptions_max = 200;  // of an account

enum class SubscriptionState : std::uint8_t {
    on,
    paused,   // by a person: what happens is kept, and sent when it goes on
    disabled  // by a person, or because of `why`: nothing is kept for it
};
std::string_view to_string(SubscriptionState state);
std::optional<SubscriptionState> subscription_state_from(std::string_view word);

struct Subscription {
    SubscriptionId id;
    std::string label;
    std::string address;
    std::vector<std::string> types;  // empty: all
    std::string sync;                // empty: every sync
    bool is_full = false;            // gets what people are called and write, not their ids alone
    SubscriptionState state = SubscriptionState::on;
    std::string why;  // a word of Ending; empty unless disabled
    Keys keys;
    std::string made_by;  // who asked for it: an actor of the audit
    TimePoint created_at{};
    TimePoint changed_at{};
    std::optional<TimePoint> failing_since{};
    std::optional<TimePoint> last_done_at{};

    bool wants(std::string_view type, std::string_view of_sync) const;
};

// conflict "deliveries.too_many_subscriptions".
Result<void> insert_subscription(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, Subscription const& subscription);
// Everything but how it went. Pausing and going on take effect on what waits.
Result<void> update_subscription(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, Subscription const& subscription);
// State, why, failing_since and last_done_at.
Result<void> note_subscription(Transaction& transaction, AccountId const& account, Subscription const& subscription);
// With its deliveries. not_found "deliveries.unknown_subscription".
Result<void> remove_subscription(Transaction& transaction, AccountId const& account, SubscriptionId const& id);
// Oldest first.
Result<std::vector<Subscription>> list_subscriptions(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account);
// not_found "deliveries.unknown_subscription".
Result<Subscription> get_subscription(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, SubscriptionId const& id);
std::unexpected<Error> unknown_subscription(SubscriptionId const& id);

}  // namespace lockstep::deliveries
