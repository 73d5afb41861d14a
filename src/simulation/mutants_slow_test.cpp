// SPDX-License-Identifier: Apache-2.0
// Deliberate faults of the engine are noticed within 200 seeds. One that survives means that a check is missing.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "base/injected_fault.hpp"
#include "simulation/simulate.hpp"

namespace lockstep::simulation {
namespace {

class MutantTest : public testing::TestWithParam<std::string_view> {};

TEST_P(MutantTest, is_noticed) {
    auto const report =
        simulate({.first_seed = 1, .seeds = 200, .mutant = std::string(GetParam()), .stop_at_failure = true, .threads = 2});
    ASSERT_TRUE(report) << describe(report.error());
    EXPECT_GT(report->failures, 0) << report->results.size() << " seeds noticed nothing";
}

// Not seen to be noticed: the lease of a link and the rule that a stored copy is never replaced by an older one keep the world
// right without the first two; the third needs two engines on one database (the small world finds the second and the third). Of
// match_on_name nothing but a late edit showed, by chance: namesakes are rarely left without counterpart.
constexpr std::array<std::string_view, 4> not_noticed_yet{
    "older_request_counts", "observed_on_arrival", "fence_ignored", "match_on_name"};

std::vector<std::string_view> names() {
    std::vector<std::string_view> list;
    for (auto const& [fault, name] : injected_fault_names) {
        if (std::ranges::find(not_noticed_yet, name) == not_noticed_yet.end()) list.push_back(name);
    }
    return list;
}

TEST(MutantList, the_list_of_those_not_noticed_names_real_ones) {
    for (auto const name : not_noticed_yet)
        EXPECT_NE(std::ranges::find(injected_fault_names, name, &std::pair<InjectedFault, std::string_view>::second),
            injected_fault_names.end())
            << name;
}

INSTANTIATE_TEST_SUITE_P(
    Mutants, MutantTest, testing::ValuesIn(names()), [](auto const& info) { return std::string(info.param); });

}  // namespace
}  // namespace lockstep::simulation
