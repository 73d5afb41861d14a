// SPDX-License-Identifier: Apache-2.0
#include "work/backoff.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace lockstep::work {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

// Always the same chance.
class Fixed final : public Random {
public:
    explicit Fixed(std::uint64_t value) : value_(value) {}
    std::uint64_t next() override { return value_; }

private:
    std::uint64_t value_;
};

Duration middle(std::int64_t attempts) {
    Fixed half{std::numeric_limits<std::uint64_t>::max() / 2 + 1};
    return backoff(attempts, half);
}

TEST(Backoff, DoublesFromFourSecondsToSeventeenMinutes) {
    EXPECT_EQ(middle(1), seconds{4});
    EXPECT_EQ(middle(2), seconds{8});
    EXPECT_EQ(middle(8), seconds{512});
    EXPECT_EQ(middle(9), minutes{17});
    EXPECT_EQ(middle(1'000'000), minutes{17});
    EXPECT_EQ(middle(0), seconds{4});
}

TEST(Backoff, VariesByAQuarter) {
    Fixed lowest{0};
    Fixed highest{std::numeric_limits<std::uint64_t>::max()};
    EXPECT_EQ(backoff(1, lowest), seconds{3});
    EXPECT_GT(backoff(1, highest), seconds{5} - Duration{2});
    EXPECT_LE(backoff(1, highest), seconds{5});
}

}  // namespace
}  // namespace lockstep::work
