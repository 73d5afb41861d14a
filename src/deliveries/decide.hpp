// SPDX-License-Identifier: Apache-2.0
// When a delivery is tried again, when it is given up and when its subscription is switched off: from how it stands, what came of
// the attempt, and the time. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/time.hpp"

namespace lockstep::deliveries {

// After the first attempt, which is made at once: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h and 24 h, each up to a tenth
// longer by chance. Ten attempts in all, over three days and about four hours (the schedule of Standard Webhooks).
inline constexpr int attempts_max = 10;
// A subscription that has been failing for so long without a success is switched off when another delivery has failed for good.
inline constexpr Duration failing_max = std::chrono::days{5};
// Who asks for a longer wait is not believed beyond this.
inline constexpr Duration retry_after_max = std::chrono::hours{24};
inline constexpr Duration attempt_limit = std::chrono::seconds{15};

// How it stands before the attempt that was just made.
struct Standing {
    std::int64_t tries = 0;                    // made before this one, since it was made or last replayed
    std::optional<TimePoint> failing_since{};  // of the subscription: the first failure after its last success
    bool is_test = false;                      // tried once
};

struct Attempted {
    int status = 0;                         // 0: no answer
    std::optional<Duration> retry_after{};  // as the answer asks for
};

enum class Next : std::uint8_t {
    done,
    again,
    dead
};
enum class Ending : std::uint8_t {
    none,
    gone,    // the address answered 410: it wants nothing any more
    failing  // it has failed for days
};
std::string_view to_string(Ending ending);

struct Decision {
    Next next = Next::done;
    std::optional<TimePoint> at{};             // of `again`
    std::optional<TimePoint> failing_since{};  // of the subscription from now on
    Ending switches_off = Ending::none;        // the subscription
};

// `chance` is any number: from it comes the part by which a wait is longer.
Decision decide(Standing const& standing, Attempted const& attempted, TimePoint now, std::uint64_t chance);

bool is_success(int status);
// "120", or a date as HTTP writes it; nullopt for anything else, and for what is past.
std::optional<Duration> read_retry_after(std::string_view header, TimePoint wall);

}  // namespace lockstep::deliveries
