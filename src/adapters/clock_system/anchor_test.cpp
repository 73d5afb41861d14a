// SPDX-License-Identifier: Apache-2.0
// The engine's time while the wall's clock does what walls' clocks do.
#include "adapters/clock_system/anchor.hpp"

#include <gtest/gtest.h>
#include <array>

namespace lockstep::adapters {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint noon{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1} + 12h};

struct Reading {
    char const* what;
    Duration passed;  // on the steady clock, since the anchor was set at noon
    Duration wall;    // what the wall says, since noon
    Duration engine;  // what the engine's time says, since noon
};

// The readings of one table follow each other; each moves the offset as a running program would.
template <std::size_t N>
void follow(std::array<Reading, N> const& readings) {
    constexpr Duration booted = 77s;  // the steady clock's reading at noon
    auto offset = noon.time_since_epoch() - booted;
    for (auto const& reading : readings) {
        auto const steady = booted + reading.passed;
        offset = follow_wall(offset, steady, noon + reading.wall);
        EXPECT_EQ(engine_time(offset, steady) - noon, reading.engine) << reading.what;
    }
}

TEST(ClockAnchor, GoesOnSteadilyWhenTheWallIsSetBack) {
    follow(std::array{
        Reading{"both run", 10s, 10s, 10s},
        Reading{"the wall is set back by an hour", 20s, 20s - 1h, 20s},
        Reading{"and stays there", 10min, 10min - 1h, 10min},
        Reading{"and is set right again", 11min, 11min, 11min},
    });
}

TEST(ClockAnchor, FollowsAWallThatIsAheadByMoreThanASecond) {
    follow(std::array{
        Reading{"a little ahead is left alone", 10s, 10s + 900ms, 10s},
        Reading{"the machine slept for two hours", 20s, 20s + 2h, 20s + 2h},
        Reading{"and both run on", 30s, 30s + 2h, 30s + 2h},
        Reading{"set back after that, nothing goes back", 40s, 40s, 40s + 2h},
    });
}

TEST(ClockAnchor, NeverGoesBackWhateverTheWallDoes) {
    Duration offset{0};
    auto before = engine_time(offset, 0s);
    std::uint64_t noise = 1;
    for (int i = 1; i <= 10'000; ++i) {
        noise = noise * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
        auto const wall = TimePoint{Duration{static_cast<std::int64_t>(noise >> 24U)}};
        auto const steady = std::chrono::milliseconds{i};
        offset = follow_wall(offset, steady, wall);
        auto const now = engine_time(offset, steady);
        ASSERT_GE(now, before + 1ms) << i;
        before = now;
    }
}

TEST(ClockAnchor, AFloorIsReachedAtOnceAndNeverLowersTheTime) {
    auto const offset = noon.time_since_epoch() - Duration{77s};
    EXPECT_EQ(engine_time(offset_reaching(offset, 80s, noon + 1h), 80s), noon + 1h);
    EXPECT_EQ(engine_time(offset_reaching(offset, 80s, noon - 1h), 80s), noon + 3s);
}

}  // namespace
}  // namespace lockstep::adapters
