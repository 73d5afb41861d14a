// SPDX-License-Identifier: Apache-2.0
#include "deliveries/courier.hpp"

#include <algorithm>
#include <boost/asio/this_coro.hpp>

#include "base/text.hpp"
#include "deliveries/catalogue.hpp"
#include "ports/task_group.hpp"
#include "work/backoff.hpp"
#include "work/claim.hpp"
#include "work/groups.hpp"
#include "work/holders.hpp"
#include "work/queue.hpp"

namespace lockstep::deliveries {
namespace {

constexpr std::int64_t at_once = 128;
constexpr std::int64_t at_once_of_one = 4;
// An address that has failed so often in a row is tried by one delivery at a time.
constexpr int failures_to_slow_down = 3;
constexpr std::int64_t news_at_once = 100;
constexpr std::int64_t rows_at_once = 1000;
// Whoever tells something need not know the courier: it looks by itself, where anybody listens.
constexpr Duration looks_every = std::chrono::seconds{1};
constexpr Duration idle_wait = std::chrono::hours{1};
constexpr Duration after_error = std::chrono::seconds{1};
constexpr std::size_t reply_shown_max = 2048;

std::string_view code_of(Attempt const& attempt) {
    if (!attempt.code.empty()) return attempt.code;
    return is_success(static_cast<int>(attempt.status)) ? "" : "deliveries.refused";
}

}  // namespace

struct Courier::Ready {
    Delivery delivery;
    Subscription subscription;
    std::string body;
};

void Courier::stop() {
    is_stopping_ = true;
    wake_.notify();
}

void Courier::hold(bool is_held) {
    is_held_ = is_held;
    wake_.notify();
}

Task<void> Courier::run() {
    TaskGroup tasks(co_await boost::asio::this_coro::executor);
    while (!is_stopping_) {
        auto const now = parts_.clock.now();
        if (is_held_) {
            co_await parts_.clock.sleep_until_or(now + idle_wait, wake_);
            continue;
        }
        auto const spread_now = co_await spread();
        auto const free = at_once - in_flight_;
        auto items = spread_now && free > 0 ? co_await claim(free) : Result<std::vector<work::Item>>{};
        if (!spread_now || !items) {
            parts_.log.error(
                "webhooks could not be sent", {{"error", describe(spread_now ? items.error() : spread_now.error())}});
            co_await parts_.clock.sleep_until_or(now + after_error, wake_);
            auto const released = co_await parts_.database.write_value([this, now, in_hand = in_hand_](Transaction& transaction) {
                return work::release_lost(transaction, parts_.holder, delivery_queue, in_hand, now);
            });
            if (!released) parts_.log.warning("lost deliveries could not be freed", {{"code", released.error().code}});
            continue;
        }
        for (auto& item : *items) {
            ++in_flight_;
            ++in_flight_of_[item.group];
            in_hand_.emplace(item.account, item.key);
            tasks.spawn(serve(std::move(item)));
        }
        if (!items->empty() || *spread_now > 0) continue;
        auto const latest = now + (has_subscriptions_ ? looks_every : idle_wait);
        auto const until = std::clamp(next_due_.value_or(latest), now + std::chrono::milliseconds{1}, latest);
        if (!is_stopping_) co_await parts_.clock.sleep_until_or(until, wake_);
    }
    co_await tasks.join(parts_.clock, parts_.clock.now() + std::chrono::seconds{2});
}

Task<Result<std::int64_t>> Courier::spread() {
    // A look first: it costs no commit.
    struct Look {
        bool is_any = false;
        std::vector<Subscription> subscriptions;
    };
    CO_TRY(auto const look, co_await parts_.database.read_value([&](Transaction& transaction) -> Result<Look> {
        Look found;
        TRY(found.subscriptions, list_subscriptions(transaction, parts_.vault, parts_.account));
        TRY(found.is_any, is_any_news(transaction, parts_.account));
        return found;
    }));
    auto const& subscriptions = look.subscriptions;
    has_subscriptions_ =
        std::ranges::any_of(subscriptions, [](Subscription const& each) { return each.state != SubscriptionState::disabled; });
    is_failing_ = std::ranges::any_of(
        subscriptions, [](Subscription const& each) { return each.state == SubscriptionState::disabled && !each.why.empty(); });
    if (!look.is_any) co_return 0;
    auto const listeners = static_cast<std::int64_t>(subscriptions.size());
    auto const limit = std::clamp<std::int64_t>(rows_at_once / (listeners + 1), 1, news_at_once);
    auto const now = parts_.clock.now();
    // Drawn here: the body runs on the database's thread.
    std::vector<ToldId> ids;
    std::vector<DeliveryId> delivery_ids;
    for (std::int64_t i = 0; i < limit; ++i) ids.push_back(parts_.random.id<ToldTag>(now));
    for (std::int64_t i = 0; i < limit * listeners; ++i) delivery_ids.push_back(parts_.random.id<DeliveryTag>(now));
    co_return co_await parts_.database.write_value([&](Transaction& transaction) -> Result<std::int64_t> {
        // Again, because one may have been switched off or removed since.
        TRY(auto const present, list_subscriptions(transaction, parts_.vault, parts_.account));
        TRY(auto news, oldest_news(transaction, parts_.vault, parts_.account, limit));
        std::size_t used = 0;
        std::size_t used_deliveries = 0;
        for (auto& each : news) {
            std::vector<Subscription const*> wanting;
            for (auto const& subscription : present)
                if (subscription.wants(each.type, each.sync)) wanting.push_back(&subscription);
            TRY_VOID(remove_news(transaction, parts_.account, each.number));
            if (wanting.empty()) continue;
            Told told{ids[used++], each.type, each.sync, each.at, std::move(each.data), std::move(each.values)};
            bool const is_full = std::ranges::any_of(wanting, &Subscription::is_full);
            if (is_full && parts_.enrich) TRY_VOID(parts_.enrich(transaction, each.link, told));
            TRY_VOID(insert_told(transaction, parts_.vault, parts_.account, told));
            for (auto const* subscription : wanting) {
                if (used_deliveries == delivery_ids.size())
                    return fail(ErrorKind::conflict, "deliveries.changed_meanwhile", "making deliveries: a webhook was added");
                Delivery delivery;
                delivery.id = delivery_ids[used_deliveries++];
                delivery.subscription = subscription->id;
                delivery.event = told.id;
                delivery.type = told.type;
                delivery.created_at = now;
                TRY_VOID(insert_delivery(transaction, parts_.account, delivery, true));
                // A group is known to the queue only once it has an item.
                if (subscription->state == SubscriptionState::paused)
                    TRY_VOID(work::set_group_paused(transaction, parts_.account, delivery_queue, subscription->id.text(), true));
            }
        }
        return static_cast<std::int64_t>(news.size());
    });
}

Task<Result<std::vector<work::Item>>> Courier::claim(std::int64_t limit) {
    work::ClaimLimits limits;
    limits.queue = delivery_queue;
    limits.holder = parts_.holder;
    limits.items = limit;
    limits.per_group = at_once_of_one;
    limits.in_flight = in_flight_of_;
    for (auto const& [group, count] : in_flight_of_) {
        auto const failures = failures_in_a_row_.find(group);
        if (failures != failures_in_a_row_.end() && failures->second >= failures_to_slow_down)
            limits.excluded_groups.insert(group);
    }
    auto const now = parts_.clock.now();
    CO_TRY(auto claimed,
        co_await parts_.database.write_value([&](Transaction& transaction) { return work::claim(transaction, limits, now); }));
    next_due_ = claimed.next_due;
    co_return std::move(claimed.items);
}

Task<void> Courier::serve(work::Item item) {
    std::pair const hand{item.account, item.key};
    auto const group = item.group;
    auto const served = co_await serve_item(item);
    if (!served) {
        parts_.log.error("a webhook could not be sent; it is taken up again", {{"error", describe(served.error())}});
        while (!is_stopping_) {
            if (co_await give_back(item, served.error().code)) break;
            co_await parts_.clock.sleep_until(parts_.clock.now() + after_error);
        }
    }
    --in_flight_;
    in_hand_.erase(hand);
    if (auto const found = in_flight_of_.find(group); found != in_flight_of_.end() && --found->second == 0)
        in_flight_of_.erase(found);
    wake_.notify();
}

Task<Result<void>> Courier::give_back(work::Item const& item, std::string why) {
    auto const due_at = parts_.clock.now() + work::backoff(item.attempts + 1, parts_.random);
    co_return co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(work::requeue(transaction, work::lease_of(item),
            {.due_at = due_at, .counts_as_attempt = true, .payload = std::nullopt, .why = why}));
        return {};
    });
}

Task<Result<bool>> Courier::serve_one() {
    CO_TRY(auto const items, co_await claim(1));
    if (items.empty()) co_return false;
    CO_TRY_VOID(co_await serve_item(items.front()));
    co_return true;
}

Task<Attempt> Courier::post(Ready const& ready) {
    auto headers = signed_headers(ready.subscription.keys, ready.delivery.id.text(), ready.body, parts_.clock.wall());
    Attempt attempt;
    attempt.number = ready.delivery.attempts + 1;
    attempt.at = parts_.clock.now();
    attempt.address = ready.subscription.address;
    attempt.timestamp = headers.find("webhook-timestamp").value_or("");
    headers.add("Content-Type", "application/json");
    headers.add("User-Agent", parts_.user_agent);
    HttpRequest request{.method = "POST",
        .url = ready.subscription.address,
        .headers = std::move(headers),
        .body = ready.body,
        .remote_address = {}};
    auto answer = co_await parts_.outside.send(std::move(request), Deadline{attempt.at + attempt_limit});
    attempt.took = parts_.clock.now() - attempt.at;
    if (!answer) {
        attempt.code = answer.error().error.code;
        co_return attempt;
    }
    attempt.status = answer->status;
    attempt.retry_after = answer->headers.find("Retry-After").and_then([&](std::string_view text) {
        return read_retry_after(text, parts_.clock.wall());
    });
    attempt.reply = with_valid_utf8(std::string_view(answer->body).substr(0, reply_shown_max));
    attempt.code = code_of(attempt);
    co_return attempt;
}

Task<Result<void>> Courier::serve_item(work::Item const& item) {
    auto const lease = work::lease_of(item);
    CO_TRY(auto ready, co_await parts_.database.read_value([&](Transaction& transaction) -> Result<std::optional<Ready>> {
        TRY(auto delivery, find_delivery(transaction, parts_.account, DeliveryId{item.key}));
        if (!delivery || delivery->state != DeliveryState::waiting) return std::optional<Ready>{};
        TRY(auto subscription, get_subscription(transaction, parts_.vault, parts_.account, delivery->subscription));
        TRY(auto const told, find_told(transaction, parts_.vault, parts_.account, delivery->event));
        if (!told) return std::optional<Ready>{};
        auto body = body_of(*told, subscription.is_full);
        return std::optional(Ready{*std::move(delivery), std::move(subscription), std::move(body)});
    }));
    if (!ready) {
        co_return co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
            TRY_VOID(work::complete(transaction, lease));
            return {};
        });
    }
    auto const& group = item.group;
    Attempt attempt;
    bool const is_off = ready->subscription.state == SubscriptionState::disabled;
    if (!is_off) attempt = co_await post(*ready);
    auto const now = parts_.clock.now();
    auto const chance = parts_.random.next();
    if (is_success(static_cast<int>(attempt.status)))
        failures_in_a_row_.erase(group);
    else if (!is_off)
        ++failures_in_a_row_[group];
    std::optional<Subscription> ended;
    CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        ended.reset();
        TRY(bool const holds, work::holds(transaction, lease));
        if (!holds) return {};
        TRY(auto delivery, find_delivery(transaction, parts_.account, ready->delivery.id));
        if (!delivery) {
            TRY_VOID(work::complete(transaction, lease));
            return {};
        }
        if (is_off) {
            delivery->state = DeliveryState::dead;
            delivery->last_code = "deliveries.switched_off";
            delivery->next_at.reset();
            delivery->ended_at = now;
            TRY_VOID(update_delivery(transaction, parts_.account, *delivery));
            TRY_VOID(work::complete(transaction, lease));
            return {};
        }
        TRY(auto subscription, get_subscription(transaction, parts_.vault, parts_.account, delivery->subscription));
        auto const decision = decide({.tries = delivery->tries, .failing_since = subscription.failing_since},
            {.status = static_cast<int>(attempt.status), .retry_after = attempt.retry_after}, now, chance);
        TRY_VOID(keep_attempt(transaction, parts_.vault, parts_.account, *delivery, attempt, decision, now));
        subscription.failing_since = decision.failing_since;
        if (decision.next == Next::done) subscription.last_done_at = now;
        if (decision.switches_off != Ending::none && subscription.state != SubscriptionState::disabled) {
            subscription.state = SubscriptionState::disabled;
            subscription.why = to_string(decision.switches_off);
            if (parts_.note_ending) TRY_VOID(parts_.note_ending(transaction, subscription));
            ended = subscription;
        }
        TRY_VOID(note_subscription(transaction, parts_.account, subscription));
        if (decision.next == Next::again) {
            TRY_VOID(work::requeue(transaction, lease, {.due_at = *decision.at, .counts_as_attempt = true}));
        } else {
            TRY_VOID(work::complete(transaction, lease));
        }
        return {};
    }));
    auto const outcome = is_off ? "switched_off" : is_success(static_cast<int>(attempt.status)) ? "done" : "failed";
    parts_.metrics.add("lockstep_deliveries_total", 1, {{"outcome", outcome}});
    if (ended) log_ending(*ended);
    co_return Result<void>{};
}

void Courier::log_ending(Subscription const& subscription) {
    is_failing_ = true;
    failures_in_a_row_.erase(subscription.id.text());
    parts_.log.warning("a webhook was switched off", {{"subscription", subscription.id.text()}, {"why", subscription.why}});
}

Task<Result<Attempt>> Courier::test(SubscriptionId id) {
    auto const now = parts_.clock.now();
    Ready ready;
    Told const told{parts_.random.id<ToldTag>(now), std::string(test_type), "", parts_.clock.wall(), test_data(), {}};
    ready.delivery.id = parts_.random.id<DeliveryTag>(now);
    ready.delivery.event = told.id;
    ready.delivery.type = told.type;
    ready.delivery.subscription = id;
    ready.delivery.created_at = now;
    ready.body = body_of(told, false);
    CO_TRY(ready.subscription, co_await parts_.database.write_value([&](Transaction& transaction) -> Result<Subscription> {
        TRY(auto subscription, get_subscription(transaction, parts_.vault, parts_.account, id));
        TRY_VOID(insert_told(transaction, parts_.vault, parts_.account, told));
        TRY_VOID(insert_delivery(transaction, parts_.account, ready.delivery, false));
        return subscription;
    }));
    auto attempt = co_await post(ready);
    auto const ended = parts_.clock.now();
    CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        auto delivery = ready.delivery;
        auto const decision = decide({.is_test = true}, {.status = static_cast<int>(attempt.status)}, ended, 0);
        return keep_attempt(transaction, parts_.vault, parts_.account, delivery, attempt, decision, ended);
    }));
    co_return attempt;
}

}  // namespace lockstep::deliveries
