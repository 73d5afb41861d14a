// SPDX-License-Identifier: Apache-2.0
// Points in time are UTC with microseconds; durations are microseconds. Civil dates (birthdays) are text "YYYY-MM-DD"
// and never become points in time.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace lockstep {

using Duration = std::chrono::microseconds;
using TimePoint = std::chrono::sys_time<Duration>;

// "2026-03-01T10:04:00.000Z": always UTC, always milliseconds.
std::string format_time(TimePoint time);

// ISO 8601 / RFC 3339 with "Z" or an offset, seconds required, fraction optional. Years 1970 to 9999.
Result<TimePoint> parse_time(std::string_view text);

// What is stored in the database: microseconds since 1970.
constexpr std::int64_t to_micros(TimePoint time) { return time.time_since_epoch().count(); }
constexpr TimePoint from_micros(std::int64_t micros) { return TimePoint{Duration{micros}}; }

// A point after which an operation gives up. Made at the edge, passed down, never defaulted.
struct Deadline {
    TimePoint at;
};

}  // namespace lockstep
