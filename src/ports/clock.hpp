// SPDX-License-Identifier: Apache-2.0
// Clock: the only source of time; nothing else in the program may ask what time it is. It tells two times, because the clock on
// the wall may be set while the program runs: now() for whatever orders or measures, wall() for whatever others understand.
#pragma once

#include "base/time.hpp"
#include "ports/signal.hpp"
#include "ports/task.hpp"

namespace lockstep {

class Clock {
public:
    virtual ~Clock() = default;

    // The engine's time. It never goes back and runs as fast as time passes, so order, freshness, due times and durations come
    // from it alone. It is near the wall's time, except that it stays ahead when the wall is set back.
    virtual TimePoint now() const = 0;

    // The time of day, as calendars and other computers tell it; it may go back. For whatever is compared with the outside or
    // means a day or month: timestamps in signatures, a token's expiry, the month of a quota, the time on a log line. Never
    // compare it with a time that came from now().
    virtual TimePoint wall() const { return now(); }

    // From here on now() says `time` or later. Whoever opens a database calls this with the newest time that it holds, so that a
    // restart after the wall was set back does not put new rows before old ones. What every running program keeps writing serves
    // best: the heartbeat (work/holders.hpp).
    virtual void raise_floor(TimePoint /*time*/) {}

    // Returns at `time` or later, by now(); at once when it has passed. Errors with `cancelled` are thrown by asio as
    // boost::system::system_error(operation_aborted) when the awaiting coroutine is cancelled, and end the coroutine.
    virtual Task<void> sleep_until(TimePoint time) = 0;

    // Returns at `time`, or as soon as `signal` is notified; at once when it was notified since the last wait.
    virtual Task<void> sleep_until_or(TimePoint time, Signal& signal) = 0;

    Task<void> sleep_for(Duration duration) { return sleep_until(now() + duration); }
};

}  // namespace lockstep
