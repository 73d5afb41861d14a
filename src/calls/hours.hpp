// SPDX-License-Identifier: Apache-2.0
// Calls by hour: how many left in each hour of the last day, how urgent they were, and what may be used. Hours are the wall's,
// and every try counts, as it does at the app.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <vector>

#include "calls/caller.hpp"

namespace lockstep::calls {

inline constexpr std::int64_t hours_shown = 24;
inline constexpr std::int64_t hours_kept = 24 * 7;

struct HourKey {
    AccountId account;
    ConnectionId connection;
    std::int64_t hour = 0;  // since 1970
    catalogue::Lane lane = catalogue::Lane::interactive;
    auto operator<=>(HourKey const&) const = default;
};
struct HourCount {
    std::int64_t calls = 0;
    std::int64_t limited = 0;  // answered 429
};
// What was counted and is not stored yet.
using HourTally = std::map<HourKey, HourCount>;

std::int64_t hour_of(TimePoint wall);
void count_hour(HourTally& tally, AccountId const& account, CallNotice const& notice, TimePoint wall);
// Without accounts that have gone meanwhile.
HourTally of_accounts(HourTally tally, vault::Vault const& vault);
// Adds it to what is stored, and forgets what is older than a week.
Result<void> store_hours(Transaction& transaction, HourTally const& tally);

struct HourUse {
    TimePoint begins_at{};
    std::array<std::int64_t, 3> calls{};  // by lane
    std::int64_t limited = 0;
};
// The last 24 hours, the oldest first, the present one last; those without calls as well.
Result<std::vector<HourUse>> hours_of_connection(
    Transaction& transaction, AccountId const& account, ConnectionId const& connection, TimePoint wall);

// What may be used in an hour: at the pace of the app, and of a day's or month's allowance spread evenly. `share` is our part of
// what the app allows, `month_limit` 0 when there is none. Pure.
struct HourAllowance {
    std::optional<std::int64_t> by_pace, spread_evenly;
};
HourAllowance hour_allowance(catalogue::RateLimits const& limits, std::int64_t month_limit, double share);

}  // namespace lockstep::calls
