// SPDX-License-Identifier: Apache-2.0
// No lost edit: what a person wrote last is there, or the other side's later or simultaneous edit took its place by the rule
// and the history says so.
#pragma once

#include "simulation/end_state.hpp"

namespace lockstep::simulation {

void check_edits(World& world, EndState const& state);

}  // namespace lockstep::simulation
