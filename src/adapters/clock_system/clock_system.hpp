// SPDX-License-Identifier: Apache-2.0
// SystemClock: the Clock port on the system's clocks and Asio's timers. Times may be asked from any thread.
#pragma once

#include <atomic>

#include "ports/clock.hpp"

namespace lockstep::adapters {

class SystemClock final : public Clock {
public:
    SystemClock();

    TimePoint now() const override;
    TimePoint wall() const override;
    void raise_floor(TimePoint time) override;
    Task<void> sleep_until(TimePoint time) override;
    Task<void> sleep_until_or(TimePoint time, Signal& signal) override;

private:
    // Raises the offset to `offset` unless it is as large already; returns what it is then.
    Duration raise_offset(Duration offset) const;

    // Microseconds from the steady clock to the engine's time; only ever grows (anchor.hpp).
    mutable std::atomic<std::int64_t> offset_;
};

}  // namespace lockstep::adapters
