// SPDX-License-Identifier: Apache-2.0
// Clock: the only source of time. The simulated one jumps; nothing else in the program may ask what time it is.
#pragma once

#include "base/time.hpp"
#include "ports/signal.hpp"
#include "ports/task.hpp"

namespace lockstep {

class Clock {
public:
    virtual ~Clock() = default;

    virtual TimePoint now() const = 0;
    // Returns at `time` or later; at once when it has passed. Errors with `cancelled` are thrown by asio as
    // boost::system::system_error(operation_aborted) when the awaiting coroutine is cancelled, and end the coroutine.
    virtual Task<void> sleep_until(TimePoint time) = 0;

    // Returns at `time`, or as soon as `signal` is notified; at once when it was notified since the last wait.
    virtual Task<void> sleep_until_or(TimePoint time, Signal& signal) = 0;

    Task<void> sleep_for(Duration duration) { return sleep_until(now() + duration); }
};

}  // namespace lockstep
