// SPDX-License-Identifier: Apache-2.0
#include "webhooks/ingress.hpp"

#include <algorithm>

#include "base/json.hpp"
#include "base/text.hpp"
#include "webhooks/refusal.hpp"

namespace lockstep::webhooks {
namespace {

constexpr std::string_view contacts_path = "/webhooks/contacts";
constexpr std::string_view token_path = "/webhooks/in/";
constexpr std::size_t token_length_max = 256;

struct Target {
    std::string_view path;
    std::string_view query;
};

Target split_target(std::string_view url) {
    auto const mark = url.find('?');
    if (mark == std::string_view::npos) return {url, {}};
    return {url.substr(0, mark), url.substr(mark + 1)};
}

// Counts a request for as long as it is under way, also when its coroutine is destroyed half way.
class InFlight {
public:
    explicit InFlight(std::size_t& count) : count_(count) { ++count_; }
    InFlight(InFlight const&) = delete;
    InFlight& operator=(InFlight const&) = delete;
    ~InFlight() { --count_; }

private:
    std::size_t& count_;
};

// A body without an id of its own is stored once for a while only; after that it gets an id per window. It is heard every time.
Result<events::Stored> store_one(Transaction& transaction, Delivery const& delivery,
    std::vector<events::Listener*> const& listeners, Duration same_content_window) {
    auto const& event = delivery.prepared.event;
    static std::vector<events::Listener*> const nobody;
    auto const& heard_by = delivery.is_unrouted ? nobody : listeners;
    TRY(auto stored, events::store(transaction, delivery.prepared, heard_by));
    if (!stored.is_duplicate || delivery.has_own_id) return stored;
    if (event.received_at - stored.received_at >= same_content_window) {
        auto later = delivery.prepared;
        later.event.delivery_id +=
            "@" + std::to_string(to_micros(event.received_at) / std::max<std::int64_t>(1, same_content_window.count()));
        TRY(stored, events::store(transaction, later, heard_by));
    }
    if (stored.is_duplicate) {
        // It may tell of a second edit that came to the same: whoever listens looks again, in the name of the stored event.
        auto again = event;
        again.id = stored.id;
        for (auto* listener : heard_by) TRY_VOID(listener->on_event(transaction, again));
    }
    return stored;
}

std::array<std::byte, 10> draw_id_bytes(Random& random) {
    std::array<std::byte, 10> bytes{};
    auto const high = random.next();
    auto const low = random.next();
    for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<std::byte>(high >> (8 * i));
    for (std::size_t i = 0; i < 2; ++i) bytes[8 + i] = static_cast<std::byte>(low >> (8 * i));
    return bytes;
}

}  // namespace

Ingress::Ingress(IngressParts parts, std::vector<events::Listener*> listeners, IngressOptions options)
    : parts_(parts), listeners_(std::move(listeners)), options_(std::move(options)), throttle_(options_.throttle) {}

AccountId const& Ingress::unrouted_account() {
    static AccountId const account{"acc_unrouted"};
    return account;
}

ConnectionId const& Ingress::unrouted_connection() {
    static ConnectionId const connection{"con_unrouted"};
    return connection;
}

Task<Result<void>> Ingress::prepare_quarantine() {
    auto const now = parts_.clock.now();
    CO_TRY_VOID(co_await parts_.database.write(
        [this, now](Transaction& transaction) { return parts_.vault.add_account(transaction, unrouted_account(), now); }));
    is_accepting_ = true;
    co_return Result<void>{};
}

Task<HttpReply> Ingress::handle(HttpRequest request) {
    auto const now = parts_.clock.now();
    auto const source = webhooks::source_address(request, options_.trusted_proxies);
    if (auto refusal = refuse_early(request, source, now)) co_return std::move(*refusal);
    auto const [path, query] = split_target(request.url);
    std::optional<std::string> token;
    if (path != contacts_path) token = std::string(path.substr(token_path.size()));
    InFlight const under_way(in_flight_);
    auto reply = co_await receive(request, std::move(token), source, now);
    parts_.metrics.observe("lockstep_webhook_seconds", parts_.clock.now() - now);
    co_return reply;
}

// Cheap checks in the order of their cost; nothing here looks at the body.
std::optional<HttpReply> Ingress::refuse_early(HttpRequest const& request, std::string_view source, TimePoint now) {
    auto const path = split_target(request.url).path;
    bool const is_token_path = path.starts_with(token_path) && path.size() <= token_path.size() + token_length_max;
    if (path != contacts_path && !is_token_path)
        return refuse(404, "unknown_path", "Webhooks arrive at /webhooks/contacts and /webhooks/in/<token>.");
    if (request.method != "POST") {
        auto reply = refuse(405, "not_post", "Send a POST.");
        reply.headers.add("Allow", "POST");
        return reply;
    }
    if (request.body.size() > options_.body_bytes_max)
        return refuse(413, "too_large", "A delivery may have up to " + std::to_string(options_.body_bytes_max) + " bytes.");
    if (!is_accepting_) return refuse(429, "not_accepting", "Starting or stopping.", 10);
    if (!throttle_.admits(source, now))
        return refuse(429, "too_many_failures", "Too many deliveries from this address did not check.", 30);
    if (in_flight_ >= options_.in_flight_max) return refuse(429, "busy", "Too many deliveries at once.", 1);
    if (options_.queue_is_full && options_.queue_is_full()) return refuse(429, "queue_full", "Too many events are waiting.", 60);
    return std::nullopt;
}

Task<HttpReply> Ingress::receive(
    HttpRequest const& request, std::optional<std::string> token, std::string_view source, TimePoint now) {
    auto const ring = key_ring();
    auto const query = split_target(request.url).query;
    ExamineInput const input{.request = request,
        .token = std::move(token),
        .query = query,
        .ring = *ring,
        .directory = parts_.directory,
        .vault = parts_.vault,
        .unrouted_account = unrouted_account(),
        .unrouted_connection = unrouted_connection(),
        .now = now,
        .wall = parts_.clock.wall(),
        .timestamp_tolerance = options_.timestamp_tolerance,
        .accepts_legacy_signatures = options_.accepts_legacy_signatures,
        .id_bytes = draw_id_bytes(parts_.random)};
    Examined examined;
    std::function<void()> const work = [&] { examined = examine(input); };
    co_await parts_.offload.run(work);

    if (listener_) listener_({examined.about, examined.verdict == Verdict::accepted, examined.reason, now});
    switch (examined.verdict) {
        case Verdict::accepted: break;
        case Verdict::not_authentic: {
            throttle_.charge(source, now);
            // Metrics say which check it was; the sender is told nothing that would help with the next guess.
            parts_.metrics.add("lockstep_webhooks_not_authentic_total", 1, {{"reason", examined.reason}});
            auto reply = refuse(401, "not_authentic", "The delivery's signature, secret or address was not accepted.");
            reply.headers.add("WWW-Authenticate", "Bearer");
            co_return reply;
        }
        case Verdict::never: co_return refuse(400, examined.reason, examined.detail);
        case Verdict::later: co_return refuse(429, examined.reason, "The delivery cannot be checked now.", 60);
    }
    bool const is_unrouted = examined.deliveries.front().is_unrouted;
    if (is_unrouted && !may_keep_unrouted(now)) {
        parts_.metrics.add("lockstep_webhooks_unrouted_dropped_total", 1);
        HttpReply reply;
        reply.headers.add("Content-Type", "application/json");
        reply.body = to_text(JsonObject{{"accepted", true}, {"eventId", nullptr}, {"duplicate", false}});
        co_return reply;
    }
    co_return co_await store(std::move(examined.deliveries));
}

bool Ingress::may_keep_unrouted(TimePoint now) {
    if (unrouted_since_ == TimePoint{} || now - unrouted_since_ >= std::chrono::hours{1}) {
        unrouted_since_ = now;
        unrouted_kept_ = 0;
    }
    if (unrouted_kept_ == options_.unrouted_per_hour_max) {
        parts_.log.warning(
            "deliveries for accounts without a connection are dropped for the rest of the hour", {{"kept", unrouted_kept_}});
    }
    return unrouted_kept_++ < options_.unrouted_per_hour_max;
}

Task<HttpReply> Ingress::store(std::vector<Delivery> deliveries) {
    std::vector<events::Stored> results;
    TransactionBody const body = [&](Transaction& transaction) -> Result<void> {
        results.clear();
        for (auto const& delivery : deliveries) {
            TRY(auto stored, store_one(transaction, delivery, listeners_, options_.same_content_window));
            results.push_back(stored);
        }
        return {};
    };
    auto const outcome = co_await parts_.database.write(body);
    if (!outcome) {
        parts_.log.warning(
            "a webhook was not stored and is to be sent again", {{"code", std::string_view(outcome.error().code)}});
        co_return refuse(429, "not_stored", "The delivery could not be stored.", 5);
    }
    bool is_duplicate = true;
    for (std::size_t i = 0; i < results.size(); ++i) {
        is_duplicate = is_duplicate && results[i].is_duplicate;
        parts_.metrics.add(results[i].is_duplicate ? "lockstep_webhooks_duplicate_total" : "lockstep_webhooks_accepted_total", 1);
        if (deliveries[i].is_unrouted) parts_.metrics.add("lockstep_webhooks_unrouted_total", 1);
    }
    HttpReply reply;
    reply.headers.add("Content-Type", "application/json");
    reply.body = to_text(JsonObject{{"accepted", true}, {"eventId", results.front().id.text()}, {"duplicate", is_duplicate}});
    co_return reply;
}

std::shared_ptr<KeyRing const> Ingress::key_ring() {
    auto const version = parts_.directory.version();
    if (ring_ && version == ring_version_) return ring_;
    ring_ = std::make_shared<KeyRing const>(build_ring(options_.connectors, parts_.directory.all(), options_.extra_public_keys));
    ring_version_ = version;
    return ring_;
}

HttpReply Ingress::refuse(int status, std::string_view reason, std::string_view detail, int retry_after_seconds) {
    parts_.metrics.add("lockstep_webhooks_refused_total", 1, {{"reason", reason}});
    return refusal(status, reason, detail, retry_after_seconds);
}

}  // namespace lockstep::webhooks
