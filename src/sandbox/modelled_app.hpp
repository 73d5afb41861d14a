// SPDX-License-Identifier: Apache-2.0
// ModelledApp: what both simulated apps share. It runs a request through the faults, keeps the queue of webhooks and of things
// that happen later (late commits, automations), counts, and serves the admin routes. The apps fill in the rest.
#pragma once

#include <functional>
#include <map>

#include "sandbox/app.hpp"
#include "sandbox/request.hpp"
#include "sandbox/screen.hpp"
#include "sandbox/spoiled_reply.hpp"
#include "sandbox/webhook_queue.hpp"

namespace lockstep::sandbox {

class ModelledApp : public App {
public:
    Answer handle(HttpRequest const& request, TimePoint now) override;
    std::vector<Delivery> due_deliveries(TimePoint now) override;
    void delivered(Delivery const& delivery, int status, TimePoint now) override;
    std::optional<TimePoint> next_delivery_at() const override;
    void advance(TimePoint now) override;

    Faults& faults() override { return faults_; }
    Counters const& counters() const override { return counters_; }
    void set_webhook_url(std::string url) override { webhook_url_ = std::move(url); }
    void reset() override;

protected:
    explicit ModelledApp(Prng const& root) : faults_(root.fork("faults")), delivery_stream_(root.fork("deliveries")) {
        faults_.counters = &counters_;
    }

    // How a request would be carried out, found before it is. An empty operation: no such route.
    struct Matched {
        std::string_view operation;
        RouteKind kind = RouteKind::read;
        std::string record{};  // the contact or client that the path names; may be empty
    };
    virtual Matched match(Request const& request) const = 0;
    // Authentication, headers, limits. A reply means refused.
    virtual std::optional<HttpReply> gate(Request const& request, Matched const& matched, TimePoint now) = 0;
    virtual HttpReply perform(Request const& request, TimePoint now) = 0;
    // What every reply to an API call carries beside its own headers: the state of the limits.
    virtual void add_headers(HttpReply& reply, TimePoint now) const = 0;
    virtual HttpReply fault_reply(int status) = 0;
    virtual HttpReply not_found_reply(std::string_view record) = 0;
    // Where the reply of an operation shows records, for the faults that spoil what is shown.
    virtual ShownRecords shown_records(Request const& request, Matched const& matched) const = 0;
    // nullopt: the receiver is no longer registered.
    virtual std::optional<HttpRequest> sign_webhook(QueuedWebhook const& webhook, TimePoint now) = 0;
    // When to try again after `status`; nullopt: never.
    virtual std::optional<Duration> retry_after(int status, int attempt) = 0;
    virtual void clear_records() = 0;
    virtual Json identity() const = 0;
    virtual Json limits() const = 0;
    virtual Result<void> apply_limits(Json const& json) = 0;
    // What the app keeps besides records, by kind, for the admin route; and making happen what fires an event of a type.
    virtual Json everything_else() { return JsonObject{}; }
    virtual Result<void> provoke(std::string_view, TimePoint) {
        return fail(ErrorKind::not_found, "sandbox.no_event", "making something happen: this app has no such event");
    }

    // What a person finds at the app's own screen; see screen.hpp.
    virtual std::string name_of(JsonObject const& fields) const = 0;
    virtual std::vector<FormField> form() const = 0;
    virtual std::vector<Allowance> allowances(TimePoint now) = 0;
    virtual AttachedForm notes_of(std::string_view record) const = 0;
    virtual AttachedForm tasks_of(std::string_view record) const = 0;
    virtual std::vector<std::string> event_types() const { return {}; }
    // Some faults cannot happen to this app, and some only to it.
    virtual bool can_have(FaultKind) const { return true; }
    virtual std::vector<OwnFault> own_faults() { return {}; }

    // Puts a webhook into the queue, through the webhook faults. `twin` makes a second one under an id of its own.
    void queue_webhook(QueuedWebhook webhook, std::function<QueuedWebhook()> const& twin, TimePoint now);
    void run_later(TimePoint at, std::function<void(TimePoint)> what) {
        later_.emplace(std::pair{at, next_later_++}, std::move(what));
    }

    Faults faults_;
    Counters counters_;
    Prng delivery_stream_;
    std::string webhook_url_;

private:
    Answer handle_api(HttpRequest const& request, Request const& parsed, TimePoint now);
    HttpReply handle_admin(Request const& request, TimePoint now);
    HttpReply handle_records(Request const& request, TimePoint now);
    // screen_routes.cpp; nullopt: no such route.
    std::optional<HttpReply> handle_screen(Request const& request, TimePoint now);
    HttpReply show_screen(TimePoint now);
    HttpReply list_people(Request const& request) const;
    HttpReply show_person(Request const& request, TimePoint now);
    HttpReply attach(Request const& request, TimePoint now);
    HttpReply handle_person(Request const& request, TimePoint now);
    HttpReply handle_switches(Request const& request, TimePoint now);
    JsonArray switches();
    void heal();
    std::optional<HttpReply> refuse(Request const& parsed, Matched const& matched, TimePoint now);
    void spoil(HttpReply& reply, Request const& parsed, Matched const& matched, TimePoint now);

    WebhookQueue queue_;
    std::map<std::pair<TimePoint, std::uint64_t>, std::function<void(TimePoint)>> later_;
    std::uint64_t next_later_ = 0;
};

}  // namespace lockstep::sandbox
