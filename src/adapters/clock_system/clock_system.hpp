// SPDX-License-Identifier: Apache-2.0
// SystemClock: the Clock port on the system's clock and Asio's timers.
#pragma once

#include "ports/clock.hpp"

namespace lockstep::adapters {

class SystemClock final : public Clock {
public:
    TimePoint now() const override;
    Task<void> sleep_until(TimePoint time) override;
    Task<void> sleep_until_or(TimePoint time, Signal& signal) override;
};

}  // namespace lockstep::adapters
