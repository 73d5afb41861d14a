// SPDX-License-Identifier: Apache-2.0
#include "webhooks/source_throttle.hpp"

#include <gtest/gtest.h>

namespace lockstep::webhooks {
namespace {

using namespace std::chrono_literals;
constexpr TimePoint start{1'772'000'000s};

TEST(SourceThrottle, RefillsWithTimeAndNeverBeyondTheBurst) {
    SourceThrottle throttle{{.burst = 3, .per_second = 1, .sources_max = 10}};
    for (int i = 0; i < 3; ++i) {
        EXPECT_TRUE(throttle.admits("a", start));
        throttle.charge("a", start);
    }
    EXPECT_FALSE(throttle.admits("a", start));
    EXPECT_TRUE(throttle.admits("b", start));
    EXPECT_FALSE(throttle.admits("a", start - 1h));
    EXPECT_TRUE(throttle.admits("a", start + 1s));
    for (int i = 0; i < 3; ++i) throttle.charge("a", start + 1h);
    EXPECT_FALSE(throttle.admits("a", start + 1h));
}

TEST(SourceThrottle, StaysSmallUnderAnAttackFromEverywhere) {
    SourceThrottle throttle{{.burst = 3, .per_second = 1, .sources_max = 10}};
    for (int i = 0; i < 1000; ++i) throttle.charge("source " + std::to_string(i), start);
    EXPECT_LE(throttle.size(), 10U);
}

TEST(SourceOf, LeavesThePortOutAndCountsIpv6ByNetwork) {
    EXPECT_EQ(source_of("192.0.2.1"), "192.0.2.1");
    EXPECT_EQ(source_of("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2");
    EXPECT_EQ(source_of("::1"), "::1");
    EXPECT_EQ(source_of(""), "");
}

}  // namespace
}  // namespace lockstep::webhooks
