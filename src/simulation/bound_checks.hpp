// SPDX-License-Identifier: Apache-2.0
// Bound checks: how often the program may write and read. No value is written again and again, no record is read for ever without
// news, and nothing is asked of an app that the work did not call for.
#pragma once

#include "simulation/end_state.hpp"

namespace lockstep::simulation {

inline constexpr auto quiet_time =
    std::chrono::hours{1};  // at the end of a world; nobody edits, and little may be read or written

void check_bounds(World& world, EndState const& state);

}  // namespace lockstep::simulation
