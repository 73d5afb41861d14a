// SPDX-License-Identifier: Apache-2.0
// What every Clock promises. The simulated one adds its fixture when it can be linked here.
#include <gtest/gtest.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/system/system_error.hpp>

#include "adapters/clock_system/clock_system.hpp"
#include "contract/run.hpp"

namespace lockstep::contract {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;

class ClockContract : public testing::Test {
protected:
    boost::asio::io_context context_;
    adapters::SystemClock clock_;
};

TEST_F(ClockContract, SleepsUntilTheTime) {
    auto const time = clock_.now() + milliseconds(20);
    run(context_, clock_.sleep_until(time));
    EXPECT_GE(clock_.now(), time);
    EXPECT_LT(clock_.now(), time + std::chrono::seconds(5));
}

TEST_F(ClockContract, ReturnsAtOnceWhenTheTimeHasPassed) {
    run(context_, clock_.sleep_until(clock_.now() - hours(1)));
    run(context_, clock_.sleep_until(from_micros(0)));
}

TEST_F(ClockContract, ASignalEndsTheSleepOfAllWhoWait) {
    Signal signal;
    int woken = 0;
    for (int i = 0; i < 2; ++i) {
        boost::asio::co_spawn(context_, clock_.sleep_until_or(clock_.now() + hours(1), signal), [&](std::exception_ptr error) {
            rethrow(error);
            ++woken;
        });
    }
    context_.poll();
    signal.notify();
    context_.restart();
    context_.run();
    EXPECT_EQ(woken, 2);
}

TEST_F(ClockContract, ASignalBeforeTheWaitIsNotLost) {
    Signal signal;
    signal.notify();
    run(context_, clock_.sleep_until_or(clock_.now() + hours(1), signal));
    run(context_, clock_.sleep_until_or(clock_.now() + milliseconds(5), signal));
}

TEST_F(ClockContract, CancellationEndsTheSleep) {
    Signal signal;
    for (bool const with_signal : {false, true}) {
        boost::asio::cancellation_signal cancel;
        bool is_cancelled = false;
        auto const time = clock_.now() + hours(1);
        auto task = with_signal ? clock_.sleep_until_or(time, signal) : clock_.sleep_until(time);
        auto ended = [&](std::exception_ptr error) {
            try {
                rethrow(error);
            } catch (boost::system::system_error const& thrown) {
                is_cancelled = thrown.code() == boost::asio::error::operation_aborted;
            }
        };
        boost::asio::co_spawn(context_, std::move(task), boost::asio::bind_cancellation_slot(cancel.slot(), ended));
        context_.restart();
        context_.poll();
        cancel.emit(boost::asio::cancellation_type::terminal);
        context_.restart();
        context_.run();
        EXPECT_TRUE(is_cancelled);
    }
    signal.notify();
    EXPECT_TRUE(signal.take_raised()) << "a waiter was left behind";
}

}  // namespace
}  // namespace lockstep::contract
