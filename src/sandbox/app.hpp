// SPDX-License-Identifier: Apache-2.0
// App: a simulated application as an in-memory model. Served over HTTP by SandboxServer and called in-process by the
// simulation, so it has no clock, no threads and no I/O: time comes as an argument and chance from a seeded Prng.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "ports/http.hpp"
#include "sandbox/counters.hpp"
#include "sandbox/faults.hpp"

namespace lockstep::sandbox {

// A webhook to send at `at`. `attempt` is 1 for the first try.
struct Delivery {
    TimePoint at{};
    HttpRequest request;
    int attempt = 1;
    std::string id;
    std::string target;  // which registered receiver, where an app has several
};

// What a request comes to. `latency` passes before the caller hears anything; with `lose_reply` it never does (whether the
// request was carried out is the app's secret).
struct Answer {
    HttpReply reply;
    Duration latency{};
    bool lose_reply = false;
};

// A record with all its fields, in the app's own words, whatever its API would show. For oracles and the admin routes.
struct RecordView {
    std::string id;
    JsonObject fields;
    TimePoint created_at{};
    TimePoint changed_at{};
    bool archived = false;
};
Json to_json(RecordView const& view);

class App {
public:
    App() = default;
    App(App const&) = delete;
    App& operator=(App const&) = delete;
    virtual ~App() = default;

    // The app's API and, under /_sandbox/, its admin routes.
    virtual Answer handle(HttpRequest const& request, TimePoint now) = 0;

    // Webhooks to send now (removed from the queue), and what became of one: the receiver's status, 0 when it gave no answer.
    virtual std::vector<Delivery> due_deliveries(TimePoint now) = 0;
    virtual void delivered(Delivery const& delivery, int status, TimePoint now) = 0;
    // When something next wants to happen inside: a webhook to send, a late commit or an automation to run.
    virtual std::optional<TimePoint> next_delivery_at() const = 0;

    // Runs what waits inside until `now`. handle() and due_deliveries() do it by themselves; an oracle calls it before it looks.
    virtual void advance(TimePoint now) = 0;

    // For oracles: everything that exists, by id. Never through faults, limits or the search index.
    virtual std::vector<RecordView> records() const = 0;
    virtual std::optional<RecordView> record(std::string_view id) const = 0;
    // What a person at the app's own screen does: no limits, no faults of the API; webhooks fire as for any change. Errors:
    // not_found "sandbox.no_record", invalid "sandbox.bad_fields", conflict "sandbox.duplicate".
    virtual Result<std::string> create_as_person(JsonObject const& fields, TimePoint now) = 0;
    virtual Result<void> edit_as_person(std::string_view id, JsonObject const& changes, TimePoint now) = 0;
    virtual Result<void> remove_as_person(std::string_view id, TimePoint now) = 0;

    virtual Faults& faults() = 0;
    virtual Counters const& counters() const = 0;
    // Around what something inside the app does to a record by itself, such as an automation; for an oracle. May be empty.
    std::function<void(std::string_view id, TimePoint now)> before_own_change;
    std::function<void(std::string_view id, TimePoint now)> after_own_change;
    // Two records of one person become one: `gone` vanishes, what `kept` lacks comes from it. Errors as edit_as_person.
    virtual Result<void> merge_as_person(std::string_view kept, std::string_view gone, TimePoint now) = 0;
    virtual void set_webhook_url(std::string url) = 0;
    // All records, queues, counters and faults gone; identity, keys and limits stay.
    virtual void reset() = 0;
};

}  // namespace lockstep::sandbox
