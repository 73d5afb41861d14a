// SPDX-License-Identifier: Apache-2.0
// Virtual time: order, signals, and that nothing of a dropped context runs again.
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <vector>

#include "ports/task_group.hpp"
#include "simulation/clock.hpp"

namespace lockstep::simulation {
namespace {

using namespace std::chrono_literals;

constexpr TimePoint start{std::chrono::seconds{1'000'000}};

struct Bell {
    explicit Bell(int& count) : rung(count) {}
    Bell(Bell const&) = delete;
    Bell& operator=(Bell const&) = delete;
    ~Bell() { ++rung; }
    int& rung;
};

Task<void> sleep_and_note(SimulatedClock& clock, Duration duration, int number, std::vector<int>& noted) {
    co_await clock.sleep_until(clock.now() + duration);
    noted.push_back(number);
}

Task<void> sleep_with_a_bell(SimulatedClock& clock, int& ended, bool& went_on) {
    Bell const bell{ended};
    co_await clock.sleep_until(start + 1h);
    went_on = true;
}

Task<void> wait_for(SimulatedClock& clock, Signal& signal, std::vector<TimePoint>& woken) {
    co_await clock.sleep_until_or(start + 1h, signal);
    woken.push_back(clock.now());
}

void run_to(SimulatedClock& clock, boost::asio::io_context& context) {
    while (true) {
        context.restart();
        context.poll();
        auto const next = clock.next();
        if (!next) return;
        clock.advance_to(*next);
    }
}

TEST(SimulatedClockTest, wakes_in_the_order_of_time) {
    boost::asio::io_context context;
    SimulatedClock clock{start};
    TaskGroup tasks{context.get_executor()};
    std::vector<int> noted;
    tasks.spawn(sleep_and_note(clock, 3h, 3, noted));
    tasks.spawn(sleep_and_note(clock, 1s, 1, noted));
    tasks.spawn(sleep_and_note(clock, 2min, 2, noted));
    run_to(clock, context);
    EXPECT_EQ(noted, (std::vector{1, 2, 3}));
    EXPECT_EQ(clock.now(), start + 3h);
}

TEST(SimulatedClockTest, a_signal_wakes_before_its_time) {
    boost::asio::io_context context;
    SimulatedClock clock{start};
    TaskGroup tasks{context.get_executor()};
    Signal signal;
    std::vector<TimePoint> woken;
    tasks.spawn(wait_for(clock, signal, woken));
    clock.at(start + 5s, [&] { signal.notify(); });
    run_to(clock, context);
    ASSERT_EQ(woken.size(), 1U);
    EXPECT_EQ(woken[0], start + 5s);
    EXPECT_FALSE(clock.next());
}

TEST(SimulatedClockTest, the_wall_agrees_unless_it_is_set) {
    SimulatedClock clock{start};
    clock.advance_to(start + 1h);
    EXPECT_EQ(clock.wall(), start + 1h);
    clock.step_wall(-2h);
    EXPECT_EQ(clock.wall(), start - 1h);
    EXPECT_EQ(clock.now(), start + 1h);
    clock.advance_to(start + 4h);
    EXPECT_EQ(clock.wall(), start + 2h);
    clock.step_wall(2h);
    EXPECT_EQ(clock.wall(), clock.now());
}

TEST(SimulatedClockTest, a_skewed_wall_gains_or_loses_evenly) {
    SimulatedClock clock{start};
    clock.drift_wall(100us);
    clock.advance_to(start + 10'000s);
    EXPECT_EQ(clock.wall(), start + 10'001s);
    clock.advance_to(start + 10'000s + 500ms);
    EXPECT_EQ(clock.wall(), start + 10'001s + 500ms + 50us);
    clock.drift_wall(-1ms);
    clock.advance_to(start + 11'000s + 500ms);
    EXPECT_EQ(clock.wall(), start + 11'000s + 500ms + 50us);
}

TEST(SimulatedClockTest, nobody_sleeps_longer_or_shorter_because_the_wall_is_set) {
    boost::asio::io_context context;
    SimulatedClock clock{start};
    TaskGroup tasks{context.get_executor()};
    std::vector<int> noted;
    tasks.spawn(sleep_and_note(clock, 1min, 1, noted));
    context.poll();
    clock.step_wall(-1h);
    run_to(clock, context);
    EXPECT_EQ(noted, std::vector{1});
    EXPECT_EQ(clock.now(), start + 1min);
}

TEST(SimulatedClockTest, nothing_of_a_dropped_context_runs_again) {
    SimulatedClock clock{start};
    Signal signal;
    std::vector<TimePoint> woken;
    int ended = 0;
    bool went_on = false;
    auto context = std::make_unique<boost::asio::io_context>();
    {
        TaskGroup tasks{context->get_executor()};
        tasks.spawn(sleep_with_a_bell(clock, ended, went_on));
        tasks.spawn(wait_for(clock, signal, woken));
        context->poll();
        EXPECT_TRUE(clock.next());
        clock.drop(*context);
        context.reset();
    }
    EXPECT_EQ(ended, 1);
    EXPECT_FALSE(clock.next());
    signal.notify();
    clock.advance_to(start + 2h);
    EXPECT_FALSE(went_on);
    EXPECT_TRUE(woken.empty());
}

}  // namespace
}  // namespace lockstep::simulation
