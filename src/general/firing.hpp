// SPDX-License-Identifier: Apache-2.0
// What a schedule does when its time has come, or has passed while nobody could look. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "general/schedule.hpp"

namespace lockstep::general {

// What becomes of times that were missed: the program did not run, or only observed.
enum class Missed : std::uint8_t {
    skip,  // they are left out
    once,  // the last of them counts for all
    all,   // each counts, the newest `made_up_max` of them
};
std::string_view to_string(Missed missed);
std::optional<Missed> missed_from(std::string_view word);

inline constexpr std::int64_t made_up_max = 100;
// The last time that has come is no missed one for so long: a restart takes some seconds.
inline constexpr Duration late_after = std::chrono::minutes{5};

struct Firing {
    TimePoint due_at{};
    std::int64_t missed = 0;  // earlier times that it stands for
    bool operator==(Firing const&) const = default;
};

struct Firings {
    std::vector<Firing> firings;  // the earliest first
    std::int64_t left_out = 0;    // times for which nothing happens
    TimePoint next_at{};          // the first time after `wall`
};

// `next_at` is the first time that is not dealt with; nothing is due before it.
Firings decide_firings(Schedule const& schedule, Missed missed, TimePoint next_at, TimePoint wall);

}  // namespace lockstep::general
