// SPDX-License-Identifier: Apache-2.0
// The small world at a depth that takes seconds: the engine is right in every history, and wrong engines are found.
#include "simulation/small_world/small_world.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace lockstep::simulation::small_world {
namespace {

CheckOptions at_depth(int depth, std::string fault = {}) {
    CheckOptions options;
    options.depth = depth;
    options.fault = std::move(fault);
    return options;
}

TEST(SmallWorld, EveryShortHistoryEndsRight) {
    auto options = at_depth(4);
    options.goes_on = [](std::string_view, int depth) { return depth <= 7; };  // the longer histories take minutes
    auto const searched = check(options);
    ASSERT_TRUE(searched) << describe(searched.error());
    ASSERT_EQ(searched->size(), kinds().size());
    for (auto const& [kind, report] : *searched) {
        EXPECT_EQ(report.wrong, "") << kind << ": " << to_text(to_json(*searched));
        EXPECT_GE(report.depth, 4) << kind;
        EXPECT_GT(report.states, 500U) << kind << ": hardly anything was tried";
    }
}

TEST(SmallWorld, AWrongEngineIsFoundWithItsShortestHistory) {
    auto const searched = check(at_depth(4, "act_on_payload"));
    ASSERT_TRUE(searched) << describe(searched.error());
    auto const& last = searched->back().report;
    EXPECT_NE(last.wrong, "");
    EXPECT_LE(last.history.size(), 5U);
}

TEST(SmallWorld, AFaultThatDoesNotExistIsAnError) {
    auto const searched = check(at_depth(1, "no_such_fault"));
    ASSERT_FALSE(searched);
    EXPECT_EQ(searched.error().code, "simulation.unknown_mutant");
}

}  // namespace
}  // namespace lockstep::simulation::small_world
