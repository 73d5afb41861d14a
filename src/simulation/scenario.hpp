// SPDX-License-Identifier: Apache-2.0
// Scenarios: one world told by a text (swarm_text.hpp) instead of drawn from a seed. run_scenario() repeats one exactly;
// shrink() takes a seed that fails and removes whatever its failure does not need.
#pragma once

#include "simulation/swarm.hpp"

#include "simulation/simulate.hpp"

namespace lockstep::simulation {

struct ScenarioOptions {
    std::optional<std::string> mutant{};
    bool trace = false;
};
Result<SimulateReport> run_scenario(std::string_view text, ScenarioOptions const& options);

// The world of a seed as a scenario.
Result<std::string> scenario_of_seed(std::uint64_t seed, SwarmKind kind = SwarmKind::usual);

struct ShrinkOptions {
    std::optional<std::string> mutant{};
    int runs_most = 600;
};
struct Shrunk {
    std::string scenario;
    std::string checker;  // the one that fails, before and after
    std::string failure;
    std::size_t lines_before = 0;
    std::size_t lines = 0;
    int runs = 0;
};
// Fewer lines, fewer people, a shorter time, as long as the same checker fails. `progress` hears of each run; it may be empty.
// conflict "simulation.nothing_fails".
Result<Shrunk> shrink(std::string_view scenario, ShrinkOptions const& options,
    std::function<void(int runs, std::size_t lines)> const& progress = {});

}  // namespace lockstep::simulation
