// SPDX-License-Identifier: Apache-2.0
#include "calls/hours.hpp"

#include <algorithm>
#include <set>

#include "calls/detail/statements.hpp"

namespace lockstep::calls {
namespace {

constexpr std::array lanes{catalogue::Lane::interactive, catalogue::Lane::live, catalogue::Lane::bulk};
constexpr double hours_of_month = 30 * 24;

}  // namespace

std::int64_t hour_of(TimePoint wall) { return std::chrono::floor<std::chrono::hours>(wall).time_since_epoch().count(); }

void count_hour(HourTally& tally, AccountId const& account, CallNotice const& notice, TimePoint wall) {
    auto& count = tally[{account, notice.connection, hour_of(wall), notice.lane}];
    ++count.calls;
    if (notice.status == 429) ++count.limited;
}

HourTally of_accounts(HourTally tally, vault::Vault const& vault) {
    std::erase_if(tally, [&](auto const& each) { return !vault.has_account(each.first.account); });
    return tally;
}

Result<void> store_hours(Transaction& transaction, HourTally const& tally) {
    std::set<std::pair<AccountId, ConnectionId>> connections;
    for (auto const& [key, count] : tally) {
        TRY_VOID(transaction.execute(
            sql::count_hour, key.account, key.connection, key.hour, to_string(key.lane), count.calls, count.limited));
        if (!connections.emplace(key.account, key.connection).second) continue;
        TRY_VOID(transaction.execute(sql::prune_hours, key.account, key.connection, key.hour - hours_kept));
    }
    return {};
}

Result<std::vector<HourUse>> hours_of_connection(
    Transaction& transaction, AccountId const& account, ConnectionId const& connection, TimePoint wall) {
    auto const first = hour_of(wall) - hours_shown + 1;
    TRY(auto const rows, transaction.query(sql::hours_of_connection, account, connection, first, first + hours_shown));
    std::vector<HourUse> uses(hours_shown);
    for (std::size_t i = 0; i < uses.size(); ++i)
        uses[i].begins_at = TimePoint{std::chrono::hours{first + static_cast<std::int64_t>(i)}};
    for (auto const& row : rows) {
        auto& use = uses[static_cast<std::size_t>(row.integer(0) - first)];
        for (auto const lane : lanes) {
            if (to_string(lane) == row.text(1)) use.calls[static_cast<std::size_t>(lane)] += row.integer(2);
        }
        use.limited += row.integer(3);
    }
    return uses;
}

HourAllowance hour_allowance(catalogue::RateLimits const& limits, std::int64_t month_limit, double share) {
    HourAllowance allowance;
    auto const ours = [share](double calls) { return static_cast<std::int64_t>(calls * share + 1e-6); };
    if (limits.burst > 0 && limits.interval > Duration{0}) {
        auto const per_hour =
            static_cast<double>(Duration{std::chrono::hours{1}}.count()) / static_cast<double>(limits.interval.count());
        allowance.by_pace = ours(static_cast<double>(limits.burst) * per_hour);
    }
    auto const note = [&](std::int64_t calls) {
        allowance.spread_evenly = std::min(allowance.spread_evenly.value_or(calls), calls);
    };
    if (limits.per_day > 0) note(ours(static_cast<double>(limits.per_day) / 24));
    auto const month = month_limit > 0 ? month_limit : limits.per_month;
    if (month > 0) note(ours(static_cast<double>(month) / hours_of_month));
    return allowance;
}

}  // namespace lockstep::calls
