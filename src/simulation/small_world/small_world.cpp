// SPDX-License-Identifier: Apache-2.0
#include "simulation/small_world/small_world.hpp"

#include "base/injected_fault.hpp"
#include "connectors/default_mapping.hpp"

namespace lockstep::simulation::small_world {

std::vector<Kind> kinds() {
    AppHabits const shows{.shows_times = true, .conditional = false, .tells_values = true};
    AppHabits const refuses{.shows_times = true, .conditional = true, .tells_values = true};
    AppHabits const hides{.shows_times = false, .conditional = false, .tells_values = true};
    AppHabits const mute{.shows_times = false, .conditional = false, .tells_values = false};
    return {
        {"a text, apps that show times, b with conditional writes", {.apps = {shows, refuses}}},
        {"a text, apps that hide times", {.apps = {hides, hides}}},
        {"a text, a hides times, b shows them, events that carry nothing", {.apps = {mute, refuses}}},
        {"a set, apps that show times", {.is_set = true, .apps = {shows, refuses}}},
        {"a set, apps that hide times", {.is_set = true, .apps = {hides, hides}}},
        {"a text that is edited at a only, apps that hide times", {.apps = {hides, hides}, .edits_most = {2, 0}}, 10},
        {"a set that is edited once on each side, apps that hide times",
            {.is_set = true, .apps = {hides, hides}, .edits_most = {1, 1}}, 5},
    };
}

Result<std::vector<Searched>> check(CheckOptions const& options) {
    auto fault = InjectedFault::none;
    if (!options.fault.empty()) {
        auto const named = injected_fault_from(options.fault);
        if (!named)
            return fail(
                ErrorKind::invalid, "simulation.unknown_mutant", "choosing a mutant: there is none called " + options.fault);
        fault = *named;
    }
    TRY(auto const connectors, connectors::load_all());
    InjectFault const injected{fault};
    std::vector<Searched> searched;
    for (auto const& kind : kinds()) {
        auto limits = kind.options;
        limits.depth_most = options.depth + kind.deeper;
        auto report =
            search(limits, connectors, [&](int depth) { return !options.goes_on || options.goes_on(kind.name, depth); });
        searched.push_back({kind.name, std::move(report)});
        if (!searched.back().report.wrong.empty()) break;
    }
    return searched;
}

Json to_json(std::vector<Searched> const& searched) {
    JsonArray list;
    for (auto const& [kind, report] : searched) {
        JsonArray history;
        for (auto const& line : report.history) history.emplace_back(line);
        list.emplace_back(JsonObject{{"kind", kind}, {"depth", report.depth}, {"states", report.states},
            {"actions", report.actions}, {"wrong", report.wrong}, {"history", std::move(history)}});
    }
    return JsonObject{{"searched", std::move(list)}};
}

}  // namespace lockstep::simulation::small_world
