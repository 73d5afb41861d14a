// SPDX-License-Identifier: Apache-2.0
// Courier: looks after health's keeper has looked, decides what is told, stores it as messages, and sends them until they have
// gone or a day has passed.
#pragma once

#include <string>
#include <vector>

#include "alerts/store.hpp"
#include "general/runner.hpp"
#include "health/reporter.hpp"
#include "ports/log.hpp"

namespace lockstep::alerts {

struct CourierParts {
    AccountId account;
    Database& database;
    vault::Vault const& vault;
    general::Runner& runner;
    Clock& clock;
    Random& random;
    Log& log;
    std::string public_url;
};

// What came of one message.
struct Tried {
    bool was_sent = false;
    Error error{};  // where it was not
};

class Courier {
public:
    explicit Courier(CourierParts parts) : parts_(std::move(parts)) {}

    // Tells what is news in it.
    Task<Result<void>> look(health::Report const& report);
    // Sends what is due until stop().
    Task<void> run();
    void stop();
    // One round of it; when the next message is due.
    Task<Result<std::optional<TimePoint>>> deliver();

    // Sends a test to one recipient, now and once.
    Task<Tried> test(Recipient recipient, std::string zone);

    // A message waits that could not be sent.
    bool is_failing() const { return is_failing_; }

private:
    Task<Tried> send(Message const& message);

    CourierParts parts_;
    Signal wake_;
    bool is_stopping_ = false;
    bool is_failing_ = false;
};

std::vector<Condition> conditions_of(health::Report const& report);
// When a message is tried again after so many tries; nullopt: it is given up.
std::optional<TimePoint> next_try(TimePoint created_at, std::int64_t tries, TimePoint now);

}  // namespace lockstep::alerts
