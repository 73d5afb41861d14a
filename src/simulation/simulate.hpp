// SPDX-License-Identifier: Apache-2.0
// simulate(): runs seeds, each a world of its own, and tells what was found. The same seed gives the same run, event by event.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "simulation/tally.hpp"

namespace lockstep::simulation {

struct SimulateOptions {
    std::uint64_t first_seed = 1;
    std::int64_t seeds = 1;
    std::optional<std::string> mutant{};  // a name of sync/mutant.hpp
    bool trace = false;                   // keep what happened, line by line
    bool quiet = false;                   // no faults
    bool stop_at_failure = false;
    int threads = 1;
};

struct SeedResult {
    std::uint64_t seed = 0;
    std::string checker;  // empty: nothing wrong was found
    std::string failure;  // what the checker says
    std::string command;  // repeats it
    std::uint64_t trace_hash = 0;
    double simulated_hours = 0;
    std::vector<std::string> trace;
};

struct SimulateReport {
    std::vector<SeedResult> results;  // in order of seeds
    Tally tally;
    double simulated_hours = 0;
    std::int64_t failures = 0;
};
Json to_json(SimulateReport const& report);

// invalid "simulation.unknown_mutant". `progress` is called after each seed, never twice at once; it may be empty.
Result<SimulateReport> simulate(SimulateOptions const& options, std::function<void(SeedResult const&)> const& progress = {});

}  // namespace lockstep::simulation
