// SPDX-License-Identifier: Apache-2.0
// Rate-limit state of one connection: a pure token bucket that learns from the app's own headers.
#pragma once

#include "catalogue/connector.hpp"

namespace lockstep::catalogue {

// Lower number, earlier turn. Bulk work never takes the last part of an allowance.
enum class Lane : std::uint8_t {
    interactive,
    live,
    bulk
};

struct RateState {
    double tokens = 0;      // calls that may leave now
    TimePoint filled_at{};  // when `tokens` was true
    std::optional<TimePoint> paused_until;
    std::int64_t limit = 0;  // learnt; 0: as declared
    Duration interval{0};
    std::optional<std::int64_t> daily_remaining;
    std::optional<TimePoint> daily_reset_at;
    std::int64_t daily_limit = 0;    // learnt; 0: as declared
    std::int64_t monthly_limit = 0;  // learnt; 0: the app says nothing, or more than anybody could use
    std::optional<std::int64_t> monthly_remaining;
    std::optional<TimePoint> monthly_reset_at;
    bool operator==(RateState const&) const = default;
};

RateState first_rate_state(RateLimits const& limits, TimePoint now);

struct Turn {
    bool granted = false;
    TimePoint again_at{};  // when not granted
    std::string reason;    // "pace", "paused", "daily_reserve", "monthly_reserve"
};
// Takes a token when there is one. `share` (0 to 1] is the part of the declared allowance, of each interval, day and month, that
// we may use; what a person asks for by hand may use all of a day and a month.
Turn take_turn(RateState& state, RateLimits const& limits, Lane lane, double share, TimePoint now);

// Learns from the headers of a reply; on 429 pauses until Retry-After (capped at 1 h), else one interval. Points in time that the
// app names are compared with `wall`; everything in the state is by the engine's clock, which says `now`.
RateState learn(RateState state, RateLimits const& limits, HttpReply const& reply, TimePoint now, TimePoint wall);

// The app says that the month's allowance is spent: nothing is left until it said it comes back, or for an hour.
RateState spend_month(RateState state, TimePoint now);

}  // namespace lockstep::catalogue
