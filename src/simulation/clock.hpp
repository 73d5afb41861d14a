// SPDX-License-Identifier: Apache-2.0
// SimulatedClock: virtual time. It stands still while anything can run and then jumps to the next wake-up. Beside sleeping
// coroutines it keeps the world's own appointments (a person's edit, an arriving request), which outlive every process.
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
    explicit SimulatedClock(TimePoint start) : now_(start) {}
    SimulatedClock(SimulatedClock const&) = delete;
    SimulatedClock& operator=(SimulatedClock const&) = delete;

    TimePoint now() const override { return now_; }
    Task<void> sleep_until(TimePoint time) override;
    Task<void> sleep_until_or(TimePoint time, Signal& signal) override;

    // Runs `what` at `time`, or as soon as possible when that has passed. Belongs to the world, not to a process.
    void at(TimePoint time, std::function<void()> what);

    std::optional<TimePoint> next() const;
    // Moves to `time` and runs or wakes what is due, the world's appointments first.
    void advance_to(TimePoint time);

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
    std::uint64_t next_number_ = 0;
    std::map<Key, Sleeper> sleepers_;
    std::map<Key, std::function<void()>> appointments_;
};

}  // namespace lockstep::simulation
