// SPDX-License-Identifier: Apache-2.0
// simulate(): runs seeds, each a world of its own, and tells what was found. The same seed gives the same run, event by event.
#pragma once

#include "simulation/swarm.hpp"

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
    std::optional<std::string> mutant{};  // a name of base/injected_fault.hpp
    bool trace = false;                   // keep what happened, line by line
    SwarmKind kind = SwarmKind::usual;
    bool stop_at_failure = false;
    int threads = 1;
    std::vector<std::pair<std::uint64_t, std::string>> known_seeds{};  // they run as well, and do not count as failures
};

// The first seed of a batch that follows from the content of a tree (`git rev-parse HEAD:src`): every change of the source tries
// worlds that nobody has tried. invalid "simulation.bad_tree" when it is no hash.
Result<std::uint64_t> first_seed_of_tree(std::string_view hash);

// "902688  what is known about it" a line; '#' begins a remark. At most three: a list of known failures is no place to live in.
// invalid "simulation.bad_known_seeds".
Result<std::vector<std::pair<std::uint64_t, std::string>>> parse_known_seeds(std::string_view text);

struct SeedFinding {
    std::string checker;
    std::string text;
};

struct SeedResult {
    std::uint64_t seed = 0;
    std::string checker;                // the first that found something; empty: nothing wrong was found
    std::string failure;                // what it says
    std::vector<SeedFinding> findings;  // of every checker, its first
    std::string known;                  // from the list of known seeds: what is known about this one
    std::string command;                // repeats it
    std::uint64_t trace_hash = 0;
    double simulated_hours = 0;
    std::vector<std::string> trace;
};

struct SimulateReport {
    std::vector<SeedResult> results;  // in order of seeds
    Tally tally;
    double simulated_hours = 0;
    double processor_minutes = 0;
    std::int64_t failures = 0;              // without the known ones
    std::vector<std::string> never_struck;  // of the required list, in a batch large enough to tell
    bool is_good() const { return failures == 0 && never_struck.empty(); }
};
// How many seeds failed at each checker, by its first finding; the most frequent first.
std::vector<std::pair<std::string, std::int64_t>> failures_by_checker(SimulateReport const& report);
Json to_json(SimulateReport const& report);

// invalid "simulation.unknown_mutant". `progress` is called after each seed, never twice at once; it may be empty.
Result<SimulateReport> simulate(SimulateOptions const& options, std::function<void(SeedResult const&)> const& progress = {});

}  // namespace lockstep::simulation
