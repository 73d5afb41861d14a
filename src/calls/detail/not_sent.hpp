// SPDX-License-Identifier: Apache-2.0
// Outcomes of calls that were not sent.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "calls/caller.hpp"

namespace lockstep::calls {

inline CallOutcome not_called(OutcomeKind kind, Error error) {
    CallOutcome outcome;
    outcome.kind = kind;
    outcome.error = std::move(error);
    return outcome;
}

inline CallOutcome later(
    ErrorKind kind, std::string_view code, std::string message, TimePoint at, std::optional<TimePoint> since = std::nullopt) {
    auto outcome = not_called(OutcomeKind::retry_later, Error{kind, std::string(code), std::move(message), {}});
    outcome.retry_at = at;
    outcome.waits_since = since;
    return outcome;
}

inline std::string since_words(std::optional<TimePoint> since) { return since ? " since " + format_time(*since) : std::string{}; }

}  // namespace lockstep::calls
