// SPDX-License-Identifier: Apache-2.0
// Lateness checks: every edit that has to go to the other side was there in time (bounds.hpp), or superseded, or asked about.
#pragma once

#include "simulation/end_state.hpp"

namespace lockstep::simulation {

void check_lateness(World& world, EndState const& state);

}  // namespace lockstep::simulation
