// SPDX-License-Identifier: Apache-2.0
// Schedules that are kept. The timekeeper (timekeeper.hpp) makes an event of each time that comes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "general/firing.hpp"
#include "ports/clock.hpp"
#include "ports/database.hpp"
#include "ports/random.hpp"

namespace lockstep::general {

struct ScheduleTag {
    static constexpr std::string_view prefix = "sch";
};
using ScheduleId = Id<ScheduleTag>;

inline constexpr std::string_view schedule_queue = "schedule";
inline constexpr std::int64_t schedules_max = 200;  // of an account

struct StoredSchedule {
    ScheduleId id;
    std::string label;
    Schedule schedule;
    Missed missed = Missed::once;
    TimePoint created_at{};
    std::optional<TimePoint> paused_at{};
    TimePoint next_at{};                 // by the wall; of a paused one the next when it was paused
    std::optional<TimePoint> last_at{};  // the time, by the wall, of its latest event
    std::int64_t fired = 0;
    std::int64_t left_out = 0;  // missed times for which nothing happened
};

StoredSchedule make_schedule(std::string label, Schedule schedule, Missed missed, Random& random, Clock const& clock);

// Stored, and put into the queue. conflict "general.too_many_schedules".
Result<void> insert_schedule(
    Transaction& transaction, AccountId const& account, StoredSchedule const& stored, Clock const& clock);
// Oldest first.
Result<std::vector<StoredSchedule>> list_schedules(Transaction& transaction, AccountId const& account);
Result<std::optional<StoredSchedule>> find_schedule(Transaction& transaction, AccountId const& account, ScheduleId const& id);
// Each: not_found "general.unknown_schedule". Pausing what is paused and resuming what is not changes nothing. What passes while
// it is paused is not made up.
Result<StoredSchedule> pause_schedule(
    Transaction& transaction, AccountId const& account, ScheduleId const& id, Clock const& clock);
Result<StoredSchedule> resume_schedule(
    Transaction& transaction, AccountId const& account, ScheduleId const& id, Clock const& clock);
Result<void> remove_schedule(Transaction& transaction, AccountId const& account, ScheduleId const& id);

// What its events made of it.
Result<void> note_firings(Transaction& transaction, AccountId const& account, StoredSchedule const& stored);
// The one whose time comes first, or has come.
struct FirstDue {
    ScheduleId id;
    TimePoint next_at{};
};
Result<std::optional<FirstDue>> first_due(Transaction& transaction, AccountId const& account);
// Asks for it to be looked at when `next_at` comes.
Result<void> ask_for(
    Transaction& transaction, AccountId const& account, ScheduleId const& id, TimePoint next_at, Clock const& clock);
// The engine's time at which the wall will show `wall`, should nobody set the clock meanwhile.
TimePoint engine_time_of(Clock const& clock, TimePoint wall);

}  // namespace lockstep::general
