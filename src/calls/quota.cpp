// SPDX-License-Identifier: Apache-2.0
#include "calls/quota.hpp"

#include <algorithm>

namespace lockstep::calls {
namespace {

std::int64_t day_of(TimePoint time) { return std::chrono::floor<std::chrono::days>(time).time_since_epoch().count(); }

std::int64_t first_day_of_month(TimePoint time) {
    std::chrono::year_month_day const date{std::chrono::floor<std::chrono::days>(time)};
    return std::chrono::sys_days{date.year() / date.month() / 1}.time_since_epoch().count();
}

}  // namespace

std::int64_t quota_limit(connections::Connection const& connection) {
    if (connection.monthly_quota < 0) return 0;
    return connection.monthly_quota > 0 ? connection.monthly_quota : connection.connector->limits.per_month;
}

Result<QuotaUse> quota_use(Transaction& transaction, AccountId const& account, ConnectionId const& connection, TimePoint now) {
    auto const today = day_of(now);
    TRY(auto const rows, transaction.query("SELECT COALESCE(SUM(CASE WHEN day >= ?3 THEN charged ELSE 0 END), 0), "
                                           "COALESCE(SUM(CASE WHEN day > ?4 THEN charged ELSE 0 END), 0) "
                                           "FROM quota_days WHERE account_id = ?1 AND connection_id = ?2 AND day > ?5",
                             account, connection, first_day_of_month(now), today - 30, today - 40));
    return QuotaUse{rows.front().integer(0), rows.front().integer(1)};
}

Result<std::int64_t> charge(
    Transaction& transaction, connections::Connection const& connection, std::int64_t wanted, bool is_by_hand, TimePoint now) {
    auto const limit = quota_limit(connection);
    if (limit <= 0) return wanted;
    TRY(auto const use, quota_use(transaction, connection.account, connection.id, now));
    auto const usable = is_by_hand ? limit : limit - limit / 10;
    auto const granted = std::clamp<std::int64_t>(usable - use.worst(), 0, wanted);
    if (granted == 0) return 0;
    TRY_VOID(
        transaction.execute("INSERT INTO quota_days (account_id, connection_id, day, charged) VALUES (?1, ?2, ?3, ?4) ON "
                            "CONFLICT (account_id, connection_id, day) "
                            "DO UPDATE SET charged = quota_days.charged + excluded.charged",
            connection.account, connection.id, day_of(now), granted));
    return granted;
}

TimePoint next_month(TimePoint now) {
    std::chrono::year_month_day const date{std::chrono::floor<std::chrono::days>(now)};
    auto const next = date.year() / date.month() + std::chrono::months{1};
    return TimePoint{std::chrono::sys_days{next / 1}.time_since_epoch()};
}

}  // namespace lockstep::calls
