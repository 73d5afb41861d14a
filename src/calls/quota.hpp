// SPDX-License-Identifier: Apache-2.0
// The ledger of a monthly quota. Whether the app counts calendar months or any thirty days is not documented, so both are kept.
// Days and months are those of calendars: every time here is the wall's (Clock::wall).
#pragma once

#include <map>
#include <optional>

#include "connections/connection.hpp"
#include "ports/database.hpp"

namespace lockstep::calls {

struct QuotaUse {
    std::int64_t month = 0;    // charged in the present calendar month, UTC
    std::int64_t days_30 = 0;  // charged in the last thirty days
    std::int64_t worst() const { return month > days_30 ? month : days_30; }
};

// The limit that applies to a connection; 0: none. `learnt` is what the app itself states, 0 when it states nothing: it holds,
// unless a person set less.
std::int64_t quota_limit(connections::Connection const& connection, std::int64_t learnt);
// The same with what was stored of the app's own words.
Result<std::int64_t> quota_limit(Transaction& transaction, connections::Connection const& connection);
Result<void> store_learnt_quota(
    Transaction& transaction, AccountId const& account, ConnectionId const& connection, std::int64_t limit, TimePoint wall);

Result<QuotaUse> quota_use(Transaction& transaction, AccountId const& account, ConnectionId const& connection, TimePoint wall);

// Limit and use of every connection of the account that has some, in two statements however many there are.
struct QuotaStand {
    std::int64_t learnt = 0;  // for quota_limit()
    QuotaUse use;
};
Result<std::map<ConnectionId, QuotaStand>> quota_stands(Transaction& transaction, AccountId const& account, TimePoint wall);

// The part of a limit that calls may use: all of it by hand; else a sync's share, or all but a tenth, kept for a person.
std::int64_t usable_quota(std::int64_t limit, bool is_by_hand, std::optional<double> share);

struct Charge {
    std::int64_t granted = 0;          // fewer than wanted when the limit is near; 0: spent
    std::optional<TimePoint> free_at;  // when spent: the wall's time from which something is usable again
    std::int64_t left = -1;            // of the whole limit, by the stricter way of counting; -1: there is no limit
};
// Charges up to `wanted` calls.
Result<Charge> charge(Transaction& transaction, connections::Connection const& connection, std::int64_t wanted, bool is_by_hand,
    std::optional<double> share, TimePoint wall);

// When what a sync may use of the allowance is used up: the wall's time from which something is usable again.
Result<std::optional<TimePoint>> quota_free_at(
    Transaction& transaction, connections::Connection const& connection, TimePoint wall);

// Calls charged by day, counted in days since 1970.
using DaysCharged = std::map<std::int64_t, std::int64_t>;
// The first day after `today` on which less than `usable` is used, by both ways of counting, if nobody calls until then. Pure.
std::int64_t day_with_quota(DaysCharged const& charged, std::int64_t usable, std::int64_t today);

// The first moment at which the calendar month is another one.
TimePoint next_month(TimePoint wall);

}  // namespace lockstep::calls
