// SPDX-License-Identifier: Apache-2.0
// When to poll and sweep a side. A monthly quota stretches both, so that looking around never eats what changes need.
#pragma once

#include <algorithm>

#include "connections/connection.hpp"
#include "sync/sync.hpp"

namespace lockstep::sync {

struct Rhythm {
    Duration poll_every;
    Duration sweep_every;
};

// `pages` is what the last sweep took. A quarter of a monthly quota goes to polls, a quarter to sweeps.
inline Rhythm rhythm(Policy const& policy, std::int64_t monthly_quota, std::int64_t pages) {
    if (monthly_quota <= 0) return {policy.poll_every, policy.sweep_every};
    Duration const month = std::chrono::days{30};
    auto const share = std::max<std::int64_t>(1, monthly_quota / 4);
    return {std::max(policy.poll_every, Duration{month / share}),
        std::max(policy.sweep_every, Duration{month / share * std::max<std::int64_t>(1, pages)})};
}

inline std::int64_t monthly_quota(connections::Connection const& connection) {
    if (connection.monthly_quota < 0) return 0;
    return connection.monthly_quota > 0 ? connection.monthly_quota : connection.connector->limits.per_month;
}

}  // namespace lockstep::sync
