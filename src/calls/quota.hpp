// SPDX-License-Identifier: Apache-2.0
// The ledger of a monthly quota. Whether the app counts calendar months or any thirty days is not documented, so both are kept.
#pragma once

#include "connections/connection.hpp"
#include "ports/database.hpp"

namespace lockstep::calls {

struct QuotaUse {
    std::int64_t month = 0;    // charged in the present calendar month, UTC
    std::int64_t days_30 = 0;  // charged in the last thirty days
    std::int64_t worst() const { return month > days_30 ? month : days_30; }
};

// The limit that applies to a connection; 0: none.
std::int64_t quota_limit(connections::Connection const& connection);
Result<QuotaUse> quota_use(Transaction& transaction, AccountId const& account, ConnectionId const& connection, TimePoint now);

// Charges up to `wanted` calls; fewer when the limit is near; 0: spent. The last tenth is kept for a person's own calls.
Result<std::int64_t> charge(
    Transaction& transaction, connections::Connection const& connection, std::int64_t wanted, bool is_by_hand, TimePoint now);

// The first moment at which the calendar month is another one.
TimePoint next_month(TimePoint now);

}  // namespace lockstep::calls
