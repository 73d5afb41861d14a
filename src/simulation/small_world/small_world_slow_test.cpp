// SPDX-License-Identifier: Apache-2.0
// The small world deeper, and every wrong engine that it can tell from the right one.
#include <gtest/gtest.h>

#include "simulation/small_world/small_world.hpp"

namespace lockstep::simulation::small_world {
namespace {

CheckOptions at_depth(int depth, std::string fault = {}) {
    CheckOptions options;
    options.depth = depth;
    options.fault = std::move(fault);
    return options;
}

TEST(SmallWorldDeeper, EveryHistoryEndsRight) {
    auto const searched = check(at_depth(5));
    ASSERT_TRUE(searched) << describe(searched.error());
    for (auto const& [kind, report] : *searched) EXPECT_EQ(report.wrong, "") << kind << ": " << to_text(to_json(*searched));
}

class WrongEngine : public testing::TestWithParam<std::string_view> {};

TEST_P(WrongEngine, IsFound) {
    auto const searched = check(at_depth(6, std::string(GetParam())));
    ASSERT_TRUE(searched) << describe(searched.error());
    EXPECT_NE(searched->back().report.wrong, "");
}

// Not here, because something else keeps the small world right without them at the depths that were tried:
// no_hold_after_unclear_write, one_remembered_value and sets_judged_whole (to 17 and 12 happenings; staged_deeds.cpp shows what
// they do to people), and older_request_counts (one lease per link, so no reply is older than what is stored).
INSTANTIATE_TEST_SUITE_P(Faults, WrongEngine,
    testing::Values("observed_on_arrival", "every_event_is_an_echo", "no_window_after_write", "no_window_after_unclear_write",
        "own_late_write_is_an_edit", "covered_values_dropped", "contradiction_overlooked", "no_base_after_write",
        "conflict_always_a", "last_writer_wins", "base_before_stored", "act_on_payload", "fence_ignored"),
    [](auto const& info) { return std::string(info.param); });

}  // namespace
}  // namespace lockstep::simulation::small_world
