// SPDX-License-Identifier: Apache-2.0
// What the API is made of: references to the parts that composition built, and what only composition can know.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "alerts/courier.hpp"
#include "api/sandbox/sandboxes.hpp"
#include "api/stream.hpp"
#include "api/upkeep/upkeep.hpp"
#include "api/web/web_file.hpp"
#include "calls/caller.hpp"
#include "connections/connection.hpp"
#include "contacts/mapping.hpp"
#include "deliveries/courier.hpp"
#include "events/inbox.hpp"
#include "general/runner.hpp"
#include "general/timekeeper.hpp"
#include "health/reporter.hpp"
#include "imports/service.hpp"
#include "oauth/authorizer.hpp"
#include "people/service.hpp"
#include "ports/clock.hpp"
#include "ports/database.hpp"
#include "ports/http.hpp"
#include "ports/log.hpp"
#include "ports/metrics.hpp"
#include "ports/offload.hpp"
#include "ports/random.hpp"
#include "snapshots/service.hpp"
#include "sync/service.hpp"
#include "vault/vault.hpp"
#include "workflows/service.hpp"

namespace lockstep::api {

enum class Phase : std::uint8_t {
    starting,
    serving,
    draining
};

struct HealthCheck {
    std::string name;
    bool is_ok = true;
    std::string detail;    // shown to anybody: no ids, no values
    bool is_grave = true;  // else the program works all the same: "degraded"
};

struct ApiOptions {
    std::string version = "0.1.0";
    TimePoint started_at{};
    bool is_tls = false;  // browsers reach us by https: cookies get the __Host- prefix, replies Strict-Transport-Security
    std::vector<std::string> hosts;            // names under which browsers may come, beside IP addresses and localhost
    std::vector<std::string> trusted_proxies;  // addresses whose last X-Forwarded-For entry is believed
    std::string public_url;                    // "https://lockstep.example", for links in e-mails; empty: not known
    bool has_open_metrics = false;             // /metrics asks nobody: the operator shields it
    std::size_t body_bytes_max = 256 * 1024;
};

struct Parts {
    AccountId account;  // the one this installation serves
    Database& database;
    vault::Vault const& vault;
    Clock& clock;
    Random& random;
    SecureRandom& secure_random;
    Offload& offload;
    Log& log;
    Metrics& metrics;
    connections::Directory& directory;
    connections::Connectors const& connectors;
    imports::Service& imports;
    calls::Caller& caller;
    oauth::Authorizer& authorizer;
    general::Runner& runner;
    general::Timekeeper& timekeeper;
    sync::Service& syncs;
    people::Service& people;
    workflows::Service& workflows;
    snapshots::Service& snapshots;
    Stream& stream;
    Upkeep& upkeep;
    health::Reporter const& health;
    alerts::Courier& alerts;
    deliveries::Courier& outbound;
    HttpHandler& webhooks;                     // POST /webhooks/...
    std::vector<events::Listener*> listeners;  // of the inbox; hear again of an event that is replayed
    std::function<void()> wake;                // after they asked for looks

    // The mapping of two profiles that nobody has changed; invalid when the pair is not supported.
    std::function<Result<contacts::Mapping>(std::string_view a_profile, std::string_view b_profile)> default_mapping;
    std::function<void(Task<void>)> spawn;             // something small beside the request; left out where too much is under way
    std::function<Phase()> phase;                      // empty: always serving
    std::function<std::vector<HealthCheck>()> checks;  // beside the database; may be empty
    std::function<void(Metrics&)> set_process_gauges;  // of this process; may be empty
    WebFiles web_files;                                // may be empty
    // One run against the simulated apps; `definition` and what happens, as workflow_trial.hpp of the app says. May be empty.
    std::function<Task<Result<JsonObject>>(std::string definition, JsonObject input)> try_workflow{};
    std::function<Sandboxes*()> sandboxes{};  // null, or empty: the program runs without simulated apps
};

}  // namespace lockstep::api
