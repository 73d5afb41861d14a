// SPDX-License-Identifier: Apache-2.0
// How long to wait after a failure before the next attempt, and after how many to stop.
#pragma once

#include <cstdint>

#include "base/time.hpp"
#include "ports/random.hpp"

namespace lockstep::work {

// Whoever has failed so often parks the item and says so.
constexpr std::int64_t attempts_before_parking = 8;

// After `attempts` failures: 4 s, doubled each time up to 17 min, up to a quarter more or less by chance so that those that
// failed together do not come back together.
Duration backoff(std::int64_t attempts, Random& random);

}  // namespace lockstep::work
