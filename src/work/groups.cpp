// SPDX-License-Identifier: Apache-2.0
#include "work/groups.hpp"

#include "work/detail/statements.hpp"

namespace lockstep::work {

LaneCounts GroupCounts::total() const {
    LaneCounts sum;
    for (auto const& lane : lanes) {
        sum.waiting += lane.waiting;
        sum.leased += lane.leased;
        sum.parked += lane.parked;
    }
    return sum;
}

Result<void> set_group_paused(
    Transaction& transaction, AccountId const& account, std::string_view queue, std::string_view group, bool paused) {
    TRY_VOID(transaction.execute(sql::insert_group, account, queue, group));
    TRY_VOID(transaction.execute(sql::pause_group, account, queue, group, paused));
    return {};
}

Result<GroupCounts> counts_of(
    Transaction& transaction, AccountId const& account, std::string_view queue, std::string_view group) {
    GroupCounts counts;
    TRY(auto const rows, transaction.query(sql::group_counts, account, queue, group));
    for (auto const& row : rows) {
        auto const lane = row.integer(0);
        counts.lanes.at(static_cast<std::size_t>(lane)) = {row.integer(1), row.integer(2), row.integer(3)};
        counts.paused = row.boolean(4);
        TRY(auto const first, transaction.query(sql::first_waiting, account, queue, group, lane));
        if (first.empty()) continue;
        if (counts.oldest_due_at && *counts.oldest_due_at <= first.front().time(0)) continue;
        counts.oldest_due_at = first.front().time(0);
        counts.oldest_enqueued_at = first.front().time(1);
    }
    return counts;
}

Result<std::optional<TimePoint>> first_due(
    Transaction& transaction, AccountId const& account, std::string_view queue, std::string_view group, Lane lane) {
    TRY(auto const rows, transaction.query(sql::first_waiting, account, queue, group, static_cast<std::int64_t>(lane)));
    if (rows.empty()) return std::optional<TimePoint>{};
    return std::optional(rows.front().time(0));
}

}  // namespace lockstep::work
