// SPDX-License-Identifier: Apache-2.0
// `lockstep simulate`: the engine on virtual time against the simulated apps, with faults drawn from a seed.
#include "simulation/simulate.hpp"

#include <thread>

#include "app/commands/session.hpp"

namespace lockstep::app {
namespace {

Result<ExitCode> run(Console& console, SimulateInput const& input) {
    simulation::SimulateOptions options;
    options.first_seed = input.first_seed;
    options.seeds = static_cast<std::int64_t>(input.seeds);
    options.trace = input.shows_trace;
    if (!input.mutant.empty()) options.mutant = input.mutant;
    options.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    std::int64_t done = 0;
    std::int64_t failures = 0;
    TRY(auto const report, simulation::simulate(options, [&](simulation::SeedResult const& result) {
        console.progress(
            failures == 0 ? "seeds, nothing wrong found" : "seeds, " + std::to_string(failures) + " with something wrong", ++done,
            options.seeds);
        if (result.failure.empty()) return;
        ++failures;
        console.remark(
            "seed " + std::to_string(result.seed) + ": " + result.checker + ": " + result.failure + "\n  " + result.command);
    }));
    console.result(simulation::to_json(report));
    if (input.shows_trace) {
        for (auto const& result : report.results) {
            for (auto const& line : result.trace) console.say(line);
        }
    }
    console.say(with_commas(static_cast<std::int64_t>(report.results.size())) + " seeds, " +
                with_commas(static_cast<std::int64_t>(report.simulated_hours)) + " simulated hours, " +
                with_commas(report.failures) + " with something wrong.");
    // A mutant is a fault put into the engine on purpose: finding it is what is wanted.
    bool const is_good = input.mutant.empty() ? report.failures == 0 : report.failures > 0;
    return is_good ? ExitCode::ok : ExitCode::failed;
}

}  // namespace

int run_simulate(Common const& common, SimulateInput const& input) {
    return run_alone(common, [&](Console& console) { return run(console, input); });
}

}  // namespace lockstep::app
