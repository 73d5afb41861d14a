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

namespace {

Result<void> note_oldest(Transaction& transaction, AccountId const& account, std::string_view queue, std::string_view group,
    std::int64_t lane, GroupCounts& counts) {
    TRY(auto const first, transaction.query(sql::first_waiting, account, queue, group, lane));
    if (first.empty()) return {};
    if (counts.oldest_due_at && *counts.oldest_due_at <= first.front().time(0)) return {};
    counts.oldest_due_at = first.front().time(0);
    counts.oldest_enqueued_at = first.front().time(1);
    return {};
}

}  // namespace

Result<GroupCounts> counts_of(
    Transaction& transaction, AccountId const& account, std::string_view queue, std::string_view group) {
    GroupCounts counts;
    TRY(auto const rows, transaction.query(sql::group_counts, account, queue, group));
    for (auto const& row : rows) {
        auto const lane = row.integer(0);
        counts.lanes.at(static_cast<std::size_t>(lane)) = {row.integer(1), row.integer(2), row.integer(3)};
        counts.paused = row.boolean(4);
        TRY_VOID(note_oldest(transaction, account, queue, group, lane, counts));
    }
    return counts;
}

Result<std::map<std::string, GroupCounts>> counts_of_groups(
    Transaction& transaction, AccountId const& account, std::string_view queue) {
    std::map<std::string, GroupCounts> groups;
    TRY(auto const rows, transaction.query(sql::counts_of_groups, account, queue));
    for (auto const& row : rows) {
        auto& counts = groups[row.text(0)];
        auto const lane = row.integer(1);
        counts.lanes.at(static_cast<std::size_t>(lane)) = {row.integer(2), row.integer(3), row.integer(4)};
        counts.paused = row.boolean(5);
        // Most have nothing to do, and there are many.
        if (row.integer(2) == 0) continue;
        TRY_VOID(note_oldest(transaction, account, queue, row.text(0), lane, counts));
    }
    return groups;
}

Result<std::optional<TimePoint>> first_due(
    Transaction& transaction, AccountId const& account, std::string_view queue, std::string_view group, Lane lane) {
    TRY(auto const rows, transaction.query(sql::first_waiting, account, queue, group, static_cast<std::int64_t>(lane)));
    if (rows.empty()) return std::optional<TimePoint>{};
    return std::optional(rows.front().time(0));
}

}  // namespace lockstep::work
