// SPDX-License-Identifier: Apache-2.0
#include "api/deliveries/routes.hpp"

#include <algorithm>

#include "api/identity/authentication.hpp"
#include "api/members.hpp"
#include "api/reply.hpp"
#include "deliveries/catalogue.hpp"
#include "deliveries/courier.hpp"
#include "messages/error_words.hpp"
#include "sync/state/syncs.hpp"

namespace lockstep::api {
namespace {

using deliveries::DeliveryId;
using deliveries::DeliveryState;
using deliveries::Subscription;
using deliveries::SubscriptionId;
using deliveries::SubscriptionState;

constexpr std::int64_t attempts_shown = 50;
constexpr std::int64_t counted_at_most = 1000;
constexpr std::int64_t replayed_at_once = 200;
constexpr std::int64_t replayed_at_most = 5000;
constexpr std::int64_t overlap_hours_usual = 24;

// An address that is posted to may be as good as a password: whoever may only read sees where it leads, not more.
std::string address_for(std::string const& address, Visitor const& visitor) {
    if (visitor.scope >= Scope::write) return address;
    auto const host = address.find("://");
    auto const path = host == std::string::npos ? host : address.find('/', host + 3);
    return path == std::string::npos ? address : address.substr(0, path) + "/…";
}

struct Counts {
    std::int64_t waiting = 0;
    std::int64_t dead = 0;
};

JsonObject subscription_view(Subscription const& each, Counts const& counts, Context const& context) {
    JsonArray types;
    for (auto const& type : each.types) types.emplace_back(type);
    auto const& keys = each.keys;
    bool const overlaps = keys.former_until && context.wall() < *keys.former_until;
    return {{"id", each.id.text()}, {"label", each.label}, {"address", address_for(each.address, context.visitor)},
        {"types", std::move(types)}, {"sync", text_or_null(each.sync)}, {"payload", each.is_full ? "full" : "thin"},
        {"signature", keys.has_key_pair() ? "both" : "hmac"}, {"public_key", text_or_null(deliveries::public_key(keys))},
        {"state", deliveries::to_string(each.state)}, {"why", text_or_null(each.why)},
        {"created_at", format_time(each.created_at)}, {"failing_since", time_or_null(each.failing_since)},
        {"last_done_at", time_or_null(each.last_done_at)},
        {"old_secret_until", overlaps ? Json(format_time(*keys.former_until)) : Json(nullptr)}, {"waiting", counts.waiting},
        {"dead", counts.dead}};
}

// Shown once, when it is made.
JsonObject with_secret(JsonObject view, Subscription const& subscription) {
    view["secret"] = subscription.keys.secret.reveal();
    return view;
}

Json problem_of(std::string const& code, Context const& context) {
    if (code.empty()) return nullptr;
    auto const page = messages::error_page(context.language, code);
    return JsonObject{{"code", code}, {"title", page ? page->title : code}, {"remedy", page ? page->remedy : std::string()}};
}

JsonObject attempt_view(deliveries::Attempt const& each, Context const& context) {
    bool const may_see = context.visitor.scope >= Scope::write;
    return {{"number", each.number}, {"at", format_time(each.at)},
        {"took_ms", std::chrono::duration_cast<std::chrono::milliseconds>(each.took).count()},
        {"status", each.status == 0 ? Json(nullptr) : Json(each.status)}, {"problem", problem_of(each.code, context)},
        {"address", address_for(each.address, context.visitor)}, {"timestamp", each.timestamp},
        {"reply", may_see ? Json(each.reply) : Json(nullptr)}};
}

JsonObject delivery_view(deliveries::Delivery const& each, Context const& context) {
    return {{"id", each.id.text()}, {"subscription", each.subscription.text()}, {"event", each.event.text()}, {"type", each.type},
        {"state", deliveries::to_string(each.state)}, {"created_at", format_time(each.created_at)},
        {"next_at", time_or_null(each.next_at)}, {"ended_at", time_or_null(each.ended_at)}, {"attempts", each.attempts},
        {"last_status", each.last_status == 0 ? Json(nullptr) : Json(each.last_status)},
        {"problem", problem_of(each.last_code, context)}};
}

SubscriptionId subscription_of(Context& context) { return SubscriptionId{context.path("subscription_id")}; }

Result<Counts> counts_of(Transaction& transaction, Context const& context, SubscriptionId const& id) {
    Counts counts;
    TRY(counts.waiting,
        deliveries::count_deliveries(transaction, context.account(), id, DeliveryState::waiting, counted_at_most));
    TRY(counts.dead, deliveries::count_deliveries(transaction, context.account(), id, DeliveryState::dead, counted_at_most));
    return counts;
}

Task<Result<HttpReply>> list_types(Context& context) {
    JsonArray items;
    for (auto const& type : deliveries::event_types()) items.push_back(deliveries::event_type_json(type, context.language));
    co_return json_reply(page(std::move(items)));
}

Task<Result<HttpReply>> list_subscriptions(Context& context) {
    CO_TRY(auto items, co_await context.parts.database.read_value([&](Transaction& transaction) -> Result<JsonArray> {
        TRY(auto const all, deliveries::list_subscriptions(transaction, context.parts.vault, context.account()));
        JsonArray views;
        for (auto const& each : all) {
            TRY(auto const counts, counts_of(transaction, context, each.id));
            views.push_back(subscription_view(each, counts, context));
        }
        return views;
    }));
    co_return json_reply(page(std::move(items)));
}

Task<Result<HttpReply>> get_subscription(Context& context) {
    auto const id = subscription_of(context);
    CO_TRY(auto view, co_await context.parts.database.read_value([&](Transaction& transaction) -> Result<JsonObject> {
        TRY(auto const found, deliveries::get_subscription(transaction, context.parts.vault, context.account(), id));
        TRY(auto const counts, counts_of(transaction, context, id));
        return subscription_view(found, counts, context);
    }));
    co_return json_reply(std::move(view));
}

// What is given; the rest stays as it is.
void read_members(Members& members, Subscription& subscription) {
    if (members.any("label") != nullptr) subscription.label = members.text("label");
    if (members.any("address") != nullptr) {
        subscription.address = members.text("address");
        bool const is_web = subscription.address.starts_with("https://") || subscription.address.starts_with("http://");
        if (!is_web) members.fault("address", "web_address");
    }
    if (members.any("types") != nullptr) {
        subscription.types.clear();
        for (auto const& each : members.list("types")) {
            auto const type = std::string(each.if_string() != nullptr ? *each.if_string() : "");
            if (!deliveries::is_event_type(type)) members.fault("types", "event_type");
            if (std::ranges::find(subscription.types, type) == subscription.types.end()) subscription.types.push_back(type);
        }
    }
    if (members.any("sync") != nullptr) subscription.sync = members.text("sync");
    if (members.any("payload") != nullptr) subscription.is_full = members.text("payload") == "full";
}

Result<void> check_sync(Transaction& transaction, Context const& context, Subscription const& subscription) {
    if (subscription.sync.empty()) return {};
    TRY(auto const sync, sync::load_sync(transaction, context.account(), SyncId{subscription.sync}));
    if (!sync) return fail(ErrorKind::not_found, "sync.no_such_sync", "making a webhook: there is no such sync");
    return {};
}

Task<Result<HttpReply>> create_subscription(Context& context) {
    Members members(context);
    Subscription subscription;
    read_members(members, subscription);
    CO_TRY_VOID(members.finish());
    auto const now = context.now();
    subscription.id = context.parts.random.id<deliveries::SubscriptionTag>(now);
    subscription.keys = deliveries::make_keys(members.text("signature") == "both", context.parts.secure_random);
    subscription.made_by = context.visitor.actor;
    subscription.created_at = subscription.changed_at = now;
    CO_TRY_VOID(co_await context.parts.database.write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(check_sync(transaction, context, subscription));
        TRY_VOID(deliveries::insert_subscription(transaction, context.parts.vault, context.account(), subscription));
        return note_in_audit(context, transaction, "subscription.create", subscription.id.text());
    }));
    context.parts.outbound.wake();
    co_return json_reply(with_secret(subscription_view(subscription, {}, context), subscription), 201);
}

Task<Result<HttpReply>> change_subscription(Context& context) {
    Members members(context);
    auto const id = subscription_of(context);
    auto const wanted = deliveries::subscription_state_from(members.text("state"));
    Subscription probe;
    read_members(members, probe);
    CO_TRY_VOID(members.finish());
    CO_TRY(auto view, co_await context.parts.database.write_value([&](Transaction& transaction) -> Result<JsonObject> {
        TRY(auto subscription, deliveries::get_subscription(transaction, context.parts.vault, context.account(), id));
        Members again(context);
        read_members(again, subscription);
        if (wanted && *wanted != subscription.state) {
            subscription.state = *wanted;
            subscription.why.clear();
            if (*wanted == SubscriptionState::on) subscription.failing_since.reset();
        }
        subscription.changed_at = context.now();
        TRY_VOID(check_sync(transaction, context, subscription));
        TRY_VOID(deliveries::update_subscription(transaction, context.parts.vault, context.account(), subscription));
        TRY_VOID(note_in_audit(context, transaction, "subscription.change",
            id.text() + ", " + std::string(deliveries::to_string(subscription.state))));
        TRY(auto const counts, counts_of(transaction, context, id));
        return subscription_view(subscription, counts, context);
    }));
    context.parts.outbound.wake();
    co_return json_reply(std::move(view));
}

Task<Result<HttpReply>> remove_subscription(Context& context) {
    auto const id = subscription_of(context);
    CO_TRY_VOID(co_await context.parts.database.write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(deliveries::remove_subscription(transaction, context.account(), id));
        return note_in_audit(context, transaction, "subscription.remove", id.text());
    }));
    context.parts.outbound.wake();
    co_return no_content();
}

Task<Result<HttpReply>> rotate_secret(Context& context) {
    Members const members(context);
    auto const id = subscription_of(context);
    auto const overlap = std::chrono::hours{members.integer("overlap_hours").value_or(overlap_hours_usual)};
    auto const until = context.wall() + overlap;
    CO_TRY(auto view, co_await context.parts.database.write_value([&](Transaction& transaction) -> Result<JsonObject> {
        TRY(auto subscription, deliveries::get_subscription(transaction, context.parts.vault, context.account(), id));
        subscription.keys = deliveries::rotated(subscription.keys, until, context.parts.secure_random);
        subscription.changed_at = context.now();
        TRY_VOID(deliveries::update_subscription(transaction, context.parts.vault, context.account(), subscription));
        TRY_VOID(note_in_audit(context, transaction, "subscription.rotate", id.text()));
        TRY(auto const counts, counts_of(transaction, context, id));
        return with_secret(subscription_view(subscription, counts, context), subscription);
    }));
    co_return json_reply(std::move(view));
}

Task<Result<HttpReply>> test_subscription(Context& context) {
    CO_TRY(auto const attempt, co_await context.parts.outbound.test(subscription_of(context)));
    co_return json_reply(attempt_view(attempt, context));
}

Task<Result<HttpReply>> replay_subscription(Context& context) {
    auto const id = subscription_of(context);
    std::int64_t replayed = 0;
    for (;;) {
        CO_TRY(auto const count, co_await context.parts.database.write_value([&](Transaction& transaction) {
            return deliveries::replay_dead(
                transaction, context.parts.vault, context.account(), id, context.now(), replayed_at_once);
        }));
        replayed += count;
        if (count < replayed_at_once || replayed >= replayed_at_most) break;
    }
    CO_TRY_VOID(co_await note_in_audit(context, "subscription.replay", id.text() + ", " + std::to_string(replayed)));
    context.parts.outbound.wake();
    co_return json_reply(JsonObject{{"replayed", replayed}}, 202);
}

Task<Result<HttpReply>> list_deliveries(Context& context) {
    deliveries::DeliveryFilter filter;
    if (context.query.has("subscription")) filter.subscription = SubscriptionId{context.query.text("subscription")};
    filter.state = deliveries::delivery_state_from(context.query.text("state"));
    filter.before = context.query.text("cursor");
    filter.limit = context.query.number("limit");
    CO_TRY(auto const found, co_await context.parts.database.read_value([&](Transaction& transaction) {
        return deliveries::list_deliveries(transaction, context.account(), filter);
    }));
    JsonArray items;
    for (auto const& each : found) items.push_back(delivery_view(each, context));
    bool const may_have_more = static_cast<std::int64_t>(found.size()) == filter.limit;
    co_return json_reply(page(std::move(items), may_have_more ? std::string_view(found.back().id.text()) : std::string_view()));
}

Task<Result<HttpReply>> get_delivery(Context& context) {
    DeliveryId const id{context.path("delivery_id")};
    CO_TRY(auto view, co_await context.parts.database.read_value([&](Transaction& transaction) -> Result<JsonObject> {
        TRY(auto const delivery, deliveries::find_delivery(transaction, context.account(), id));
        if (!delivery)
            return fail(ErrorKind::not_found, "deliveries.unknown_delivery", "looking for a delivery: there is none of that id");
        auto shown = delivery_view(*delivery, context);
        TRY(auto const attempts,
            deliveries::list_attempts(transaction, context.parts.vault, context.account(), id, attempts_shown));
        JsonArray list;
        for (auto const& each : attempts) list.push_back(attempt_view(each, context));
        shown["attempt_list"] = std::move(list);
        TRY(auto const subscription,
            deliveries::get_subscription(transaction, context.parts.vault, context.account(), delivery->subscription));
        TRY(auto const told, deliveries::find_told(transaction, context.parts.vault, context.account(), delivery->event));
        // Values of people are shown to whoever may change them.
        bool const may_see = context.visitor.scope >= Scope::write;
        shown["body"] =
            told && (may_see || !subscription.is_full) ? Json(deliveries::body_of(*told, subscription.is_full)) : Json(nullptr);
        return shown;
    }));
    co_return json_reply(std::move(view));
}

Task<Result<HttpReply>> replay_delivery(Context& context) {
    DeliveryId const id{context.path("delivery_id")};
    CO_TRY(auto view, co_await context.parts.database.write_value([&](Transaction& transaction) -> Result<JsonObject> {
        TRY(auto const delivery, deliveries::replay(transaction, context.parts.vault, context.account(), id, context.now()));
        TRY_VOID(note_in_audit(context, transaction, "delivery.replay", id.text()));
        return delivery_view(delivery, context);
    }));
    context.parts.outbound.wake();
    co_return json_reply(std::move(view), 202);
}

}  // namespace

std::vector<Route> delivery_routes() {
    return {
        {"GET", "/api/v1/event-types", Scope::read, list_types},
        {"GET", "/api/v1/subscriptions", Scope::read, list_subscriptions},
        {"POST", "/api/v1/subscriptions", Scope::write, create_subscription},
        {"GET", "/api/v1/subscriptions/{subscription_id}", Scope::read, get_subscription},
        {"PATCH", "/api/v1/subscriptions/{subscription_id}", Scope::write, change_subscription},
        {"DELETE", "/api/v1/subscriptions/{subscription_id}", Scope::write, remove_subscription},
        {"POST", "/api/v1/subscriptions/{subscription_id}/rotate", Scope::write, rotate_secret},
        {"POST", "/api/v1/subscriptions/{subscription_id}/test", Scope::write, test_subscription},
        {"POST", "/api/v1/subscriptions/{subscription_id}/replay", Scope::write, replay_subscription},
        {"GET", "/api/v1/deliveries", Scope::read, list_deliveries},
        {"GET", "/api/v1/deliveries/{delivery_id}", Scope::read, get_delivery},
        {"POST", "/api/v1/deliveries/{delivery_id}/replay", Scope::write, replay_delivery},
    };
}

}  // namespace lockstep::api
