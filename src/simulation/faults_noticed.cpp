// SPDX-License-Identifier: Apache-2.0
#include "simulation/faults_noticed.hpp"

#include <algorithm>
#include <array>

#include "simulation/simulate.hpp"
#include "simulation/small_world/small_world.hpp"

namespace lockstep::simulation {
namespace {

// What the drawn worlds are not asked to show.
constexpr std::array<std::pair<InjectedFault, std::string_view>, 3> not_drawn{{
    {InjectedFault::older_request_counts, "the lease of a link keeps two replies of one record from crossing"},
    {InjectedFault::observed_on_arrival, "a stored copy is never replaced by an older one; the small world shows it"},
    {InjectedFault::fence_ignored, "what a worker stores too late is healed by the next read; the small world shows it"},
}};

constexpr std::array in_small_world{
    InjectedFault::observed_on_arrival,
    InjectedFault::every_event_is_an_echo,
    InjectedFault::no_window_after_write,
    InjectedFault::no_window_after_unclear_write,
    InjectedFault::own_late_write_is_an_edit,
    InjectedFault::covered_values_dropped,
    InjectedFault::contradiction_overlooked,
    InjectedFault::no_base_after_write,
    InjectedFault::conflict_always_a,
    InjectedFault::last_writer_wins,
    InjectedFault::base_before_stored,
    InjectedFault::act_on_payload,
    InjectedFault::fence_ignored,
};

constexpr auto make_demands() {
    std::array<Demand, injected_fault_names.size()> list{};
    for (std::size_t i = 0; i < list.size(); ++i) {
        auto& demand = list[i];
        demand.fault = injected_fault_names[i].first;
        demand.in_small_world = std::ranges::find(in_small_world, demand.fault) != in_small_world.end();
        for (auto const& [fault, why] : not_drawn) {
            if (fault != demand.fault) continue;
            demand.in_drawn_worlds = false;
            demand.why_not_drawn = why;
        }
    }
    return list;
}
constexpr auto all_demands = make_demands();

std::string_view name_of(InjectedFault fault) {
    return std::ranges::find(injected_fault_names, fault, &std::pair<InjectedFault, std::string_view>::first)->second;
}

Result<Notice> in_worlds(NoticeOptions const& options, std::string_view fault) {
    TRY(auto const report, simulate({.first_seed = options.first_seed,
                               .seeds = options.seeds,
                               .mutant = std::string(fault),
                               .stop_at_failure = true,
                               .threads = options.threads}));
    Notice notice{fault, "drawn worlds", std::ssize(report.results), {}, {}};
    for (auto const& result : report.results) {
        if (result.checker.empty()) continue;
        notice.noticed_by = result.checker + ": " + result.failure;
        notice.seed_or_kind = "seed " + std::to_string(result.seed);
        break;
    }
    return notice;
}

Result<Notice> in_the_small_world(NoticeOptions const& options, std::string_view fault) {
    TRY(auto const searched, small_world::check({.depth = options.depth, .fault = std::string(fault)}));
    Notice notice{fault, "small world", std::ssize(searched), {}, {}};
    auto const& [kind, report] = searched.back();
    notice.noticed_by = report.wrong;
    if (!report.wrong.empty()) notice.seed_or_kind = kind;
    return notice;
}

}  // namespace

std::span<Demand const> demands() { return all_demands; }

Result<std::vector<Notice>> notice_faults(NoticeOptions const& options, std::function<void(Notice const&)> const& progress) {
    std::vector<Notice> notices;
    auto const add = [&](Notice notice) {
        if (progress) progress(notice);
        notices.push_back(std::move(notice));
    };
    for (auto const& demand : demands()) {
        if (demand.in_drawn_worlds) {
            TRY(auto notice, in_worlds(options, name_of(demand.fault)));
            add(std::move(notice));
        }
        if (demand.in_small_world) {
            TRY(auto notice, in_the_small_world(options, name_of(demand.fault)));
            add(std::move(notice));
        }
    }
    return notices;
}

Json to_json(std::vector<Notice> const& notices) {
    JsonArray list;
    for (auto const& notice : notices)
        list.push_back(JsonObject{{"fault", notice.fault}, {"where", notice.where}, {"tried", notice.tried},
            {"noticed", !notice.noticed_by.empty()}, {"noticed_by", notice.noticed_by}, {"in", notice.seed_or_kind}});
    return JsonObject{{"notices", std::move(list)}};
}

}  // namespace lockstep::simulation
