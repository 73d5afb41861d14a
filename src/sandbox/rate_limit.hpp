// SPDX-License-Identifier: Apache-2.0
// RateLimit: a burst window and a daily allowance, both counted in fixed spans of time. Zero switches one off.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>

#include "base/time.hpp"
#include "ports/http.hpp"

namespace lockstep::sandbox {

struct RateSettings {
    std::uint64_t burst_most = 100;
    Duration burst_window = std::chrono::seconds{10};
    std::uint64_t daily_most = 200'000;
};

class RateLimit {
public:
    RateSettings settings;

    // Counts one call; false when it is over a limit (a refused call is not counted).
    bool take(TimePoint now) {
        roll(now);
        if (settings.burst_most > 0 && in_burst_ >= settings.burst_most) return false;
        if (settings.daily_most > 0 && in_day_ >= settings.daily_most) return false;
        ++in_burst_;
        ++in_day_;
        return true;
    }
    std::uint64_t burst_left() const { return settings.burst_most - std::min(settings.burst_most, in_burst_); }
    std::uint64_t daily_left() const { return settings.daily_most - std::min(settings.daily_most, in_day_); }
    Duration until_daily_reset(TimePoint now) const {
        return std::chrono::days{1} - now.time_since_epoch() % std::chrono::days{1};
    }
    // Tells a client its pace, in HighLevel's header names. Switched off, it says so as a limit nobody reaches: a client that
    // keeps to a declared limit learns only this way that it may go faster.
    void add_burst_headers(HttpReply& reply) const {
        constexpr std::uint64_t no_limit = 1'000'000;
        auto const is_on = settings.burst_most > 0;
        reply.headers.add("X-RateLimit-Interval-Milliseconds", std::to_string(settings.burst_window.count() / 1'000));
        reply.headers.add("X-RateLimit-Max", std::to_string(is_on ? settings.burst_most : no_limit));
        reply.headers.add("X-RateLimit-Remaining", std::to_string(is_on ? burst_left() : no_limit));
    }
    void clear() { in_burst_ = in_day_ = 0; }
    // What was counted in a span that is over counts no more.
    void roll(TimePoint now) {
        auto const window = now.time_since_epoch() / std::max(settings.burst_window, Duration{1});
        auto const day = now.time_since_epoch() / std::chrono::days{1};
        if (window != window_) in_burst_ = 0;
        if (day != day_) in_day_ = 0;
        window_ = window;
        day_ = day;
    }

private:
    std::int64_t window_ = 0;
    std::int64_t day_ = 0;
    std::uint64_t in_burst_ = 0;
    std::uint64_t in_day_ = 0;
};

}  // namespace lockstep::sandbox
