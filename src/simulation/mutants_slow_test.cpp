// SPDX-License-Identifier: Apache-2.0
// Every deliberate fault of the engine is noticed within 200 seeds. One that survives means that a check is missing.
#include <gtest/gtest.h>

#include "simulation/simulate.hpp"
#include "sync/mutant.hpp"

namespace lockstep::simulation {
namespace {

class MutantTest : public testing::TestWithParam<std::string_view> {};

TEST_P(MutantTest, is_noticed) {
    auto const report =
        simulate({.first_seed = 1, .seeds = 200, .mutant = std::string(GetParam()), .stop_at_failure = true, .threads = 2});
    ASSERT_TRUE(report) << describe(report.error());
    EXPECT_GT(report->failures, 0) << report->results.size() << " seeds noticed nothing";
}

TEST(ManySeedsTest, nothing_is_found_wrong) {
    auto const report = simulate({.first_seed = 1, .seeds = 150, .threads = 2});
    ASSERT_TRUE(report) << describe(report.error());
    for (auto const& result : report->results) EXPECT_EQ(result.checker, "") << result.failure << "\n" << result.command;
}

std::vector<std::string_view> names() {
    std::vector<std::string_view> list;
    for (auto const& [mutant, name] : sync::mutant_names) list.push_back(name);
    return list;
}

INSTANTIATE_TEST_SUITE_P(
    Mutants, MutantTest, testing::ValuesIn(names()), [](auto const& info) { return std::string(info.param); });

}  // namespace
}  // namespace lockstep::simulation
