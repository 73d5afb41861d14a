// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <set>
#include <vector>

#include "adapters/random_system/random_system.hpp"

namespace lockstep::contract {
namespace {

TEST(RandomContract, SecureBytesFillAnySizeAndDoNotRepeat) {
    adapters::SystemSecureRandom random;
    std::set<std::vector<std::byte>> seen;
    for (int i = 0; i < 100; ++i) {
        std::vector<std::byte> bytes(32);
        random.fill(bytes);
        seen.insert(bytes);
    }
    EXPECT_EQ(seen.size(), 100U);
    std::vector<std::byte> large(1 << 20);
    random.fill(large);
    EXPECT_NE(std::vector<std::byte>(large.end() - 16, large.end()), std::vector<std::byte>(16));
    random.fill({});
}

TEST(RandomContract, NumbersSpreadOverTheirRange) {
    adapters::SystemSecureRandom seed;
    adapters::SystemRandom random{seed};
    std::vector<int> counts(10);
    for (int i = 0; i < 100'000; ++i) ++counts.at(random.below(10));
    for (int const count : counts) EXPECT_NEAR(count, 10'000, 600);
}

TEST(RandomContract, IdsAreUnique) {
    adapters::SystemSecureRandom seed;
    adapters::SystemRandom random{seed};
    std::set<std::string> seen;
    for (int i = 0; i < 10'000; ++i) seen.insert(random.id<EventTag>(from_micros(1)).text());
    EXPECT_EQ(seen.size(), 10'000U);
}

}  // namespace
}  // namespace lockstep::contract
