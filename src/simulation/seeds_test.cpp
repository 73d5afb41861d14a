// SPDX-License-Identifier: Apache-2.0
// Which seeds a batch tries, which it knows to fail, and what it must have seen.
#include <gtest/gtest.h>

#include "simulation/required.hpp"
#include "simulation/simulate.hpp"

namespace lockstep::simulation {
namespace {

TEST(SeedsTest, a_tree_chooses_the_first_seed) {
    auto const seed = first_seed_of_tree("00000a10f3c2d1e0aa");
    ASSERT_TRUE(seed);
    EXPECT_EQ(*seed, 0xa10U);
    EXPECT_NE(*first_seed_of_tree("3ccbdaa1"), *first_seed_of_tree("3ccbdaa2"));
}

TEST(SeedsTest, what_is_no_hash_is_refused) {
    for (auto const* text : {"", "3ccb", "HEAD:src", "3ccbdaag"}) {
        auto const seed = first_seed_of_tree(text);
        ASSERT_FALSE(seed) << text;
        EXPECT_EQ(seed.error().code, "simulation.bad_tree");
    }
}

TEST(SeedsTest, known_seeds_are_read_with_their_words) {
    auto const known = parse_known_seeds("# why\n\n902688  an older copy arrives last\n");
    ASSERT_TRUE(known);
    ASSERT_EQ(known->size(), 1U);
    EXPECT_EQ(known->front().first, 902688U);
    EXPECT_EQ(known->front().second, "an older copy arrives last");
}

TEST(SeedsTest, a_list_of_known_seeds_says_why_and_stays_short) {
    for (auto const* text : {"902688\n", "seed 7\n", "1 a\n2 b\n3 c\n4 d\n"}) {
        auto const known = parse_known_seeds(text);
        ASSERT_FALSE(known) << text;
        EXPECT_EQ(known.error().code, "simulation.bad_known_seeds");
    }
}

TEST(SeedsTest, what_never_struck_is_named) {
    Tally tally;
    EXPECT_EQ(never_struck(tally).size(), required().size());
    for (auto const& [name, meaning] : required()) tally.add(name);
    EXPECT_TRUE(never_struck(tally).empty());
}

}  // namespace
}  // namespace lockstep::simulation
