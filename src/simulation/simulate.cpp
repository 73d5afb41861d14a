// SPDX-License-Identifier: Apache-2.0
#include "simulation/simulate.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "simulation/world.hpp"

namespace lockstep::simulation {
namespace {

Result<sync::Mutant> mutant_named(std::optional<std::string> const& name) {
    if (!name || *name == "none") return sync::Mutant::none;
    for (auto const& [mutant, known] : sync::mutant_names) {
        if (known == *name) return mutant;
    }
    return fail(ErrorKind::invalid, "simulation.unknown_mutant", "choosing a mutant: there is none called " + *name);
}

struct SeedRun {
    SeedResult result;
    Tally tally;
};

SeedRun run_seed(Template const& common, SimulateOptions const& options, sync::Mutant mutant, std::uint64_t seed) {
    World world{common, draw_swarm(seed, common.mapping, options.quiet), mutant, options.trace};
    world.run();
    SeedRun run;
    run.result.seed = seed;
    run.result.trace_hash = world.trace().hash();
    run.result.simulated_hours = std::chrono::duration<double, std::ratio<3600>>(world.now() - world.swarm().start).count();
    run.result.command =
        "lockstep simulate --seed " + std::to_string(seed) + " --trace" + (options.mutant ? " --mutant " + *options.mutant : "");
    if (auto const& finding = world.oracle().finding()) {
        run.result.checker = finding->checker;
        run.result.failure = finding->text;
    }
    for (auto const side : {Side::a, Side::b}) {
        for (auto const& [group, counts] : world.oracle().app(side).counters().groups()) {
            if (group != "fault" && group != "webhook") continue;
            for (auto const& [name, count] : counts) world.tally().add(group + ": " + name, count);
        }
    }
    run.tally = world.tally();
    run.result.trace = world.trace().take_lines();
    return run;
}

}  // namespace

Result<SimulateReport> simulate(SimulateOptions const& options, std::function<void(SeedResult const&)> const& progress) {
    TRY(auto const mutant, mutant_named(options.mutant));
    TRY(auto const common, make_template());
    SimulateReport report;
    std::mutex mutex;
    std::atomic<std::int64_t> next{0};
    std::atomic<bool> stops{false};
    auto const work = [&] {
        for (auto i = next++; i < options.seeds && !stops; i = next++) {
            auto run = run_seed(common, options, mutant, options.first_seed + static_cast<std::uint64_t>(i));
            std::lock_guard const lock{mutex};
            report.simulated_hours += run.result.simulated_hours;
            report.tally.add(run.tally);
            if (!run.result.checker.empty()) {
                ++report.failures;
                if (options.stop_at_failure) stops = true;
            }
            if (progress) progress(run.result);
            report.results.push_back(std::move(run.result));
        }
    };
    {
        std::vector<std::jthread> threads;  // words: worlds share nothing, so each may have a thread
        for (int i = 1; i < std::min<std::int64_t>(options.threads, options.seeds); ++i) threads.emplace_back(work);
        work();
    }
    std::ranges::sort(report.results, {}, &SeedResult::seed);
    return report;
}

Json to_json(SimulateReport const& report) {
    JsonArray failures;
    for (auto const& result : report.results) {
        if (result.checker.empty()) continue;
        failures.push_back(JsonObject{
            {"seed", result.seed}, {"checker", result.checker}, {"failure", result.failure}, {"command", result.command}});
    }
    JsonArray seeds;
    for (auto const& result : report.results) {
        JsonObject entry{{"seed", result.seed}, {"ok", result.checker.empty()}, {"trace_hash", std::to_string(result.trace_hash)},
            {"simulated_hours", result.simulated_hours}};
        if (!result.trace.empty()) entry["trace"] = JsonArray(result.trace.begin(), result.trace.end());
        seeds.push_back(std::move(entry));
    }
    JsonObject sometimes;
    for (auto const& [name, count] : report.tally.all()) sometimes[name] = count;
    return JsonObject{{"seeds", report.results.size()}, {"failed", report.failures}, {"simulated_hours", report.simulated_hours},
        {"failures", std::move(failures)}, {"results", std::move(seeds)}, {"sometimes", std::move(sometimes)}};
}

}  // namespace lockstep::simulation
