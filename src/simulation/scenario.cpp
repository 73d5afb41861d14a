// SPDX-License-Identifier: Apache-2.0
#include "simulation/scenario.hpp"

#include <algorithm>

#include "base/injected_fault.hpp"
#include "simulation/swarm_text.hpp"
#include "simulation/world.hpp"

namespace lockstep::simulation {
namespace {

Result<InjectedFault> mutant_named(std::optional<std::string> const& name) {
    if (!name || *name == "none") return InjectedFault::none;
    if (auto const fault = injected_fault_from(*name)) return *fault;
    return fail(ErrorKind::invalid, "simulation.unknown_mutant", "choosing a mutant: there is none called " + *name);
}

std::optional<Finding> finding_of(Template const& common, Swarm swarm, InjectedFault mutant) {
    InjectFault const injected{mutant};
    World world{common, std::move(swarm), false};
    world.run();
    auto const& finding = world.oracle().finding();
    if (!finding) return std::nullopt;
    return Finding{finding->checker, finding->text};
}

class Shrinker {
public:
    Shrinker(Template const& common, InjectedFault mutant, int runs_most, std::string checker,
        std::function<void(int, std::size_t)> const& progress)
        : common_(common), mutant_(mutant), runs_most_(runs_most), checker_(std::move(checker)), progress_(progress) {}

    std::vector<std::string> shrink(std::vector<std::string> lines) {
        lines_ = std::move(lines);
        while (runs_ < runs_most_) {
            auto const before = lines_;
            remove_lines();
            reduce_people();
            shorten();
            if (lines_ == before) break;
        }
        return lines_;
    }
    int runs() const { return runs_; }

private:
    static bool is_needed(std::string const& line) {
        return line.starts_with("seed ") || line.starts_with("start ") || line.starts_with("lasts ") ||
               line.starts_with("people ");
    }

    bool still_fails(std::vector<std::string> const& candidate) {
        if (runs_ >= runs_most_) return false;
        ++runs_;
        if (progress_) progress_(runs_, lines_.size());
        auto swarm = parse_scenario(join_lines(candidate), common_.mapping);
        if (!swarm) return false;
        auto const finding = finding_of(common_, std::move(*swarm), mutant_);
        return finding && finding->checker == checker_;
    }

    bool try_lines(std::vector<std::string> candidate) {
        if (!still_fails(candidate)) return false;
        lines_ = std::move(candidate);
        return true;
    }

    // Halves first, then smaller pieces, down to single lines.
    void remove_lines() {
        for (std::size_t piece = std::max<std::size_t>(1, lines_.size() / 2);; piece /= 2) {
            for (std::size_t from = 0; from < lines_.size();) {
                auto candidate = lines_;
                auto const begin = candidate.begin() + static_cast<std::ptrdiff_t>(from);
                auto const end = candidate.begin() + static_cast<std::ptrdiff_t>(std::min(candidate.size(), from + piece));
                auto const removed = std::remove_if(begin, end, [](std::string const& line) { return !is_needed(line); });
                bool const is_shorter = removed != end;
                candidate.erase(removed, end);
                if (!is_shorter || !try_lines(std::move(candidate))) from += piece;
            }
            if (piece <= 1) break;
        }
    }

    std::string* line_of(std::vector<std::string>& lines, std::string_view word) {
        auto const found = std::ranges::find_if(lines, [&](std::string const& line) { return line.starts_with(word); });
        return found == lines.end() ? nullptr : &*found;
    }

    void reduce_people() {
        auto const swarm = parse_scenario(join_lines(lines_), common_.mapping);
        if (!swarm) return;
        auto const set = [&](std::size_t people, std::size_t overlap) {
            auto candidate = lines_;
            auto* line = line_of(candidate, "people ");
            if (line == nullptr) return false;
            *line = "people " + std::to_string(people) + " overlap " + std::to_string(std::min(people, overlap));
            return try_lines(std::move(candidate));
        };
        for (std::size_t const fewer :
            {std::size_t{0}, std::size_t{1}, std::size_t{2}, std::size_t{3}, std::size_t{5}, swarm->people / 2}) {
            if (fewer >= swarm->people) break;
            if (set(fewer, swarm->overlap) || (swarm->overlap < fewer && set(fewer, fewer))) break;
        }
    }

    // Until shortly after the last thing that is planned.
    void shorten() {
        auto swarm = parse_scenario(join_lines(lines_), common_.mapping);
        if (!swarm) return;
        auto last = swarm->start;
        for (auto const& deed : swarm->deeds) last = std::max(last, deed.at);
        for (auto const& deed : swarm->operator_deeds) last = std::max(last, deed.at + deed.lasts);
        for (auto const& crash : swarm->crashes) last = std::max(last, crash.at + crash.down);
        for (auto const& stall : swarm->stalls) last = std::max(last, stall.at + stall.lasts + stall.beside);
        for (auto const& spell : swarm->spells) last = std::max(last, spell.until);
        for (auto const& outage : swarm->outages) last = std::max(last, outage.until);
        for (auto const& step : swarm->clock_steps) last = std::max(last, step.at);
        if (swarm->limits != Limits{}) last = std::max(last, swarm->limits.lifted_at);
        auto const calm = swarm->end - swarm->calm_from;
        for (auto const more : {std::chrono::minutes{10}, std::chrono::minutes{40}}) {
            if (last + more >= swarm->calm_from) continue;
            swarm->calm_from = last + more;
            swarm->end = swarm->calm_from + calm;
            if (try_lines(to_lines(*swarm, common_.mapping))) return;
        }
    }

    Template const& common_;
    InjectedFault mutant_;
    int runs_most_;
    std::string checker_;
    std::function<void(int, std::size_t)> const& progress_;
    std::vector<std::string> lines_;
    int runs_ = 0;
};

}  // namespace

Result<std::string> scenario_of_seed(std::uint64_t seed, SwarmKind kind) {
    TRY(auto const common, make_template());
    return join_lines(to_lines(draw_swarm(seed, common.mapping, kind), common.mapping));
}

Result<SimulateReport> run_scenario(std::string_view text, ScenarioOptions const& options) {
    TRY(auto const mutant, mutant_named(options.mutant));
    TRY(auto const common, make_template());
    TRY(auto swarm, parse_scenario(text, common.mapping));
    InjectFault const injected{mutant};
    World world{common, std::move(swarm), options.trace};
    world.run();
    SeedResult result;
    result.seed = world.swarm().seed;
    result.trace_hash = world.trace().hash();
    result.simulated_hours = std::chrono::duration<double, std::ratio<3600>>(world.now() - world.swarm().start).count();
    if (auto const& finding = world.oracle().finding()) {
        result.checker = finding->checker;
        result.failure = finding->text;
    }
    SimulateReport report;
    report.simulated_hours = result.simulated_hours;
    report.failures = result.checker.empty() ? 0 : 1;
    for (auto const side : {Side::a, Side::b}) {
        for (auto const& [group, counts] : world.oracle().app(side).counters().groups()) {
            if (group != "fault" && group != "webhook") continue;
            for (auto const& [name, count] : counts) world.tally().add(group + ": " + name, count);
        }
    }
    report.tally = world.tally();
    result.trace = world.trace().take_lines();
    report.results.push_back(std::move(result));
    return report;
}

Result<Shrunk> shrink(
    std::string_view scenario, ShrinkOptions const& options, std::function<void(int runs, std::size_t lines)> const& progress) {
    TRY(auto const mutant, mutant_named(options.mutant));
    TRY(auto const common, make_template());
    TRY(auto const swarm, parse_scenario(scenario, common.mapping));
    auto const before = finding_of(common, swarm, mutant);
    if (!before)
        return fail(ErrorKind::conflict, "simulation.nothing_fails", "shrinking a scenario: nothing is found wrong in it");
    auto const lines = to_lines(swarm, common.mapping);
    Shrinker shrinker{common, mutant, options.runs_most, before->checker, progress};
    auto const fewer = shrinker.shrink(lines);
    TRY(auto const last, parse_scenario(join_lines(fewer), common.mapping));
    auto const after = finding_of(common, last, mutant);
    Shrunk shrunk;
    shrunk.scenario = join_lines(fewer);
    shrunk.checker = before->checker;
    shrunk.failure = after ? after->text : before->text;
    shrunk.lines_before = lines.size();
    shrunk.lines = fewer.size();
    shrunk.runs = shrinker.runs();
    return shrunk;
}

}  // namespace lockstep::simulation
