// SPDX-License-Identifier: Apache-2.0
// Timekeeper: makes an event "schedule.due" of each time of a kept schedule. It is woken by the work queue, so a time that comes
// while the program is down is found when it runs again; event, next time and the end of the lease are one transaction, so each
// time is dealt with once, whenever the program ends.
#pragma once

#include <functional>
#include <vector>

#include "events/inbox.hpp"
#include "general/schedules.hpp"
#include "ports/log.hpp"
#include "work/item.hpp"

namespace lockstep::general {

inline constexpr std::string_view schedule_event_type = "schedule.due";

struct TimekeeperParts {
    AccountId account;
    Database& database;
    vault::Vault const& vault;
    Clock& clock;
    Random& random;
    Log& log;
    std::string holder;                        // of leases in the queue (work/holders.hpp)
    std::vector<events::Listener*> listeners;  // hear of each event in its transaction
    std::function<void()> has_fired{};         // after it: wakes whoever serves what they asked for
};

class Timekeeper {
public:
    explicit Timekeeper(TimekeeperParts parts) : parts_(std::move(parts)) {}

    // Until stop().
    Task<void> run();
    void stop();
    // Look again: a schedule was made, resumed or changed.
    void wake() { wake_.notify(); }
    // While writes are held no schedule fires: another installation may be the one that works. What passes meanwhile is missed.
    void hold(bool is_held);

    // One round: everything that is due now. When to look again, by the engine's time; nullopt: there is no schedule.
    Task<Result<std::optional<TimePoint>>> round();

private:
    Task<Result<void>> serve(work::Item const& item);
    Task<Result<void>> give_back(work::Item const& item, std::string why);
    // `id_at` is the time in its id, by which events are listed.
    events::PreparedEvent event_of(StoredSchedule const& stored, Firing const& firing, TimePoint id_at) const;

    TimekeeperParts parts_;
    Signal wake_;
    bool is_stopping_ = false;
    bool is_held_ = false;
};

}  // namespace lockstep::general
