// SPDX-License-Identifier: Apache-2.0
// What every Clock promises: the system's and the simulated one.
#include <gtest/gtest.h>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/system/system_error.hpp>

#include "adapters/clock_system/clock_system.hpp"
#include "contract/run.hpp"
#include "simulation/clock.hpp"

namespace lockstep::contract {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::seconds;

// A clock and what makes its time pass while coroutines of the context wait.
struct SystemTime {
    void run_until(std::function<bool()> const& is_over) {
        context.restart();
        while (!is_over() && context.run_one() > 0) {}
    }
    boost::asio::io_context context;
    adapters::SystemClock clock;
};

struct VirtualTime {
    void run_until(std::function<bool()> const& is_over) {
        while (true) {
            context.restart();
            context.poll();
            auto const next = clock.next();
            if (is_over() || !next) return;
            clock.advance_to(*next);
        }
    }
    boost::asio::io_context context;
    simulation::SimulatedClock clock{TimePoint{hours{500'000}}};
};

template <class Time>
class ClockContract : public testing::Test {
protected:
    void run(Task<void> task) {
        bool has_ended = false;
        boost::asio::co_spawn(time_.context, std::move(task), [&](std::exception_ptr error) {
            rethrow(error);
            has_ended = true;
        });
        time_.run_until([&] { return has_ended; });
        EXPECT_TRUE(has_ended);
    }

    Time time_;
    Clock& clock_ = time_.clock;
};

using Implementations = testing::Types<SystemTime, VirtualTime>;
TYPED_TEST_SUITE(ClockContract, Implementations);

TYPED_TEST(ClockContract, SleepsUntilTheTime) {
    auto const time = this->clock_.now() + milliseconds(20);
    this->run(this->clock_.sleep_until(time));
    EXPECT_GE(this->clock_.now(), time);
    EXPECT_LT(this->clock_.now(), time + seconds(5));
}

TYPED_TEST(ClockContract, ReturnsAtOnceWhenTheTimeHasPassed) {
    this->run(this->clock_.sleep_until(this->clock_.now() - hours(1)));
    this->run(this->clock_.sleep_until(from_micros(0)));
}

TYPED_TEST(ClockContract, TheEnginesTimeNeverGoesBack) {
    auto before = this->clock_.now();
    for (int i = 0; i < 1000; ++i) {
        auto const now = this->clock_.now();
        ASSERT_GE(now, before);
        before = now;
    }
}

TYPED_TEST(ClockContract, TheEnginesTimeIsNearTheWallsAtTheStart) {
    auto const apart = this->clock_.now() - this->clock_.wall();
    EXPECT_LT(std::chrono::abs(apart), seconds(2));
}

TYPED_TEST(ClockContract, AFloorIsReachedAtOnce) {
    auto const stored = this->clock_.now() + hours(3);
    auto const wall = this->clock_.wall();
    this->clock_.raise_floor(stored);
    EXPECT_GE(this->clock_.now(), stored);
    EXPECT_LT(this->clock_.now(), stored + seconds(5));
    EXPECT_LT(this->clock_.wall(), wall + seconds(5)) << "what others understand does not change";
}

TYPED_TEST(ClockContract, AFloorThatHasPassedChangesNothing) {
    auto const before = this->clock_.now();
    this->clock_.raise_floor(before - hours(1));
    EXPECT_GE(this->clock_.now(), before);
    EXPECT_LT(this->clock_.now(), before + seconds(5));
}

TYPED_TEST(ClockContract, SleepsAsLongAfterAFloorAsBefore) {
    this->clock_.raise_floor(this->clock_.now() + hours(3));
    auto const time = this->clock_.now() + milliseconds(20);
    this->run(this->clock_.sleep_until(time));
    EXPECT_GE(this->clock_.now(), time);
    EXPECT_LT(this->clock_.now(), time + seconds(5));
}

TYPED_TEST(ClockContract, ASignalEndsTheSleepOfAllWhoWait) {
    Signal signal;
    int woken = 0;
    auto const begun = this->clock_.now();
    for (int i = 0; i < 2; ++i) {
        boost::asio::co_spawn(
            this->time_.context, this->clock_.sleep_until_or(begun + hours(1), signal), [&](std::exception_ptr error) {
                rethrow(error);
                ++woken;
            });
    }
    this->time_.context.poll();
    signal.notify();
    this->time_.run_until([&] { return woken == 2; });
    EXPECT_EQ(woken, 2);
    EXPECT_LT(this->clock_.now(), begun + hours(1));
}

TYPED_TEST(ClockContract, ASignalBeforeTheWaitIsNotLost) {
    Signal signal;
    signal.notify();
    auto const begun = this->clock_.now();
    this->run(this->clock_.sleep_until_or(begun + hours(1), signal));
    EXPECT_LT(this->clock_.now(), begun + hours(1));
    this->run(this->clock_.sleep_until_or(this->clock_.now() + milliseconds(5), signal));
}

// The simulated clock ends whole contexts instead (SimulatedClock::drop).
class SystemClockContract : public ClockContract<SystemTime> {};

TEST_F(SystemClockContract, CancellationEndsTheSleep) {
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
        boost::asio::co_spawn(time_.context, std::move(task), boost::asio::bind_cancellation_slot(cancel.slot(), ended));
        time_.context.restart();
        time_.context.poll();
        cancel.emit(boost::asio::cancellation_type::terminal);
        time_.context.restart();
        time_.context.run();
        EXPECT_TRUE(is_cancelled);
    }
    signal.notify();
    EXPECT_TRUE(signal.take_raised()) << "a waiter was left behind";
}

}  // namespace
}  // namespace lockstep::contract
