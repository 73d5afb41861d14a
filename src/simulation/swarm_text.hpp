// SPDX-License-Identifier: Apache-2.0
// A swarm as text, and back: a scenario. One line is one thing that is there; what no line names is off. Read by a person,
// repeated exactly by the simulation, and made shorter line by line (shrink.hpp).
//
//   seed 902688
//   lasts 02:10:00.000000 calm 02:05:00.000000
//   people 3 overlap 2
//   fault a lost_reply 20000
//   deed 08:12:03.000417 edit_field 123
//   crash 08:12:03.000000 at_write skips 2 down 20.5
//
// Times are those of the trace: hours of the day on which the world begins, counted on after midnight.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "simulation/swarm.hpp"

namespace lockstep::simulation {

// `usual` is the mapping that the swarm's one is told apart from.
std::vector<std::string> to_lines(Swarm const& swarm, contacts::Mapping const& usual);

// Empty lines and what follows a '#' at a line's beginning are passed over. invalid "simulation.bad_scenario".
Result<Swarm> parse_scenario(std::string_view text, contacts::Mapping const& usual);

std::string join_lines(std::vector<std::string> const& lines);

}  // namespace lockstep::simulation
