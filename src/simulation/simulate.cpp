// SPDX-License-Identifier: Apache-2.0
#include "simulation/simulate.hpp"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <ctime>
#include <mutex>
#include <thread>

#include "base/injected_fault.hpp"
#include "base/text.hpp"
#include "simulation/required.hpp"
#include "simulation/world.hpp"

namespace lockstep::simulation {
namespace {

Result<InjectedFault> fault_named(std::optional<std::string> const& name) {
    if (!name || *name == "none") return InjectedFault::none;
    if (auto const fault = injected_fault_from(*name)) return *fault;
    return fail(ErrorKind::invalid, "simulation.unknown_mutant", "choosing a mutant: there is none called " + *name);
}

struct SeedRun {
    SeedResult result;
    Tally tally;
};

// Of this thread: what a batch costs does not depend on how many others share the machine.
double processor_seconds() {
    timespec spent{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
    return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) / 1e9;
}

SeedRun run_seed(Template const& common, SimulateOptions const& options, InjectedFault fault, std::uint64_t seed) {
    InjectFault const injected{fault};
    World world{common, draw_swarm(seed, common.mapping, options.kind), options.trace};
    world.run();
    SeedRun run;
    run.result.seed = seed;
    run.result.trace_hash = world.trace().hash();
    run.result.simulated_hours = std::chrono::duration<double, std::ratio<3600>>(world.now() - world.swarm().start).count();
    run.result.command = "lockstep simulate --seed " + std::to_string(seed) + " --trace" +
                         (options.kind == SwarmKind::wide ? " --wide" : "") +
                         (options.mutant ? " --mutant " + *options.mutant : "");
    if (auto const* finding = world.oracle().finding()) {
        run.result.checker = finding->checker;
        run.result.failure = finding->text;
    }
    for (auto const& finding : world.oracle().findings()) run.result.findings.push_back({finding.checker, finding.text});
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
    TRY(auto const fault, fault_named(options.mutant));
    TRY(auto const common, make_template());
    SimulateReport report;
    std::vector<std::uint64_t> seeds;
    for (std::int64_t i = 0; i < options.seeds; ++i) seeds.push_back(options.first_seed + static_cast<std::uint64_t>(i));
    for (auto const& [seed, words] : options.known_seeds) {
        if (std::ranges::find(seeds, seed) == seeds.end()) seeds.push_back(seed);
    }
    std::mutex mutex;
    std::atomic<std::int64_t> next{0};
    std::atomic<bool> stops{false};
    auto const work = [&] {
        auto const begun = processor_seconds();
        for (auto i = next++; i < std::ssize(seeds) && !stops; i = next++) {
            auto run = run_seed(common, options, fault, seeds[static_cast<std::size_t>(i)]);
            auto const known =
                std::ranges::find(options.known_seeds, run.result.seed, &std::pair<std::uint64_t, std::string>::first);
            if (known != options.known_seeds.end()) run.result.known = known->second;
            std::lock_guard const lock{mutex};
            report.simulated_hours += run.result.simulated_hours;
            report.tally.add(run.tally);
            if (!run.result.checker.empty() && run.result.known.empty()) {
                ++report.failures;
                if (options.stop_at_failure) stops = true;
            }
            if (progress) progress(run.result);
            report.results.push_back(std::move(run.result));
        }
        std::lock_guard const lock{mutex};
        report.processor_minutes += (processor_seconds() - begun) / 60;
    };
    {
        std::vector<std::jthread> threads;  // words: worlds share nothing, so each may have a thread
        for (int i = 1; i < std::min<std::int64_t>(options.threads, options.seeds); ++i) threads.emplace_back(work);
        work();
    }
    std::ranges::sort(report.results, {}, &SeedResult::seed);
    bool const is_large = std::ssize(report.results) >= seeds_that_show_everything;
    if (is_large && !options.mutant && options.kind != SwarmKind::quiet) report.never_struck = never_struck(report.tally);
    return report;
}

std::vector<std::pair<std::string, std::int64_t>> failures_by_checker(SimulateReport const& report) {
    std::map<std::string, std::int64_t> counts;
    for (auto const& result : report.results) {
        if (!result.checker.empty()) ++counts[result.checker];
    }
    std::vector<std::pair<std::string, std::int64_t>> list{counts.begin(), counts.end()};
    std::ranges::sort(list, {}, [](auto const& entry) { return std::pair{-entry.second, entry.first}; });
    return list;
}

Result<std::uint64_t> first_seed_of_tree(std::string_view hash) {
    constexpr std::size_t digits = 8;
    std::uint64_t seed = 0;
    auto const* const end = hash.data() + std::min(hash.size(), digits);
    auto const [stopped, error] = std::from_chars(hash.data(), end, seed, 16);
    if (hash.size() < digits || error != std::errc{} || stopped != end)
        return fail(ErrorKind::invalid, "simulation.bad_tree",
            "choosing seeds: a tree's hash begins with eight hexadecimal digits, as `git rev-parse HEAD:src` prints it");
    return seed;
}

Result<std::vector<std::pair<std::uint64_t, std::string>>> parse_known_seeds(std::string_view text) {
    constexpr std::size_t known_seeds_max = 3;
    std::vector<std::pair<std::uint64_t, std::string>> list;
    for (auto const line : split(text, '\n')) {
        auto const words = trim_ascii(line);
        if (words.empty() || words.front() == '#') continue;
        std::uint64_t seed = 0;
        auto const [stopped, error] = std::from_chars(words.data(), words.data() + words.size(), seed);
        auto const rest = trim_ascii(words.substr(static_cast<std::size_t>(stopped - words.data())));
        if (error != std::errc{} || rest.empty())
            return fail(ErrorKind::invalid, "simulation.bad_known_seeds",
                "reading known seeds: a line is a seed and what is known about it, not \"" + std::string(words) + "\"");
        list.emplace_back(seed, rest);
    }
    if (list.size() > known_seeds_max)
        return fail(ErrorKind::invalid, "simulation.bad_known_seeds",
            "reading known seeds: at most " + std::to_string(known_seeds_max) + " may be listed; mend the others");
    return list;
}

Json to_json(SimulateReport const& report) {
    JsonArray failures;
    for (auto const& result : report.results) {
        if (result.checker.empty()) continue;
        failures.push_back(JsonObject{
            {"seed", result.seed}, {"checker", result.checker}, {"failure", result.failure}, {"command", result.command}});
        if (result.findings.size() > 1) {
            JsonArray others;
            for (auto const& finding : result.findings)
                others.push_back(JsonObject{{"checker", finding.checker}, {"failure", finding.text}});
            failures.back().get_object()["findings"] = std::move(others);
        }
        if (!result.known.empty()) failures.back().get_object()["known"] = result.known;
    }
    JsonObject by_checker;
    for (auto const& [checker, count] : failures_by_checker(report)) by_checker[checker] = count;
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
        {"processor_minutes", report.processor_minutes}, {"by_checker", std::move(by_checker)}, {"failures", std::move(failures)},
        {"results", std::move(seeds)}, {"sometimes", std::move(sometimes)},
        {"never_struck", JsonArray(report.never_struck.begin(), report.never_struck.end())}};
}

}  // namespace lockstep::simulation
