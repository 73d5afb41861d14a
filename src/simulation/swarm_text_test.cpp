// SPDX-License-Identifier: Apache-2.0
// A swarm written down and read again is the same world.
#include "simulation/swarm_text.hpp"

#include <gtest/gtest.h>

#include "simulation/scenario.hpp"
#include "simulation/world.hpp"

namespace lockstep::simulation {
namespace {

contacts::Mapping usual_mapping() {
    auto common = make_template();
    CHECK(common.has_value());
    return common->mapping;
}

TEST(SwarmTextTest, what_is_written_reads_the_same) {
    auto const usual = usual_mapping();
    for (std::uint64_t seed = 1; seed <= 300; ++seed) {
        auto const swarm = draw_swarm(seed, usual, SwarmKind::wide);
        auto const lines = to_lines(swarm, usual);
        auto const again = parse_scenario(join_lines(lines), usual);
        ASSERT_TRUE(again) << seed << " " << describe(again.error());
        EXPECT_EQ(to_lines(*again, usual), lines) << seed;
        EXPECT_EQ(again->mapping, swarm.mapping) << seed;
        EXPECT_EQ(again->deeds, swarm.deeds) << seed;
        EXPECT_EQ(again->spells, swarm.spells) << seed;
        EXPECT_EQ(again->crashes, swarm.crashes) << seed;
        for (auto const side : {0, 1}) {
            EXPECT_EQ(again->app_faults[side], swarm.app_faults[side]) << seed;
            EXPECT_EQ(again->quirks[side], swarm.quirks[side]) << seed;
            EXPECT_EQ(again->network[side], swarm.network[side]) << seed;
        }
    }
}

TEST(SwarmTextTest, the_written_world_runs_as_the_drawn_one) {
    auto const drawn = simulate({.first_seed = 3, .seeds = 3});
    ASSERT_TRUE(drawn) << describe(drawn.error());
    for (auto const& result : drawn->results) {
        auto const scenario = scenario_of_seed(result.seed);
        ASSERT_TRUE(scenario);
        auto const run = run_scenario(*scenario, {});
        ASSERT_TRUE(run) << describe(run.error());
        EXPECT_EQ(run->results.front().trace_hash, result.trace_hash) << result.seed << "\n" << *scenario;
    }
}

TEST(SwarmTextTest, what_no_line_names_is_off) {
    auto const usual = usual_mapping();
    auto const swarm = parse_scenario("seed 7\n\n# a remark\npeople 3 overlap 2\nfault a lost_reply 20000\n", usual);
    ASSERT_TRUE(swarm) << describe(swarm.error());
    EXPECT_EQ(swarm->seed, 7U);
    EXPECT_EQ(swarm->overlap, 2U);
    EXPECT_TRUE(swarm->deeds.empty());
    auto faults = swarm->app_faults[0];
    EXPECT_EQ(faults.rate(sandbox::FaultKind::lost_reply), 20'000U);
    faults.rate(sandbox::FaultKind::lost_reply) = 0;
    EXPECT_EQ(faults, plain_swarm(usual).app_faults[0]);
}

TEST(SwarmTextTest, a_line_that_cannot_be_read_is_told) {
    auto const usual = usual_mapping();
    for (auto const* line :
        {"seed", "seed x", "nonsense 3", "fault c lost_reply 1", "fault a no_such_fault 1", "deed 8:00 edit_field 1",
            "deed 08:00:00 no_such_deed 1", "crash 08:00:00 at_dawn skips 1 down 00:00:01", "rule city conflict maybe",
            "rule no_such_field conflict a", "quirk a spells_badly", "switch everything on", "spell a unauthorized 08:00:00"}) {
        auto const swarm = parse_scenario(std::string(line) + "\n", usual);
        ASSERT_FALSE(swarm) << line;
        EXPECT_EQ(swarm.error().code, "simulation.bad_scenario") << line;
        EXPECT_NE(swarm.error().message.find(line), std::string::npos) << swarm.error().message;
    }
}

}  // namespace
}  // namespace lockstep::simulation
