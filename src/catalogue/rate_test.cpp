// SPDX-License-Identifier: Apache-2.0
#include "catalogue/rate.hpp"

#include <gtest/gtest.h>

namespace lockstep::catalogue {
namespace {

using namespace std::chrono_literals;

TimePoint const start = parse_time("2026-03-01T10:00:00Z").value();

class RateTest : public testing::Test {
protected:
    RateLimits limits = [] {
        RateLimits made;
        made.burst = 100;
        made.interval = 10s;
        made.per_day = 200'000;
        made.header_limit = "X-Max";
        made.header_remaining = "X-Remaining";
        made.header_interval_ms = "X-Interval";
        made.header_daily_remaining = "X-Day";
        made.header_daily_reset_ms = "X-Day-Reset";
        return made;
    }();
    RateState state = first_rate_state(limits, start);

    int granted(Lane lane, double share = 1.0, TimePoint now = start) {
        int count = 0;
        while (count < 1000 && take_turn(state, limits, lane, share, now).granted) ++count;
        return count;
    }
    static HttpReply reply(int status, HttpHeaders headers) {
        HttpReply made;
        made.status = status;
        made.headers = std::move(headers);
        return made;
    }
};

TEST_F(RateTest, lanes_leave_a_part_for_those_before_them) {
    EXPECT_EQ(granted(Lane::bulk, 0.8), 14);
    EXPECT_EQ(granted(Lane::live, 0.8), 4);
    EXPECT_EQ(granted(Lane::interactive, 0.8), 2);
    EXPECT_EQ(granted(Lane::interactive, 0.8), 0);
}

// The app's window may begin at any moment of ours.
TEST_F(RateTest, no_window_of_the_app_sees_more_than_its_limit) {
    EXPECT_EQ(granted(Lane::interactive, 0.8), 20);
    int in_window = 20;
    for (auto now = start; now < start + 10s; now += 10ms) in_window += granted(Lane::interactive, 0.8, now);
    EXPECT_LE(in_window, 100);
    EXPECT_GE(in_window, 98);
}

TEST_F(RateTest, says_when_to_come_again) {
    granted(Lane::interactive, 0.8);
    auto const turn = take_turn(state, limits, Lane::interactive, 0.8, start);
    EXPECT_FALSE(turn.granted);
    EXPECT_EQ(turn.reason, "pace");
    EXPECT_NEAR(static_cast<double>((turn.again_at - start).count()), 125'000, 10);
    EXPECT_TRUE(take_turn(state, limits, Lane::interactive, 0.8, turn.again_at).granted);
}

TEST_F(RateTest, without_declared_limits_everything_may_leave) {
    limits = {};
    state = first_rate_state(limits, start);
    EXPECT_EQ(granted(Lane::bulk), 1000);
}

TEST_F(RateTest, tiny_allowances_still_let_bulk_work_pass) {
    limits.burst = 1;
    state = first_rate_state(limits, start);
    EXPECT_EQ(granted(Lane::bulk, 0.5), 1);
    auto const turn = take_turn(state, limits, Lane::bulk, 0.5, start);
    EXPECT_TRUE(take_turn(state, limits, Lane::bulk, 0.5, turn.again_at).granted);
    EXPECT_GE(turn.again_at - start, 20s) << "half of one call in ten seconds";
}

// Whatever the times, no window of one interval sees more than twice the burst, and in the long run not more than the rate.
TEST_F(RateTest, never_exceeds_the_rate) {
    std::uint64_t state_of_draw = 7;
    auto const draw = [&] {
        return (state_of_draw = state_of_draw * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U) >> 33;
    };
    auto now = start;
    int calls = 0;
    for (int i = 0; i < 20'000; ++i) {
        now += Duration{static_cast<std::int64_t>(draw() % 60'000)};
        if (take_turn(state, limits, static_cast<Lane>(draw() % 3), 0.8, now).granted) ++calls;
    }
    auto const seconds = static_cast<double>((now - start).count()) / 1e6;
    EXPECT_LE(calls, 20 + static_cast<int>(seconds * 8) + 1);
    EXPECT_GE(calls, static_cast<int>(seconds * 8 * 0.9));
}

TEST_F(RateTest, learns_from_headers) {
    state = learn(state, limits,
        reply(
            200, {{"X-Max", "50"}, {"X-Interval", "1000"}, {"X-Remaining", "5"}, {"X-Day", "150000"}, {"X-Day-Reset", "60000"}}),
        start);
    EXPECT_EQ(state.limit, 50);
    EXPECT_EQ(state.interval, Duration{1s});
    EXPECT_EQ(state.daily_remaining, 150'000);
    EXPECT_EQ(state.daily_reset_at, start + 60s);
    EXPECT_EQ(granted(Lane::interactive, 0.8), 5);
}

TEST_F(RateTest, ignores_nonsense_in_headers) {
    auto const before = state;
    state = learn(state, limits,
        reply(200, {{"X-Max", "many"}, {"X-Interval", "-1"}, {"X-Remaining", "1e9"}, {"X-Day", ""}, {"X-Day-Reset", "x"}}),
        start);
    EXPECT_EQ(state, before);
}

TEST_F(RateTest, keeps_a_part_of_the_day) {
    state = learn(state, limits, reply(200, {{"X-Day", "5000"}, {"X-Day-Reset", "3600000"}}), start);
    auto const bulk = take_turn(state, limits, Lane::bulk, 0.8, start);
    EXPECT_EQ(bulk.reason, "daily_reserve");
    EXPECT_EQ(bulk.again_at, start + 1h);
    EXPECT_TRUE(take_turn(state, limits, Lane::live, 0.8, start).granted);
    state.daily_remaining = 1000;
    EXPECT_FALSE(take_turn(state, limits, Lane::live, 0.8, start).granted);
    EXPECT_TRUE(take_turn(state, limits, Lane::interactive, 0.8, start).granted);
    state.daily_remaining = 0;
    EXPECT_FALSE(take_turn(state, limits, Lane::interactive, 0.8, start).granted);
    EXPECT_TRUE(take_turn(state, limits, Lane::bulk, 0.8, start + 1h).granted) << "a new day";
}

struct Pause {
    char const* retry_after;
    Duration expected;
};
class RetryAfterTest : public RateTest, public testing::WithParamInterface<Pause> {};

TEST_P(RetryAfterTest, pauses) {
    HttpHeaders headers;
    if (*GetParam().retry_after != '\0') headers.add("Retry-After", GetParam().retry_after);
    state = learn(state, limits, reply(429, headers), start);
    auto const turn = take_turn(state, limits, Lane::interactive, 1.0, start);
    if (GetParam().expected == 0s) return;
    EXPECT_EQ(turn.reason, "paused");
    EXPECT_EQ(turn.again_at, start + GetParam().expected);
}

INSTANTIATE_TEST_SUITE_P(All, RetryAfterTest,
    testing::Values(Pause{"7", 7s}, Pause{"99999999999", 1h}, Pause{"-3", 10s}, Pause{"soon", 10s}, Pause{"", 10s},
        Pause{"Sun, 01 Mar 2026 10:00:30 GMT", 30s}, Pause{"Mon, 02 Mar 2026 10:00:30 GMT", 1h},
        Pause{"Sun, 01 Mar 2026 09:00:00 GMT", 0s}, Pause{"Sun, 01 Foo 2026 10:00:30 GMT", 10s}));

TEST_F(RateTest, a_later_pause_is_not_shortened) {
    state = learn(state, limits, reply(429, {{"Retry-After", "60"}}), start);
    state = learn(state, limits, reply(429, {{"Retry-After", "1"}}), start);
    EXPECT_EQ(state.paused_until, start + 60s);
}

TEST_F(RateTest, a_spent_day_pauses_until_it_ends) {
    state = learn(state, limits, reply(429, {{"X-Day", "0"}, {"X-Day-Reset", "7200000"}}), start);
    EXPECT_EQ(state.paused_until, start + 2h);
}

}  // namespace
}  // namespace lockstep::catalogue
