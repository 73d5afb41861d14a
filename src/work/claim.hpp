// SPDX-License-Identifier: Apache-2.0
// Gives out what is due: the best lane first, in a lane the groups by turns. Costs the same with a million items that wait for
// later, are paused or parked: it reads none of them. Whose turn it is stands in the database, so that several nodes share it.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ports/database.hpp"
#include "work/item.hpp"

namespace lockstep::work {

struct ClaimLimits {
    std::string queue;
    std::string holder;
    std::int64_t items = 64;
    std::int64_t bulk_items = 48;  // of them at most; the rest is kept for who cannot wait
    // How many one group may have in the caller's hands, of which the lane bulk fills three quarters.
    std::int64_t per_group = 16;
    std::map<std::string, std::int64_t> in_flight = {};  // what the caller has of each group
    std::set<std::string> excluded_groups = {};          // for instance because their app is not to be called now
};

struct Claim {
    std::vector<Item> items;
    // When the next item is due that the limits allow: `now` when the claim is full. Nothing that waits for the caller's own
    // hands (a full or excluded group, bulk work beyond its limit) counts: claim again when one of them is free.
    std::optional<TimePoint> next_due;
};

// Leases due items to the holder. A group that is served goes to the end of the line, after a few items, so that an item of a
// small group is not kept waiting by the hundreds of a large one.
Result<Claim> claim(Transaction& transaction, ClaimLimits const& limits, TimePoint now);

}  // namespace lockstep::work
