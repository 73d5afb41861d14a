// SPDX-License-Identifier: Apache-2.0
#include "deliveries/subscription.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "deliveries/catalogue.hpp"
#include "deliveries/statements.hpp"
#include "work/groups.hpp"

namespace lockstep::deliveries {
namespace {

constexpr std::string_view table = "delivery_subscriptions";

std::string words_of(std::vector<std::string> const& types) {
    std::string words;
    for (auto const& type : types) words += (words.empty() ? "" : " ") + type;
    return words;
}

Result<Subscription> read_row(Row const& row, vault::Vault const& vault, AccountId const& account) {
    Subscription subscription;
    subscription.id = row.id<SubscriptionId>(0);
    auto const& id = subscription.id.text();
    subscription.label = row.text(1);
    TRY(subscription.address, vault.open(account, {table, id, "address"}, row.blob(2)));
    if (!row.text(3).empty())
        for (auto const word : split(row.text(3), ' ')) subscription.types.emplace_back(word);
    subscription.sync = row.text(4);
    subscription.is_full = row.boolean(5);
    subscription.state = subscription_state_from(row.text(6)).value_or(SubscriptionState::disabled);
    subscription.why = row.text(7);
    TRY(auto const keys, vault.open(account, {table, id, "keys"}, row.blob(8)));
    TRY(auto const json, parse_json(keys));
    TRY(subscription.keys, keys_from(json));
    subscription.made_by = row.text(9);
    subscription.created_at = row.time(10);
    subscription.changed_at = row.time(11);
    subscription.failing_since = row.optional_time(12);
    subscription.last_done_at = row.optional_time(13);
    return subscription;
}

struct Sealed {
    Blob address;
    Blob keys;
};
Sealed seal(vault::Vault const& vault, AccountId const& account, Subscription const& subscription) {
    auto const& id = subscription.id.text();
    return {Blob{vault.seal(account, {table, id, "address"}, subscription.address)},
        Blob{vault.seal(account, {table, id, "keys"}, to_text(to_sealable(subscription.keys)))}};
}

// What anybody wants, anew.
Result<void> save_wants(Transaction& transaction, AccountId const& account) {
    TRY_VOID(transaction.execute(sql::clear_wants, account));
    TRY(auto const rows, transaction.query(sql::list_subscriptions, account));
    for (auto const& row : rows) {
        if (row.text(6) == to_string(SubscriptionState::disabled)) continue;
        auto const& words = row.text(3);
        if (!words.empty()) {
            for (auto const word : split(words, ' ')) TRY_VOID(transaction.execute(sql::add_want, account, row.text(4), word));
            continue;
        }
        for (auto const& type : event_types()) TRY_VOID(transaction.execute(sql::add_want, account, row.text(4), type.name));
    }
    return {};
}

}  // namespace

std::string_view to_string(SubscriptionState state) {
    switch (state) {
        case SubscriptionState::on: return "on";
        case SubscriptionState::paused: return "paused";
        case SubscriptionState::disabled: return "disabled";
    }
    return "disabled";
}

std::optional<SubscriptionState> subscription_state_from(std::string_view word) {
    for (auto const state : {SubscriptionState::on, SubscriptionState::paused, SubscriptionState::disabled})
        if (to_string(state) == word) return state;
    return std::nullopt;
}

bool Subscription::wants(std::string_view type, std::string_view of_sync) const {
    if (state == SubscriptionState::disabled) return false;
    if (!sync.empty() && sync != of_sync) return false;
    return types.empty() || std::ranges::find(types, type) != types.end();
}

std::unexpected<Error> unknown_subscription(SubscriptionId const& id) {
    return fail(ErrorKind::not_found, "deliveries.unknown_subscription",
        "looking for a webhook: there is none called \"" + printable(std::string_view(id.text()).substr(0, 60)) + "\"");
}

Result<void> insert_subscription(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, Subscription const& subscription) {
    TRY(auto const rows, transaction.query(sql::list_subscriptions, account));
    if (static_cast<std::int64_t>(rows.size()) >= subscriptions_max)
        return fail(ErrorKind::conflict, "deliveries.too_many_subscriptions",
            "making a webhook: there are " + std::to_string(subscriptions_max) + " already");
    auto const sealed = seal(vault, account, subscription);
    auto const words = words_of(subscription.types);
    TRY_VOID(transaction.execute(sql::insert_subscription, account, subscription.id, subscription.label, sealed.address, words,
        subscription.sync, subscription.is_full, to_string(subscription.state), sealed.keys, subscription.made_by,
        subscription.created_at));
    return save_wants(transaction, account);
}

Result<void> update_subscription(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, Subscription const& subscription) {
    auto const sealed = seal(vault, account, subscription);
    auto const words = words_of(subscription.types);
    TRY(auto const count, transaction.execute(sql::update_subscription, account, subscription.id, subscription.label,
                              sealed.address, words, subscription.sync, subscription.is_full, to_string(subscription.state),
                              subscription.why, sealed.keys, subscription.changed_at, subscription.failing_since));
    if (count == 0) return unknown_subscription(subscription.id);
    TRY_VOID(work::set_group_paused(
        transaction, account, delivery_queue, subscription.id.text(), subscription.state == SubscriptionState::paused));
    return save_wants(transaction, account);
}

Result<void> note_subscription(Transaction& transaction, AccountId const& account, Subscription const& subscription) {
    TRY_VOID(transaction.execute(sql::note_subscription, account, subscription.id, to_string(subscription.state),
        subscription.why, subscription.failing_since, subscription.last_done_at));
    if (subscription.state == SubscriptionState::disabled) return save_wants(transaction, account);
    return {};
}

Result<void> remove_subscription(Transaction& transaction, AccountId const& account, SubscriptionId const& id) {
    // Unread: a damaged one can be removed. Its items in the queue end when they are due: there is no delivery any more.
    TRY(auto const count, transaction.execute(sql::remove_subscription, account, id));
    if (count == 0) return unknown_subscription(id);
    TRY_VOID(work::set_group_paused(transaction, account, delivery_queue, id.text(), false));
    TRY_VOID(transaction.execute(sql::remove_attempts_of_subscription, account, id));
    TRY_VOID(transaction.execute(sql::remove_deliveries_of_subscription, account, id));
    return save_wants(transaction, account);
}

Result<std::vector<Subscription>> list_subscriptions(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account) {
    TRY(auto const rows, transaction.query(sql::list_subscriptions, account));
    std::vector<Subscription> list;
    for (auto const& row : rows) {
        TRY(auto subscription, read_row(row, vault, account));
        list.push_back(std::move(subscription));
    }
    return list;
}

Result<Subscription> get_subscription(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, SubscriptionId const& id) {
    TRY(auto const rows, transaction.query(sql::find_subscription, account, id));
    if (rows.empty()) return unknown_subscription(id);
    return read_row(rows.front(), vault, account);
}

}  // namespace lockstep::deliveries
