// SPDX-License-Identifier: Apache-2.0
// Edit checks: at the end both sides of every link hold, field by field, what the sync's rules make of the true history of both
// (contest.hpp). A value that a person wrote is there, or lost by the rule, or is asked about; it is never just gone.
#pragma once

#include "simulation/end_state.hpp"

namespace lockstep::simulation {

void check_edits(World& world, EndState const& state);

}  // namespace lockstep::simulation
