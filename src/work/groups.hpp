// SPDX-License-Identifier: Apache-2.0
// Groups of items: pause one, and say how much it has waiting. The counts are kept as items come and go, never counted.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "ports/database.hpp"
#include "work/item.hpp"

namespace lockstep::work {

struct LaneCounts {
    std::int64_t waiting = 0;  // due or not
    std::int64_t leased = 0;
    std::int64_t parked = 0;

    bool operator==(LaneCounts const&) const = default;
};

struct GroupCounts {
    std::array<LaneCounts, 3> lanes;  // by Lane
    bool paused = false;
    // Of the waiting item that was due first, which is in the past when somebody waits, and when it was asked for.
    std::optional<TimePoint> oldest_due_at;
    std::optional<TimePoint> oldest_enqueued_at;

    LaneCounts total() const;
};

// Items of a paused group are not claimed. What is leased already is not disturbed.
Result<void> set_group_paused(
    Transaction& transaction, AccountId const& account, std::string_view queue, std::string_view group, bool paused);

Result<GroupCounts> counts_of(Transaction& transaction, AccountId const& account, std::string_view queue, std::string_view group);
// The same of every group of the queue that ever had an item.
Result<std::map<std::string, GroupCounts>> counts_of_groups(
    Transaction& transaction, AccountId const& account, std::string_view queue);
// When the first waiting item of this lane of the group is due, or was.
Result<std::optional<TimePoint>> first_due(
    Transaction& transaction, AccountId const& account, std::string_view queue, std::string_view group, Lane lane);

}  // namespace lockstep::work
