// SPDX-License-Identifier: Apache-2.0
#include "simulation/faults_noticed.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "simulation/simulate.hpp"

namespace lockstep::simulation {
namespace {

TEST(Demands, name_every_fault_once_and_say_why_drawn_worlds_are_not_asked) {
    ASSERT_EQ(demands().size(), injected_fault_names.size());
    for (std::size_t i = 0; i < demands().size(); ++i) {
        EXPECT_EQ(demands()[i].fault, injected_fault_names[i].first);
        EXPECT_EQ(demands()[i].in_drawn_worlds, demands()[i].why_not_drawn.empty()) << injected_fault_names[i].second;
    }
}

// The whole list takes minutes and runs with `./dev simulate`; here one shows that a wrong engine is told from the right one.
TEST(Demands, an_engine_that_reads_nothing_because_of_an_event_is_noticed) {
    auto const wrong =
        simulate({.first_seed = 1, .seeds = 20, .mutant = "every_event_is_an_echo", .stop_at_failure = true, .threads = 2});
    ASSERT_TRUE(wrong) << describe(wrong.error());
    EXPECT_GT(wrong->failures, 0);
}

}  // namespace
}  // namespace lockstep::simulation
