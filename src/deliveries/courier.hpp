// SPDX-License-Identifier: Apache-2.0
// Courier: makes deliveries of what was told, and sends them. What is due is leased from the durable queue, a few of each
// subscription at a time, so that an address that is dead or slow keeps no other waiting; attempt, delivery and the end of the
// lease are stored together, so that nothing is lost whenever the program ends, and what was under way then is sent again under
// its id.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>

#include "deliveries/store.hpp"
#include "ports/http.hpp"
#include "ports/log.hpp"
#include "ports/metrics.hpp"
#include "work/item.hpp"

namespace lockstep::deliveries {

// What a body's full form has beside the values that were told: a person as people see it, the payload of an event.
using Enrich = std::function<Result<void>(Transaction&, std::string_view link, Told&)>;

struct CourierParts {
    AccountId account;
    Database& database;
    vault::Vault const& vault;
    HttpClient& outside;  // judges each address when it connects
    Clock& clock;
    Random& random;
    Log& log;
    Metrics& metrics;
    std::string holder;  // of leases in the queue (work/holders.hpp)
    std::string user_agent;
    Enrich enrich;                                                               // may be empty
    std::function<Result<void>(Transaction&, Subscription const&)> note_ending;  // in the audit; may be empty
};

class Courier {
public:
    explicit Courier(CourierParts parts) : parts_(std::move(parts)) {}

    // Until stop().
    Task<void> run();
    void stop();
    // Something was told, or a subscription was changed.
    void wake() { wake_.notify(); }
    // While writes are held nothing is sent: another installation may be the one that works. Both wait until they are let go.
    void hold(bool is_held);

    // One round of each, for tests: what was told becomes deliveries (returns how many events); one due delivery is tried
    // (false: none is due).
    Task<Result<std::int64_t>> spread();
    Task<Result<bool>> serve_one();

    // Posts a test, once and now, and keeps it with the deliveries.
    Task<Result<Attempt>> test(SubscriptionId id);

    // A subscription was switched off because its address failed, and nobody has switched it on again.
    bool is_failing() const { return is_failing_; }

private:
    struct Ready;

    Task<Result<std::vector<work::Item>>> claim(std::int64_t limit);
    Task<void> serve(work::Item item);
    Task<Result<void>> serve_item(work::Item const& item);
    Task<Attempt> post(Ready const& ready);
    Task<Result<void>> give_back(work::Item const& item, std::string why);
    void log_ending(Subscription const& subscription);

    CourierParts parts_;
    Signal wake_;
    bool is_stopping_ = false;
    bool is_held_ = false;
    bool is_failing_ = false;
    bool has_subscriptions_ = true;  // until it is known
    std::int64_t in_flight_ = 0;
    std::map<std::string, std::int64_t> in_flight_of_;
    std::set<std::pair<AccountId, std::string>> in_hand_;
    std::map<std::string, int> failures_in_a_row_;  // of a subscription
    std::optional<TimePoint> next_due_;
};

}  // namespace lockstep::deliveries
