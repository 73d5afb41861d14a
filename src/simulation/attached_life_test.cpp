// SPDX-License-Identifier: Apache-2.0
// A world in which notes and tasks have it hard: the engine is right in it, and each fault of theirs is noticed.
#include <gtest/gtest.h>

#include "simulation/scenario.hpp"
#include "simulation/simulate.hpp"

namespace lockstep::simulation {
namespace {

std::string world(int seed) {
    return "seed " + std::to_string(seed) +
           "\npeople 6 overlap 6\nattached notes both tasks both deeds 60\nfault a lost_reply 150000\nfault b lost_reply 150000\n"
           "fault a late_commit 100000\nfault b late_commit 100000\nfault a lost_request 100000\nfault b lost_request 100000\n";
}

bool is_clean(int seed, std::optional<std::string> mutant) {
    ScenarioOptions options;
    options.mutant = std::move(mutant);
    auto const run = run_scenario(world(seed), options);
    if (!run) ADD_FAILURE() << describe(run.error());
    return run && run->is_good();
}

TEST(AttachedLifeTest, NothingIsLostOrDoubledAndTheFaultsAreNoticed) {
    // Two worlds, so that another draw elsewhere does not hide a fault at once.
    for (int const seed : {11, 12}) EXPECT_TRUE(is_clean(seed, std::nullopt)) << seed;
    for (auto const* fault : {"attached_intent_not_kept", "attached_loop", "attached_base_before_stored"})
        EXPECT_FALSE(is_clean(11, fault) && is_clean(12, fault)) << fault;
}

}  // namespace
}  // namespace lockstep::simulation
