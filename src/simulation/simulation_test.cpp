// SPDX-License-Identifier: Apache-2.0
// Whole worlds: nothing is found wrong in them, and the same seed gives the same run.
#include <gtest/gtest.h>

#include "simulation/simulate.hpp"

namespace lockstep::simulation {
namespace {

std::string failures_of(SimulateReport const& report) {
    std::string text;
    for (auto const& result : report.results) {
        if (!result.checker.empty())
            text += std::to_string(result.seed) + " " + result.checker + ": " + result.failure + "\n  " + result.command + "\n";
    }
    return text;
}

TEST(SimulationTest, quiet_worlds_converge) {
    auto const report = simulate({.first_seed = 1, .seeds = 10, .kind = SwarmKind::quiet, .threads = 2});
    ASSERT_TRUE(report) << describe(report.error());
    EXPECT_EQ(report->failures, 0) << failures_of(*report);
}

TEST(SimulationTest, broken_worlds_converge_when_they_are_mended) {
    auto const report = simulate({.first_seed = 1, .seeds = 20, .threads = 2});
    ASSERT_TRUE(report) << describe(report.error());
    EXPECT_EQ(report->failures, 0) << failures_of(*report);
}

TEST(SimulationTest, the_same_seed_gives_the_same_run) {
    auto const first = simulate({.first_seed = 7, .seeds = 6, .threads = 2});
    auto const second = simulate({.first_seed = 7, .seeds = 6});
    ASSERT_TRUE(first);
    ASSERT_TRUE(second);
    for (std::size_t i = 0; i < 6; ++i)
        EXPECT_EQ(first->results[i].trace_hash, second->results[i].trace_hash) << first->results[i].seed;
}

TEST(SimulationTest, an_unknown_mutant_is_refused) {
    auto const report = simulate({.mutant = "no_such_mutant"});
    ASSERT_FALSE(report);
    EXPECT_EQ(report.error().code, "simulation.unknown_mutant");
}

}  // namespace
}  // namespace lockstep::simulation
