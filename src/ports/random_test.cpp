// SPDX-License-Identifier: Apache-2.0
#include "ports/random.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace lockstep {
namespace {

class FixedRandom final : public Random {
public:
    explicit FixedRandom(std::uint64_t value) : value_(value) {}
    std::uint64_t next() override { return value_; }

private:
    std::uint64_t value_;
};

TEST(Random, StaysBelowTheLimitAtBothEnds) {
    FixedRandom lowest{0};
    FixedRandom highest{std::numeric_limits<std::uint64_t>::max()};
    for (std::uint64_t const limit :
        {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{10}, std::numeric_limits<std::uint64_t>::max()}) {
        EXPECT_EQ(lowest.below(limit), 0U);
        EXPECT_EQ(highest.below(limit), limit - 1);
    }
}

TEST(Random, MakesIdsOfAKind) {
    FixedRandom random{0};
    EXPECT_EQ(random.id<SyncTag>(from_micros(0)), SyncId{"syn_00000000000000000000000000"});
}

}  // namespace
}  // namespace lockstep
