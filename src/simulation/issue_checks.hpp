// SPDX-License-Identifier: Apache-2.0
// Issue checks: every question that was put to a person was called for by something that happened, is closed when its cause is
// gone, and is put once. An issue is no excuse of the program's: it is a claim, and is looked at like any other.
#pragma once

#include "simulation/end_state.hpp"

namespace lockstep::simulation {

void check_issues(World& world, EndState const& state);

}  // namespace lockstep::simulation
