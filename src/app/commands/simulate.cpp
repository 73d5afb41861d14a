// SPDX-License-Identifier: Apache-2.0
// `lockstep simulate`: the engine on virtual time against the simulated apps, with faults drawn from a seed.
#include "simulation/simulate.hpp"

#include <set>
#include <thread>

#include "app/commands/session.hpp"
#include "app/files.hpp"
#include "simulation/faults_noticed.hpp"
#include "simulation/scenario.hpp"
#include "simulation/small_world/small_world.hpp"

namespace lockstep::app {
namespace {

// A scenario has one world; a mutant is a fault put into the engine on purpose, and finding it is what is wanted.
ExitCode verdict(SimulateInput const& input, std::int64_t failures) {
    return (failures > 0) == !input.mutant.empty() ? ExitCode::ok : ExitCode::failed;
}

Result<std::string> scenario_of(SimulateInput const& input) {
    if (!input.scenario_file.empty()) return read_file(input.scenario_file, 1 << 20);
    return simulation::scenario_of_seed(
        input.first_seed, input.is_wide ? simulation::SwarmKind::wide : simulation::SwarmKind::usual);
}

Result<ExitCode> run_one(Console& console, SimulateInput const& input) {
    TRY(auto const scenario, scenario_of(input));
    simulation::ScenarioOptions options;
    if (!input.mutant.empty()) options.mutant = input.mutant;
    options.trace = input.shows_trace;
    TRY(auto const report, simulation::run_scenario(scenario, options));
    console.result(simulation::to_json(report));
    auto const& result = report.results.front();
    for (auto const& line : result.trace) console.say(line);
    console.say(result.checker.empty() ? "Nothing wrong found." : result.checker + ": " + result.failure);
    return verdict(input, report.failures);
}

Result<ExitCode> shrink(Console& console, SimulateInput const& input) {
    TRY(auto const scenario, scenario_of(input));
    simulation::ShrinkOptions options;
    if (!input.mutant.empty()) options.mutant = input.mutant;
    TRY(auto const shrunk, simulation::shrink(scenario, options, [&](int runs, std::size_t lines) {
        console.progress("runs, " + std::to_string(lines) + " lines left", runs, options.runs_most);
    }));
    console.end_progress();
    TRY_VOID(write_private_file(input.shrink_file, shrunk.scenario));
    console.result(JsonObject{{"lines_before", shrunk.lines_before}, {"lines", shrunk.lines}, {"runs", shrunk.runs},
        {"checker", shrunk.checker}, {"failure", shrunk.failure}, {"scenario", shrunk.scenario}});
    console.say(shrunk.scenario);
    console.say(shrunk.checker + ": " + shrunk.failure);
    console.say(std::to_string(shrunk.lines) + " of " + std::to_string(shrunk.lines_before) + " lines are left after " +
                std::to_string(shrunk.runs) + " runs. Repeat it: lockstep simulate --scenario " + input.shrink_file + " --trace");
    return ExitCode::ok;
}

Result<ExitCode> search_small_world(Console& console, SimulateInput const& input) {
    TRY(auto const searched,
        simulation::small_world::check({.depth = input.depth, .fault = input.mutant, .goes_on = [&](auto kind, int depth) {
                                            console.progress("happenings: " + std::string(kind), depth, input.depth);
                                            return true;
                                        }}));
    console.end_progress();
    console.result(simulation::small_world::to_json(searched));
    std::int64_t failures = 0;
    for (auto const& [kind, report] : searched) {
        console.say(std::string(kind) + ": " + with_commas(static_cast<std::int64_t>(report.states)) + " states, " +
                    with_commas(static_cast<std::int64_t>(report.actions)) + " steps, every history of " +
                    std::to_string(report.depth) + " happenings");
        if (report.wrong.empty()) continue;
        ++failures;
        for (auto const& line : report.history) console.say("  " + line);
        console.say("  wrong: " + report.wrong);
    }
    if (failures == 0) console.say("Nothing wrong found.");
    return verdict(input, failures);
}

Result<simulation::SimulateOptions> options_of(SimulateInput const& input) {
    simulation::SimulateOptions options;
    options.first_seed = input.first_seed;
    options.seeds = static_cast<std::int64_t>(input.seeds);
    options.trace = input.shows_trace;
    if (input.is_wide) options.kind = simulation::SwarmKind::wide;
    if (!input.mutant.empty()) options.mutant = input.mutant;
    options.threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    if (!input.from_tree.empty()) {
        TRY(options.first_seed, simulation::first_seed_of_tree(input.from_tree));
    }
    if (!input.known_seeds_file.empty()) {
        TRY(auto const text, read_file(input.known_seeds_file));
        TRY(options.known_seeds, simulation::parse_known_seeds(text));
    }
    return options;
}

void say_known(Console& console, simulation::SimulateReport const& report) {
    for (auto const& result : report.results) {
        if (result.known.empty()) continue;
        console.say("known seed " + std::to_string(result.seed) + " (" + result.known + ") " +
                    (result.checker.empty() ? "passes now: its line can go." : "fails: " + result.checker + "."));
    }
}

void say_sums(Console& console, simulation::SimulateReport const& report) {
    auto const hours = with_commas(static_cast<std::int64_t>(report.simulated_hours));
    auto const pace = report.processor_minutes > 0 ? report.simulated_hours / report.processor_minutes : 0;
    console.say(with_commas(static_cast<std::int64_t>(report.results.size())) + " seeds, " + hours + " simulated hours (" +
                with_commas(static_cast<std::int64_t>(pace)) + " per processor minute), " + with_commas(report.failures) +
                " with something wrong.");
    for (auto const& [checker, count] : simulation::failures_by_checker(report))
        console.say("  " + checker + ": " + with_commas(count));
    for (auto const& line : report.never_struck) console.say("  never happened: " + line);
}

// Every wrong engine has to be noticed: what nobody notices is named.
Result<ExitCode> try_every_fault(Console& console, SimulateInput const& input) {
    TRY(auto const options, options_of(input));
    std::int64_t missed = 0;
    TRY(auto const notices,
        simulation::notice_faults(
            {.first_seed = options.first_seed, .seeds = options.seeds, .depth = input.depth, .threads = options.threads},
            [&](simulation::Notice const& notice) {
                auto const where = std::string(notice.fault) + ", " + std::string(notice.where) + ": ";
                if (notice.noticed_by.empty()) {
                    ++missed;
                    console.say(where + "NOT NOTICED");
                } else {
                    console.say(where + notice.seed_or_kind + ", after " + std::to_string(notice.tried) + ", " +
                                notice.noticed_by.substr(0, notice.noticed_by.find(':')));
                }
            }));
    console.result(simulation::to_json(notices));
    std::set<std::string_view> faults;
    for (auto const& notice : notices) faults.insert(notice.fault);
    console.say(
        std::to_string(faults.size()) + " wrong engines, " + std::to_string(missed) + " not noticed where they should be.");
    return missed == 0 ? ExitCode::ok : ExitCode::failed;
}

Result<ExitCode> run(Console& console, SimulateInput const& input) {
    if (input.tries_every_fault) return try_every_fault(console, input);
    if (input.tells_scenario) {
        TRY(auto const scenario, scenario_of(input));
        console.result(JsonObject{{"scenario", scenario}});
        console.say(scenario);
        return ExitCode::ok;
    }
    if (input.is_small_world) return search_small_world(console, input);
    if (!input.shrink_file.empty()) return shrink(console, input);
    if (!input.scenario_file.empty()) return run_one(console, input);
    TRY(auto const options, options_of(input));
    std::int64_t done = 0;
    std::int64_t failures = 0;
    TRY(auto const report, simulation::simulate(options, [&](simulation::SeedResult const& result) {
        console.progress(
            failures == 0 ? "seeds, nothing wrong found" : "seeds, " + std::to_string(failures) + " with something wrong", ++done,
            options.seeds);
        if (result.checker.empty() || !result.known.empty()) return;
        ++failures;
        console.remark("seed " + std::to_string(result.seed) + ":");
        for (auto const& finding : result.findings) console.remark("  " + finding.checker + ": " + finding.text);
        console.remark("  " + result.command);
    }));
    console.result(simulation::to_json(report));
    if (input.shows_trace) {
        for (auto const& result : report.results) {
            for (auto const& line : result.trace) console.say(line);
        }
    }
    say_known(console, report);
    say_sums(console, report);
    // A mutant is a fault put into the engine on purpose: finding it is what is wanted.
    bool const is_good = input.mutant.empty() ? report.is_good() : report.failures > 0;
    return is_good ? ExitCode::ok : ExitCode::failed;
}

}  // namespace

int run_simulate(Common const& common, SimulateInput const& input) {
    return run_alone(common, [&](Console& console) { return run(console, input); });
}

}  // namespace lockstep::app
