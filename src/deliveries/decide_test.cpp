// SPDX-License-Identifier: Apache-2.0
#include "deliveries/decide.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

namespace lockstep::deliveries {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr TimePoint start{days{20'000}};

// Every attempt fails with `status`: when each is made, after the first, and what ends it.
struct Course {
    std::vector<Duration> waits;
    Decision last;
};
Course course(Attempted const& attempted, std::uint64_t chance, std::optional<TimePoint> failing_since = {}) {
    Course all;
    auto now = start;
    Standing standing{.failing_since = failing_since};
    for (;;) {
        all.last = decide(standing, attempted, now, chance);
        if (all.last.next != Next::again) return all;
        all.waits.push_back(*all.last.at - now);
        now = *all.last.at;
        ++standing.tries;
        standing.failing_since = all.last.failing_since;
    }
}

TEST(DeliveryDecide, WhatArrivedIsDoneAndTheAddressIsWell) {
    for (int const status : {200, 201, 202, 204, 299}) {
        auto const decision = decide({.tries = 3, .failing_since = start}, {.status = status}, start + days{1}, 7);
        EXPECT_EQ(decision.next, Next::done) << status;
        EXPECT_EQ(decision.failing_since, std::nullopt) << status;
        EXPECT_EQ(decision.switches_off, Ending::none) << status;
    }
}

TEST(DeliveryDecide, FailuresAreTriedTenTimesOverThreeDays) {
    std::vector<Duration> const waits{
        seconds{5}, minutes{5}, minutes{30}, hours{2}, hours{5}, hours{10}, hours{14}, hours{20}, hours{24}};
    // No answer, redirects (which are not followed), every refusal but 410, and every fault of the server.
    for (int const status : {0, 301, 302, 308, 400, 401, 403, 404, 408, 409, 422, 429, 500, 502, 503, 504}) {
        auto const all = course({.status = status}, 0);
        EXPECT_EQ(all.waits, waits) << status;
        EXPECT_EQ(all.last.next, Next::dead) << status;
        EXPECT_EQ(all.last.switches_off, Ending::none) << status;
    }
}

TEST(DeliveryDecide, ChanceMakesAWaitUpToATenthLonger) {
    auto const least = course({.status = 500}, 0).waits;
    for (std::uint64_t const chance : {1ULL, 499'999ULL, 0x9e3779b97f4a7c15ULL, ~0ULL}) {
        auto const waits = course({.status = 500}, chance).waits;
        for (std::size_t i = 0; i < waits.size(); ++i) {
            EXPECT_GE(waits[i], least[i]);
            EXPECT_LE(waits[i], least[i] + least[i] / 10);
        }
    }
    EXPECT_EQ(course({.status = 500}, 500'000).waits.front(), seconds{5} + std::chrono::milliseconds{500});
}

TEST(DeliveryDecide, WhoAsksForALongerWaitGetsItUpToADay) {
    EXPECT_EQ(decide({}, {.status = 429, .retry_after = minutes{2}}, start, 0).at, start + minutes{2});
    EXPECT_EQ(decide({}, {.status = 503, .retry_after = seconds{1}}, start, 0).at, start + seconds{5});
    EXPECT_EQ(decide({}, {.status = 503, .retry_after = days{400}}, start, 0).at, start + hours{24});
}

TEST(DeliveryDecide, GoneSwitchesOffAtOnce) {
    auto const decision = decide({}, {.status = 410}, start, 0);
    EXPECT_EQ(decision.next, Next::dead);
    EXPECT_EQ(decision.switches_off, Ending::gone);
}

TEST(DeliveryDecide, FiveDaysOfFailureSwitchOffWhenOneMoreIsGivenUp) {
    EXPECT_EQ(course({.status = 500}, 0, start - days{1}).last.switches_off, Ending::none) << "four days and a bit";
    EXPECT_EQ(course({.status = 500}, 0, start - days{2}).last.switches_off, Ending::failing);
    auto const early = decide({.tries = 4, .failing_since = start - days{30}}, {.status = 500}, start, 0);
    EXPECT_EQ(early.next, Next::again) << "none was given up";
    EXPECT_EQ(early.switches_off, Ending::none);
    EXPECT_EQ(early.failing_since, start - days{30}) << "since the first failure";
}

TEST(DeliveryDecide, ATestIsTriedOnceAndChangesNothing) {
    for (int const status : {0, 410, 500}) {
        auto const decision = decide({.is_test = true}, {.status = status}, start, 0);
        EXPECT_EQ(decision.next, Next::dead);
        EXPECT_EQ(decision.failing_since, std::nullopt);
        EXPECT_EQ(decision.switches_off, Ending::none);
    }
}

TEST(DeliveryDecide, RetryAfterIsSecondsOrADate) {
    auto const wall = parse_time("1994-11-06T08:49:37Z").value();
    EXPECT_EQ(read_retry_after("120", wall), seconds{120});
    EXPECT_EQ(read_retry_after(" 7 ", wall), seconds{7});
    EXPECT_EQ(read_retry_after("Sun, 06 Nov 1994 08:51:37 GMT", wall), minutes{2});
    EXPECT_EQ(read_retry_after("Sun, 06 Nov 1994 08:49:00 GMT", wall), std::nullopt) << "past";
    EXPECT_EQ(read_retry_after("99999999999", wall), retry_after_max);
    for (auto const* bad : {"", "0", "-5", "soon", "12x", "1e3", "Sun, 06 Nox 1994 08:51:37 GMT", "06 Nov 1994"})
        EXPECT_EQ(read_retry_after(bad, wall), std::nullopt) << bad;
}

}  // namespace
}  // namespace lockstep::deliveries
