// SPDX-License-Identifier: Apache-2.0
// Ingress: POST /webhooks/contacts and POST /webhooks/in/<token>. Checks who sent a delivery, stores it durably in the inbox and
// only then answers 200. It refuses with 401 what is not authentic and with 429 what is to be sent again, and never answers 5xx:
// an app may repeat a delivery after a 429 and after nothing else.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "connections/connection.hpp"
#include "events/inbox.hpp"
#include "ports/clock.hpp"
#include "ports/database.hpp"
#include "ports/http.hpp"
#include "ports/log.hpp"
#include "ports/metrics.hpp"
#include "ports/offload.hpp"
#include "ports/random.hpp"
#include "webhooks/examine.hpp"
#include "webhooks/key_ring.hpp"
#include "webhooks/source_throttle.hpp"

namespace lockstep::webhooks {

struct IngressOptions {
    connections::Connectors connectors;          // whose declared keys count although no connection uses them yet
    std::vector<std::string> extra_public_keys;  // Ed25519, raw: a rotation announced before the connector's declaration has it
    bool accepts_legacy_signatures = false;      // also where the declaration has its older scheme switched off
    std::size_t body_bytes_max = 1 << 20;
    std::size_t in_flight_max = 2048;
    ThrottleLimits throttle;
    Duration timestamp_tolerance = std::chrono::minutes{5};
    // Deliveries without an id of their own: equal bodies within this time are one delivery. Later ones are news again, for a
    // body that only names a record looks the same after every edit.
    Duration same_content_window = std::chrono::minutes{5};
    std::vector<std::string> trusted_proxies;  // addresses whose last X-Forwarded-For entry is believed
    std::function<bool()> queue_is_full;       // may be empty
    // Authentic deliveries of accounts that no connection belongs to, kept within an hour; what is beyond is answered and
    // dropped, because an agency's app may be installed at hundreds of locations that are none of ours.
    std::int64_t unrouted_per_hour_max = 500;
};

// What was made of a delivery, for whoever tells people. A refused one may be anybody's: the connections are those that its
// address or its unproven body names.
struct Judgement {
    std::vector<ConnectionId> connections;
    bool is_accepted = false;
    std::string_view reason;  // of a refusal, a fixed word
    TimePoint at{};
};

struct IngressParts {
    Database& database;
    vault::Vault& vault;
    connections::Directory const& directory;
    Clock& clock;
    Random& random;
    Offload& offload;
    Log& log;
    Metrics& metrics;
};

class Ingress : public HttpHandler {
public:
    Ingress(IngressParts parts, std::vector<events::Listener*> listeners, IngressOptions options = {});

    // Where authentic deliveries go that belong to no connection.
    static AccountId const& unrouted_account();
    static ConnectionId const& unrouted_connection();

    // Must have succeeded before anything is accepted; until then everything is answered 429. Makes the key of the account that
    // keeps deliveries for unknown locations.
    Task<Result<void>> prepare_quarantine();
    // From now on 429; deliveries under way are finished.
    void stop_accepting() { is_accepting_ = false; }
    bool is_accepting() const { return is_accepting_; }
    std::size_t in_flight() const { return in_flight_; }

    // One listener, called on the engine's thread.
    void on_judgement(std::function<void(Judgement const&)> listener) { listener_ = std::move(listener); }

    // Any method and path; answers 404 and 405 itself. Runs on the engine's thread.
    Task<HttpReply> handle(HttpRequest request) override;

private:
    std::optional<HttpReply> refuse_early(HttpRequest const& request, std::string_view source, TimePoint now);
    Task<HttpReply> receive(HttpRequest const& request, std::optional<std::string> token, std::string_view source, TimePoint now);
    Task<HttpReply> store(std::vector<Delivery> deliveries);
    bool may_keep_unrouted(TimePoint now);
    std::shared_ptr<KeyRing const> key_ring();
    HttpReply refuse(int status, std::string_view reason, std::string_view detail, int retry_after_seconds = 0);

    IngressParts parts_;
    std::vector<events::Listener*> listeners_;
    IngressOptions options_;
    SourceThrottle throttle_;
    std::shared_ptr<KeyRing const> ring_;  // shared: a check under way keeps the ring it began with
    std::uint64_t ring_version_ = 0;
    bool is_accepting_ = false;
    std::size_t in_flight_ = 0;
    TimePoint unrouted_since_{};  // the hour that is counted
    std::int64_t unrouted_kept_ = 0;
    std::function<void(Judgement const&)> listener_;
};

}  // namespace lockstep::webhooks
