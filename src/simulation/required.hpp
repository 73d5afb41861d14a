// SPDX-License-Identifier: Apache-2.0
// Required: what must have happened at least once in a batch of worlds: every fault, every deed, every branch by which the
// program recovers. A fault that never struck has tested nothing, and a branch that was never taken is not known to work.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "simulation/tally.hpp"

namespace lockstep::simulation {

// So many worlds are enough for each to strike.
inline constexpr std::int64_t seeds_that_show_everything = 500;

// Name in the tally, and what it is.
std::vector<std::pair<std::string, std::string>> const& required();
// Those of the list that the tally does not hold.
std::vector<std::string> never_struck(Tally const& tally);

}  // namespace lockstep::simulation
