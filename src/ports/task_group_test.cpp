// SPDX-License-Identifier: Apache-2.0
#include "ports/task_group.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <stdexcept>

namespace lockstep {
namespace {

// A clock whose time only moves by hand, enough for one waiter on a signal.
class HandClock final : public Clock {
public:
    TimePoint now() const override { return now_; }
    Task<void> sleep_until(TimePoint time) override {
        now_ = std::max(now_, time);
        co_return;
    }
    Task<void> sleep_until_or(TimePoint time, Signal& signal) override {
        if (signal.take_raised()) co_return;
        bool woken = false;
        auto const waiter = signal.add_waiter([&woken] { woken = true; });
        auto const executor = co_await boost::asio::this_coro::executor;
        for (int turn = 0; turn < 100 && !woken; ++turn) co_await boost::asio::post(executor, boost::asio::use_awaitable);
        signal.remove_waiter(waiter);
        if (!woken) now_ = time;
    }

private:
    TimePoint now_ = from_micros(0);
};

Task<void> several_turns(int turns, int& done) {
    auto const executor = co_await boost::asio::this_coro::executor;
    for (int i = 0; i < turns; ++i) co_await boost::asio::post(executor, boost::asio::use_awaitable);
    ++done;
}

Task<void> throws_a(std::exception_ptr error) {
    std::rethrow_exception(error);
    co_return;
}

TEST(TaskGroup, JoinsWhenTheLastTaskHasEnded) {
    boost::asio::io_context world;
    HandClock clock;
    TaskGroup group{world.get_executor()};
    int done = 0;
    bool joined = false;
    for (int turns : {1, 5, 3}) group.spawn(several_turns(turns, done));
    EXPECT_EQ(group.running(), 3U);
    boost::asio::co_spawn(world, group.join(clock, from_micros(1'000)), [&](std::exception_ptr) { joined = true; });
    world.run();
    EXPECT_TRUE(joined);
    EXPECT_EQ(done, 3);
    EXPECT_EQ(group.running(), 0U);
    EXPECT_EQ(clock.now(), from_micros(0));
}

TEST(TaskGroup, GivesUpJoiningAtTheGivenTime) {
    boost::asio::io_context world;
    HandClock clock;
    TaskGroup group{world.get_executor()};
    int done = 0;
    std::size_t left = 0;
    group.spawn(several_turns(1'000, done));
    boost::asio::co_spawn(world, group.join(clock, from_micros(1'000)), [&](std::exception_ptr) { left = group.running(); });
    world.run();
    EXPECT_EQ(left, 1U);
}

TEST(TaskGroup, TakesCancellationForAnOrdinaryEnd) {
    boost::asio::io_context world;
    TaskGroup group{world.get_executor()};
    group.spawn(throws_a(std::make_exception_ptr(boost::system::system_error(boost::asio::error::operation_aborted))));
    world.run();
    EXPECT_EQ(group.running(), 0U);
}

TEST(TaskGroupDeathTest, EndsTheProcessWhenATaskThrows) {
    EXPECT_DEATH(
        {
            boost::asio::io_context world;
            TaskGroup group{world.get_executor()};
            group.spawn(throws_a(std::make_exception_ptr(std::runtime_error("unforeseen"))));
            world.run();
        },
        "background task ended by unforeseen");
}

TEST(Signal, RemembersANotificationThatNobodyWaitedFor) {
    Signal signal;
    EXPECT_FALSE(signal.take_raised());
    signal.notify();
    EXPECT_TRUE(signal.take_raised());
    EXPECT_FALSE(signal.take_raised());
}

TEST(Signal, WakesEveryWaiterOnce) {
    Signal signal;
    int first = 0;
    int second = 0;
    signal.add_waiter([&] { ++first; });
    auto const gone = signal.add_waiter([&] { ++second; });
    signal.remove_waiter(gone);
    signal.add_waiter([&] { ++second; });
    signal.notify();
    EXPECT_EQ(first, 1);
    EXPECT_EQ(second, 1);
    EXPECT_FALSE(signal.take_raised());
}

}  // namespace
}  // namespace lockstep
