// SPDX-License-Identifier: Apache-2.0
#include "deliveries/store.hpp"

#include "base/text.hpp"
#include "deliveries/catalogue.hpp"
#include "deliveries/statements.hpp"
#include "work/queue.hpp"

namespace lockstep::deliveries {
namespace {

// Ids sort by time; no id comes after this.
constexpr std::string_view after_every_id = "~";
constexpr JsonLimits told_limits{.bytes = 4 << 20, .depth = 64, .members = 200'000, .string_bytes = 2 << 20};

Delivery read_delivery(Row const& row) {
    Delivery delivery;
    delivery.id = row.id<DeliveryId>(0);
    delivery.subscription = row.id<SubscriptionId>(1);
    delivery.event = row.id<ToldId>(2);
    delivery.type = row.text(3);
    delivery.state = delivery_state_from(row.text(4)).value_or(DeliveryState::dead);
    delivery.created_at = row.time(5);
    delivery.first_at = row.optional_time(6);
    delivery.next_at = row.optional_time(7);
    delivery.ended_at = row.optional_time(8);
    delivery.tries = row.integer(9);
    delivery.attempts = row.integer(10);
    delivery.last_status = row.integer(11);
    delivery.last_code = row.text(12);
    return delivery;
}

std::string attempt_row(DeliveryId const& id, std::int64_t number) { return id.text() + "/" + std::to_string(number); }

JsonObject object_at(Json const& json, std::string_view pointer) {
    auto const* found = find_object(json, pointer);
    return found == nullptr ? JsonObject() : *found;
}

Result<void> ask_for(Transaction& transaction, AccountId const& account, Delivery const& delivery, TimePoint now) {
    work::Request request;
    request.account = account;
    request.queue = delivery_queue;
    request.key = delivery.id.text();
    request.group = delivery.subscription.text();
    request.due_at = now;
    request.overrides_backoff = true;
    return work::enqueue(transaction, request, now);
}

Result<void> send_again(Transaction& transaction, AccountId const& account, Delivery& delivery, TimePoint now) {
    delivery.state = DeliveryState::waiting;
    delivery.tries = 0;
    delivery.first_at.reset();
    delivery.ended_at.reset();
    delivery.next_at = now;
    TRY_VOID(update_delivery(transaction, account, delivery));
    return ask_for(transaction, account, delivery, now);
}

Result<Subscription> subscription_to_send_to(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, SubscriptionId const& id) {
    TRY(auto subscription, get_subscription(transaction, vault, account, id));
    if (subscription.state == SubscriptionState::disabled)
        return fail(ErrorKind::conflict, "deliveries.switched_off", "sending a delivery again: its webhook is switched off");
    return subscription;
}

}  // namespace

std::string_view to_string(DeliveryState state) {
    switch (state) {
        case DeliveryState::waiting: return "waiting";
        case DeliveryState::done: return "done";
        case DeliveryState::dead: return "dead";
    }
    return "dead";
}

std::optional<DeliveryState> delivery_state_from(std::string_view word) {
    for (auto const state : {DeliveryState::waiting, DeliveryState::done, DeliveryState::dead})
        if (to_string(state) == word) return state;
    return std::nullopt;
}

Result<bool> is_any_news(Transaction& transaction, AccountId const& account) {
    TRY(auto const rows, transaction.query(sql::is_any_news, account));
    return !rows.empty();
}

Result<std::vector<StoredNews>> oldest_news(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, std::int64_t limit) {
    TRY(auto const rows, transaction.query(sql::oldest_news, account, limit));
    std::vector<StoredNews> list;
    for (auto const& row : rows) {
        auto const number = std::to_string(row.integer(0));
        TRY(auto const text, vault.open(account, {"delivery_news", number, "detail"}, row.blob(5)));
        TRY(auto const json, parse_json(text, told_limits));
        list.push_back({row.integer(0), row.text(1), row.text(2), row.text(3), row.time(4), object_at(json, "/data"),
            object_at(json, "/values")});
    }
    return list;
}

Result<void> remove_news(Transaction& transaction, AccountId const& account, std::int64_t number) {
    TRY_VOID(transaction.execute(sql::remove_news, account, number));
    return {};
}

Result<void> insert_told(Transaction& transaction, vault::Vault const& vault, AccountId const& account, Told const& told) {
    auto const data = to_text(JsonObject{{"data", told.data}, {"values", told.values}});
    TRY_VOID(transaction.execute(sql::insert_event, account, told.id, told.type, told.sync, told.happened_at,
        Blob{vault.seal(account, {"delivery_events", told.id.text(), "data"}, data)}));
    return {};
}

Result<std::optional<Told>> find_told(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, ToldId const& id) {
    TRY(auto const rows, transaction.query(sql::find_event, account, id));
    if (rows.empty()) return std::optional<Told>{};
    auto const& row = rows.front();
    TRY(auto const text, vault.open(account, {"delivery_events", id.text(), "data"}, row.blob(3)));
    TRY(auto const json, parse_json(text, told_limits));
    return std::optional(Told{id, row.text(0), row.text(1), row.time(2), object_at(json, "/data"), object_at(json, "/values")});
}

std::string body_of(Told const& told, bool is_full) {
    return delivery_body(told.id.text(), told.type, told.happened_at, told.data, is_full ? &told.values : nullptr);
}

Result<void> insert_delivery(Transaction& transaction, AccountId const& account, Delivery const& delivery, bool is_asked_for) {
    TRY_VOID(transaction.execute(
        sql::insert_delivery, account, delivery.id, delivery.subscription, delivery.event, delivery.type, delivery.created_at));
    if (!is_asked_for) return {};
    return ask_for(transaction, account, delivery, delivery.created_at);
}

Result<std::optional<Delivery>> find_delivery(Transaction& transaction, AccountId const& account, DeliveryId const& id) {
    TRY(auto const rows, transaction.query(sql::find_delivery, account, id));
    if (rows.empty()) return std::optional<Delivery>{};
    return std::optional(read_delivery(rows.front()));
}

Result<void> update_delivery(Transaction& transaction, AccountId const& account, Delivery const& delivery) {
    TRY_VOID(transaction.execute(sql::update_delivery, account, delivery.id, to_string(delivery.state), delivery.first_at,
        delivery.next_at, delivery.ended_at, delivery.tries, delivery.attempts, delivery.last_status, delivery.last_code));
    return {};
}

Result<void> keep_attempt(Transaction& transaction, vault::Vault const& vault, AccountId const& account, Delivery& delivery,
    Attempt const& attempt, Decision const& decision, TimePoint now) {
    auto const& id = delivery.id;
    auto const row = attempt_row(id, attempt.number);
    auto const exchange =
        to_text(JsonObject{{"address", attempt.address}, {"timestamp", attempt.timestamp}, {"reply", attempt.reply}});
    TRY_VOID(transaction.execute(sql::insert_attempt, account, id, attempt.number, attempt.at,
        std::chrono::duration_cast<Duration>(attempt.took).count(), attempt.status, attempt.code,
        Blob{vault.seal(account, {"delivery_attempts", row, "exchange"}, exchange)}));
    ++delivery.tries;
    delivery.attempts = attempt.number;
    if (!delivery.first_at) delivery.first_at = attempt.at;
    delivery.last_status = attempt.status;
    delivery.last_code = attempt.code;
    delivery.state = decision.next == Next::done    ? DeliveryState::done
                     : decision.next == Next::again ? DeliveryState::waiting
                                                    : DeliveryState::dead;
    delivery.next_at = decision.at;
    delivery.ended_at = decision.next == Next::again ? std::nullopt : std::optional(now);
    return update_delivery(transaction, account, delivery);
}

Result<std::vector<Attempt>> list_attempts(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, DeliveryId const& id, std::int64_t limit) {
    TRY(auto const rows, transaction.query(sql::list_attempts, account, id, limit));
    std::vector<Attempt> attempts;
    for (auto const& row : rows) {
        Attempt attempt;
        attempt.number = row.integer(0);
        attempt.at = row.time(1);
        attempt.took = Duration{row.integer(2)};
        attempt.status = row.integer(3);
        attempt.code = row.text(4);
        auto const name = attempt_row(id, attempt.number);
        TRY(auto const text, vault.open(account, {"delivery_attempts", name, "exchange"}, row.blob(5)));
        TRY(auto const json, parse_json(text));
        attempt.address = find_text(json, "/address").value_or("");
        attempt.timestamp = find_text(json, "/timestamp").value_or("");
        attempt.reply = find_text(json, "/reply").value_or("");
        attempts.push_back(std::move(attempt));
    }
    return attempts;
}

Result<std::vector<Delivery>> list_deliveries(Transaction& transaction, AccountId const& account, DeliveryFilter const& filter) {
    std::string_view const before = filter.before.empty() ? after_every_id : std::string_view(filter.before);
    auto const state = filter.state ? to_string(*filter.state) : std::string_view();
    Rows rows;
    if (filter.subscription && filter.state) {
        TRY(rows, transaction.query(
                      sql::deliveries_of_subscription_in_state, account, *filter.subscription, before, filter.limit, state));
    } else if (filter.subscription) {
        TRY(rows, transaction.query(sql::deliveries_of_subscription, account, *filter.subscription, before, filter.limit));
    } else if (filter.state) {
        TRY(rows, transaction.query(sql::deliveries_of_account_in_state, account, before, filter.limit, state));
    } else {
        TRY(rows, transaction.query(sql::deliveries_of_account, account, before, filter.limit));
    }
    std::vector<Delivery> list;
    for (auto const& row : rows) list.push_back(read_delivery(row));
    return list;
}

Result<std::int64_t> count_deliveries(Transaction& transaction, AccountId const& account, SubscriptionId const& subscription,
    DeliveryState state, std::int64_t most) {
    TRY(auto const rows, transaction.query(sql::count_in_state, account, subscription, to_string(state), most));
    return rows.front().integer(0);
}

Result<Delivery> replay(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, DeliveryId const& id, TimePoint now) {
    TRY(auto delivery, find_delivery(transaction, account, id));
    if (!delivery)
        return fail(ErrorKind::not_found, "deliveries.unknown_delivery",
            "looking for a delivery: there is none called \"" + printable(std::string_view(id.text()).substr(0, 60)) + "\"");
    TRY_VOID(subscription_to_send_to(transaction, vault, account, delivery->subscription));
    TRY_VOID(send_again(transaction, account, *delivery, now));
    return *std::move(delivery);
}

Result<std::int64_t> replay_dead(Transaction& transaction, vault::Vault const& vault, AccountId const& account,
    SubscriptionId const& subscription, TimePoint now, std::int64_t limit) {
    TRY_VOID(subscription_to_send_to(transaction, vault, account, subscription));
    TRY(auto dead,
        list_deliveries(transaction, account, {.subscription = subscription, .state = DeliveryState::dead, .limit = limit}));
    for (auto& delivery : dead) TRY_VOID(send_again(transaction, account, delivery, now));
    return static_cast<std::int64_t>(dead.size());
}

Result<std::int64_t> prune(Transaction& transaction, TimePoint before, std::int64_t limit) {
    TRY_VOID(transaction.execute(sql::prune_attempts, before, limit));
    return transaction.execute(sql::prune_deliveries, before, limit);
}

Result<std::int64_t> prune_told(Transaction& transaction, TimePoint before, std::int64_t limit) {
    return transaction.execute(sql::prune_events, before, limit);
}

}  // namespace lockstep::deliveries
