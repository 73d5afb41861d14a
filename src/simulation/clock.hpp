// SPDX-License-Identifier: Apache-2.0
// SimulatedClock: virtual time. It stands still while anything can run and then jumps to the next wake-up. Beside sleeping
// coroutines it keeps the world's own appointments (a person's edit, an arriving request), which outlive every process. The
// wall's clock agrees with it unless a world steps or skews it.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/execution_context.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "ports/clock.hpp"

namespace lockstep::simulation {

class SimulatedClock final : public Clock {
public:
    explicit SimulatedClock(TimePoint start) : now_(start), wall_(start), wall_set_at_(start) {}
    SimulatedClock(SimulatedClock const&) = delete;
    SimulatedClock& operator=(SimulatedClock const&) = delete;

    TimePoint now() const override { return now_; }
    TimePoint wall() const override;
    void raise_floor(TimePoint time) override;
    Task<void> sleep_until(TimePoint time) override;
    Task<void> sleep_until_or(TimePoint time, Signal& signal) override;

    // Runs `what` at `time`, or as soon as possible when that has passed. Belongs to the world, not to a process.
    void at(TimePoint time, std::function<void()> what);

    std::optional<TimePoint> next() const;
    // Moves to `time` and runs or wakes what is due, the world's appointments first.
    void advance_to(TimePoint time);

    // Sets the clock on the wall forward or back; now() and whoever sleeps do not notice. A machine that slept is advance_to().
    void step_wall(Duration by);
    // From now on the wall gains this much per second of virtual time, or loses it.
    void drift_wall(Duration per_second);

    // A process has crashed: nobody of its context wakes again. The coroutines themselves end with the context.
    void drop(boost::asio::execution_context& context);

private:
    struct Sleeper {
        boost::asio::any_io_executor executor;
        std::move_only_function<void()> resume;
        Signal* signal = nullptr;
        std::uint64_t waiter = 0;
    };
    using Key = std::pair<TimePoint, std::uint64_t>;

    void wake(Key const& key);

    TimePoint now_;
    TimePoint wall_;  // what the wall said at `wall_set_at_`
    TimePoint wall_set_at_;
    Duration wall_drift_{0};  // per second
    std::uint64_t next_number_ = 0;
    std::map<Key, Sleeper> sleepers_;
    std::map<Key, std::function<void()>> appointments_;
};

}  // namespace lockstep::simulation
