// SPDX-License-Identifier: Apache-2.0
// When a schedule is next due. By the clock on the wall of a time zone: a time that the change of clocks leaves out comes as
// much later as the clocks were moved, one that comes twice counts the first time. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace lockstep::general {

enum class Every : std::uint8_t {
    minutes,
    day,
    week,
};

struct Schedule {
    Every every = Every::day;
    std::int64_t minutes = 15;       // between two, counted from midnight UTC
    std::int64_t minute_of_day = 0;  // of the time zone
    std::vector<int> weekdays;       // 1 Monday to 7 Sunday
    std::string zone = "UTC";
};

// The inputs of "schedule.due". invalid "general.bad_schedule".
Result<Schedule> read_schedule(JsonObject const& inputs);
// What read_schedule() makes the same schedule of; members that it does not go by are left out.
JsonObject schedule_inputs(Schedule const& schedule);

// The first time after `after`.
TimePoint next_due(Schedule const& schedule, TimePoint after);

// What the clock on the wall of a zone shows then, as if it were UTC. A zone that is none: UTC.
TimePoint local_time(std::string const& zone, TimePoint time);

}  // namespace lockstep::general
