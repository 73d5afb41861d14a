// SPDX-License-Identifier: Apache-2.0
// What one try of a call came to, and whether it may be tried again. Pure.
#pragma once

#include <expected>

#include "calls/caller.hpp"

namespace lockstep::calls {

struct TryResult {
    OutcomeKind kind = OutcomeKind::done;
    bool may_repeat = false;  // at once (after a pause) and by the caller itself
    bool counts_for_breaker = false;
    bool is_limited = false;      // the app says "too fast"
    bool has_reached_app = true;  // or may have
    bool falls_back = false;      // refused, and the connection's other credential is to be tried
    Error error;
};

// `reading` and `status` are of the reply; `failure` is set instead when there was none.
TryResult classify(
    catalogue::Operation const& operation, catalogue::Reading const* reading, int status, SendFailure const* failure);

// Whether the caller itself tries again, after a pause. `is_scarce`: each call that reached the app uses up a small monthly
// allowance, so an app that fails is left to whoever asked, who waits longer.
bool may_try_again(TryResult const& result, bool is_scarce, int tries, int tries_max);

// Full jitter: anywhere from zero to base * 2^tries, capped.
Duration jittered_pause(int tries, Random& random);

}  // namespace lockstep::calls
