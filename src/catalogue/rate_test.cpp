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
        start, start);
    EXPECT_EQ(state.limit, 50);
    EXPECT_EQ(state.interval, Duration{1s});
    EXPECT_EQ(state.daily_remaining, 150'000);
    EXPECT_EQ(state.daily_reset_at, start + 60s);
    EXPECT_EQ(granted(Lane::interactive, 0.8), 5);
}

TEST_F(RateTest, ignores_nonsense_in_headers) {
    auto const before = state;
    state = learn(state, limits,
        reply(200, {{"X-Max", "many"}, {"X-Interval", "-1"}, {"X-Remaining", "1e9"}, {"X-Day", ""}, {"X-Day-Reset", "x"}}), start,
        start);
    EXPECT_EQ(state, before);
}

TEST_F(RateTest, keeps_a_part_of_the_day) {
    limits.burst = 0;
    state = learn(state, limits, reply(200, {{"X-Day", "5000"}, {"X-Day-Reset", "3600000"}}), start, start);
    auto const bulk = take_turn(state, limits, Lane::bulk, 1.0, start);
    EXPECT_EQ(bulk.reason, "daily_reserve");
    EXPECT_EQ(bulk.again_at, start + 1h);
    EXPECT_TRUE(take_turn(state, limits, Lane::live, 1.0, start).granted);
    state.daily_remaining = 1000;
    EXPECT_FALSE(take_turn(state, limits, Lane::live, 1.0, start).granted);
    EXPECT_TRUE(take_turn(state, limits, Lane::interactive, 1.0, start).granted);
    state.daily_remaining = 0;
    EXPECT_FALSE(take_turn(state, limits, Lane::interactive, 0.8, start).granted);
    EXPECT_TRUE(take_turn(state, limits, Lane::bulk, 0.8, start + 1h).granted) << "a new day";
}

TEST_F(RateTest, the_share_counts_for_the_day_too) {
    state = learn(state, limits, reply(200, {{"X-Day", "100001"}, {"X-Day-Reset", "3600000"}}), start, start);
    EXPECT_TRUE(take_turn(state, limits, Lane::live, 0.6, start).granted);
    EXPECT_FALSE(take_turn(state, limits, Lane::live, 0.5, start).granted) << "half of 200,000 is for others";
    EXPECT_TRUE(take_turn(state, limits, Lane::interactive, 0.5, start).granted);
}

TEST_F(RateTest, a_day_that_the_app_says_nothing_of_is_counted) {
    limits.burst = 0;
    limits.per_day = 10;
    EXPECT_EQ(granted(Lane::live, 0.5), 5);
    auto const turn = take_turn(state, limits, Lane::live, 0.5, start);
    EXPECT_EQ(turn.again_at, parse_time("2026-03-02T00:00:00Z").value());
    EXPECT_EQ(granted(Lane::live, 0.5, turn.again_at), 5);
}

TEST_F(RateTest, learns_the_days_allowance) {
    limits.header_daily_limit = "X-Day-Limit";
    state = learn(state, limits, reply(200, {{"X-Day-Limit", "1000"}, {"X-Day", "499"}, {"X-Day-Reset", "60000"}}), start, start);
    EXPECT_FALSE(take_turn(state, limits, Lane::live, 0.5, start).granted);
    EXPECT_TRUE(take_turn(state, limits, Lane::live, 0.6, start).granted);
}

class MonthTest : public RateTest {
protected:
    MonthTest() {
        limits.header_month_limit = "X-Quota-Limit";
        limits.header_month_remaining = "X-Quota-Remaining";
        limits.header_month_reset = "X-Quota-Reset";
    }
    void told(std::string most, std::string left, TimePoint wall = start) {
        state = learn(state, limits,
            reply(200, {{"X-Quota-Limit", most}, {"X-Quota-Remaining", left}, {"X-Quota-Reset", "2026-03-02T10:00:00.000Z"}}),
            start, wall);
    }
};

TEST_F(MonthTest, the_apps_own_count_is_respected) {
    told("500", "100");
    EXPECT_EQ(state.monthly_limit, 500);
    auto const turn = take_turn(state, limits, Lane::live, 0.8, start);
    EXPECT_EQ(turn.reason, "monthly_reserve");
    EXPECT_EQ(turn.again_at, start + 24h);
    EXPECT_TRUE(take_turn(state, limits, Lane::interactive, 0.8, start).granted);
    EXPECT_TRUE(take_turn(state, limits, Lane::live, 0.8, start + 24h).granted) << "a new month";
}

TEST_F(MonthTest, counts_what_is_under_way_and_believes_the_lower_number) {
    told("500", "110");
    int granted_now = 0;
    while (take_turn(state, limits, Lane::live, 0.8, start).granted) ++granted_now;
    EXPECT_LE(granted_now, 10);
    told("500", "109");
    EXPECT_FALSE(take_turn(state, limits, Lane::live, 0.8, start).granted) << "an older answer arrives late";
}

TEST_F(MonthTest, the_time_it_names_is_the_walls) {
    told("500", "0", start - 1h);  // our engine's time is an hour ahead of the wall
    EXPECT_EQ(take_turn(state, limits, Lane::interactive, 0.8, start).again_at, start + 25h);
}

TEST_F(MonthTest, an_app_without_an_allowance_says_a_very_large_number) {
    told("1000000000", "999999999");
    EXPECT_EQ(state.monthly_limit, 0);
    EXPECT_TRUE(take_turn(state, limits, Lane::bulk, 0.8, start).granted);
}

TEST_F(MonthTest, a_spent_month_waits_an_hour_where_nobody_says_until_when) {
    state = spend_month(state, start);
    EXPECT_EQ(take_turn(state, limits, Lane::interactive, 0.8, start).again_at, start + 1h);
    told("500", "0");
    state = spend_month(state, start);
    EXPECT_EQ(take_turn(state, limits, Lane::interactive, 0.8, start).again_at, start + 24h);
}

struct Pause {
    char const* retry_after;
    Duration expected;
};
class RetryAfterTest : public RateTest, public testing::WithParamInterface<Pause> {};

TEST_P(RetryAfterTest, pauses) {
    HttpHeaders headers;
    if (*GetParam().retry_after != '\0') headers.add("Retry-After", GetParam().retry_after);
    state = learn(state, limits, reply(429, headers), start, start);
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
    state = learn(state, limits, reply(429, {{"Retry-After", "60"}}), start, start);
    state = learn(state, limits, reply(429, {{"Retry-After", "1"}}), start, start);
    EXPECT_EQ(state.paused_until, start + 60s);
}

TEST_F(RateTest, a_spent_day_pauses_until_it_ends) {
    state = learn(state, limits, reply(429, {{"X-Day", "0"}, {"X-Day-Reset", "7200000"}}), start, start);
    EXPECT_EQ(state.paused_until, start + 2h);
}

}  // namespace
}  // namespace lockstep::catalogue
