// SPDX-License-Identifier: Apache-2.0
// Where the engine's time stands on the machine's two clocks: the steady one, which only measures, and the wall's, which says
// the time of day and may be set. The engine's time is the steady clock's reading plus an offset that never shrinks. Pure.
#pragma once

#include <algorithm>

#include "base/time.hpp"

namespace lockstep::adapters {

// The wall may be ahead by this much before it is followed; it drifts and is corrected all the time.
constexpr Duration wall_lead_max = std::chrono::seconds{1};

constexpr TimePoint engine_time(Duration offset, Duration steady) { return TimePoint{steady + offset}; }

// The offset with which the engine's time says at least `time` at this reading of the steady clock.
constexpr Duration offset_reaching(Duration offset, Duration steady, TimePoint time) {
    return std::max(offset, time.time_since_epoch() - steady);
}

// The offset that holds from now on. A wall that is ahead is followed, because a machine that slept has missed time; a wall that
// was set back is not, so the engine's time goes on steadily.
constexpr Duration follow_wall(Duration offset, Duration steady, TimePoint wall) {
    return wall - engine_time(offset, steady) > wall_lead_max ? offset_reaching(offset, steady, wall) : offset;
}

}  // namespace lockstep::adapters
