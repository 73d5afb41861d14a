// SPDX-License-Identifier: Apache-2.0
#include "calls/quota.hpp"

#include <algorithm>

#include "calls/detail/statements.hpp"

namespace lockstep::calls {
namespace {

std::int64_t day_of(TimePoint time) { return std::chrono::floor<std::chrono::days>(time).time_since_epoch().count(); }

TimePoint start_of_day(std::int64_t day) { return TimePoint{std::chrono::days{day}}; }

std::int64_t first_day_of_month(TimePoint time) {
    std::chrono::year_month_day const date{std::chrono::floor<std::chrono::days>(time)};
    return std::chrono::sys_days{date.year() / date.month() / 1}.time_since_epoch().count();
}

constexpr std::int64_t window_days = 30;
constexpr std::int64_t days_looked_at = 40;  // more than any month and any thirty days

std::int64_t used_on(DaysCharged const& charged, std::int64_t day) {
    auto const month_began = first_day_of_month(start_of_day(day));
    QuotaUse use;
    for (auto const& [when, count] : charged) {
        if (when >= month_began) use.month += count;
        if (when > day - window_days) use.days_30 += count;
    }
    return use.worst();
}

Result<DaysCharged> days_charged(
    Transaction& transaction, AccountId const& account, ConnectionId const& connection, std::int64_t today) {
    TRY(auto const rows, transaction.query(sql::days_charged, account, connection, today - days_looked_at));
    DaysCharged charged;
    for (auto const& row : rows) charged[row.integer(0)] = row.integer(1);
    return charged;
}

}  // namespace

std::int64_t quota_limit(connections::Connection const& connection, std::int64_t learnt) {
    auto const set = connection.monthly_quota;
    if (learnt > 0) return set > 0 ? std::min(set, learnt) : learnt;
    if (set < 0) return 0;
    return set > 0 ? set : connection.connector->limits.per_month;
}

Result<std::int64_t> quota_limit(Transaction& transaction, connections::Connection const& connection) {
    TRY(auto const rows, transaction.query(sql::learnt_quota, connection.account, connection.id));
    return quota_limit(connection, rows.empty() ? 0 : rows.front().integer(0));
}

Result<void> store_learnt_quota(
    Transaction& transaction, AccountId const& account, ConnectionId const& connection, std::int64_t limit, TimePoint wall) {
    TRY_VOID(transaction.execute(sql::save_learnt_quota, account, connection, limit, wall));
    return {};
}

Result<QuotaUse> quota_use(Transaction& transaction, AccountId const& account, ConnectionId const& connection, TimePoint wall) {
    auto const today = day_of(wall);
    TRY(auto const rows, transaction.query(sql::quota_use, account, connection, first_day_of_month(wall), today - window_days,
                             today - days_looked_at));
    return QuotaUse{rows.front().integer(0), rows.front().integer(1)};
}

Result<std::map<ConnectionId, QuotaStand>> quota_stands(Transaction& transaction, AccountId const& account, TimePoint wall) {
    std::map<ConnectionId, QuotaStand> stands;
    auto const today = day_of(wall);
    TRY(auto const uses,
        transaction.query(sql::quota_uses, account, first_day_of_month(wall), today - window_days, today - days_looked_at));
    for (auto const& row : uses) stands[row.id<ConnectionId>(0)].use = {row.integer(1), row.integer(2)};
    TRY(auto const limits, transaction.query(sql::learnt_quotas, account));
    for (auto const& row : limits) stands[row.id<ConnectionId>(0)].learnt = row.integer(1);
    return stands;
}

std::int64_t usable_quota(std::int64_t limit, bool is_by_hand, std::optional<double> share) {
    if (is_by_hand) return limit;
    if (!share) return limit - limit / 10;
    // Half a millionth more, so that 0.7 of 10 is 7 whatever binary fractions make of it.
    auto const part = std::clamp(*share, 0.0, 1.0) * static_cast<double>(limit) + 0.5e-6;
    return std::max<std::int64_t>(1, static_cast<std::int64_t>(part));
}

Result<Charge> charge(Transaction& transaction, connections::Connection const& connection, std::int64_t wanted, bool is_by_hand,
    std::optional<double> share, TimePoint wall) {
    TRY(auto const limit, quota_limit(transaction, connection));
    if (limit <= 0) return Charge{wanted, std::nullopt};
    auto const today = day_of(wall);
    TRY(auto const charged, days_charged(transaction, connection.account, connection.id, today));
    auto const usable = usable_quota(limit, is_by_hand, share);
    auto const granted = std::clamp<std::int64_t>(usable - used_on(charged, today), 0, wanted);
    auto const left = std::max<std::int64_t>(0, limit - used_on(charged, today) - granted);
    if (granted == 0) return Charge{0, start_of_day(day_with_quota(charged, usable, today)), left};
    TRY_VOID(transaction.execute(sql::charge, connection.account, connection.id, today, granted));
    // The first charge of a day forgets the days that nobody asks about any more.
    if (!charged.contains(today)) {
        TRY_VOID(transaction.execute(sql::prune_days, connection.account, connection.id, today - 2 * days_looked_at));
    }
    return Charge{granted, std::nullopt, left};
}

Result<std::optional<TimePoint>> quota_free_at(
    Transaction& transaction, connections::Connection const& connection, TimePoint wall) {
    TRY(auto const limit, quota_limit(transaction, connection));
    if (limit <= 0) return std::optional<TimePoint>{};
    auto const today = day_of(wall);
    TRY(auto const charged, days_charged(transaction, connection.account, connection.id, today));
    auto const usable = usable_quota(limit, false, std::nullopt);
    if (used_on(charged, today) < usable) return std::optional<TimePoint>{};
    return std::optional(start_of_day(day_with_quota(charged, usable, today)));
}

std::int64_t day_with_quota(DaysCharged const& charged, std::int64_t usable, std::int64_t today) {
    auto day = today + 1;
    while (day < today + days_looked_at && used_on(charged, day) >= usable) ++day;
    return day;
}

TimePoint next_month(TimePoint wall) {
    std::chrono::year_month_day const date{std::chrono::floor<std::chrono::days>(wall)};
    auto const next = date.year() / date.month() + std::chrono::months{1};
    return TimePoint{std::chrono::sys_days{next / 1}.time_since_epoch()};
}

}  // namespace lockstep::calls
