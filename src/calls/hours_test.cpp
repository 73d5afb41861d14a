// SPDX-License-Identifier: Apache-2.0
#include "calls/hours.hpp"

#include <gtest/gtest.h>

#include "calls/migrations.hpp"
#include "vault/test_world.hpp"

namespace lockstep::calls {
namespace {

using catalogue::Lane;

AccountId const account{"acc_test"}, other_account{"acc_other"};
ConnectionId const connection{"con_1"};
TimePoint const noon = parse_time("2026-03-02T12:30:00Z").value();

struct Hours : testing::Test {
    void count(
        std::int64_t hours_ago, Lane lane, std::int64_t calls, std::int64_t limited = 0, AccountId const& whose = account) {
        HourTally const tally{{{whose, connection, hour_of(noon) - hours_ago, lane}, {calls, limited}}};
        vault::write_void(*database, [&](Transaction& transaction) { return store_hours(transaction, tally); }).value();
    }
    std::vector<HourUse> uses() {
        return vault::write_to(*database, [&](Transaction& transaction) {
            return hours_of_connection(transaction, account, connection, noon);
        }).value();
    }
    std::unique_ptr<adapters::SqliteInline> database = vault::test_database({migrations()});
};

TEST_F(Hours, AddUpByLaneAndEveryHourIsThere) {
    count(0, Lane::live, 3);
    count(0, Lane::live, 4, 1);
    count(0, Lane::bulk, 100, 2);
    count(23, Lane::interactive, 1);
    count(24, Lane::interactive, 50);
    count(0, Lane::bulk, 7, 0, other_account);
    auto const found = uses();
    ASSERT_EQ(found.size(), 24U);
    EXPECT_EQ(found.front().begins_at, parse_time("2026-03-01T13:00:00Z").value());
    EXPECT_EQ(found.front().calls, (std::array<std::int64_t, 3>{1, 0, 0}));
    EXPECT_EQ(found.back().begins_at, parse_time("2026-03-02T12:00:00Z").value());
    EXPECT_EQ(found.back().calls, (std::array<std::int64_t, 3>{0, 7, 100}));
    EXPECT_EQ(found.back().limited, 3);
    EXPECT_EQ(found[1].calls, (std::array<std::int64_t, 3>{}));
}

TEST_F(Hours, AWeekIsKept) {
    for (std::int64_t ago = 400; ago >= 0; --ago) count(ago, Lane::bulk, 1);
    auto const rows =
        vault::write_to(*database, [](Transaction& transaction) { return transaction.query("SELECT COUNT(*) FROM call_hours"); });
    EXPECT_EQ(rows.value().front().integer(0), hours_kept + 1);
}

TEST(HourAllowance, IsThePaceAndWhatADayOrMonthComesTo) {
    catalogue::RateLimits limits;
    auto const nothing = hour_allowance(limits, 0, 0.8);
    EXPECT_FALSE(nothing.by_pace || nothing.spread_evenly);
    limits.burst = 100;
    limits.interval = std::chrono::seconds{10};
    limits.per_day = 200'000;
    auto const both = hour_allowance(limits, 0, 0.8);
    EXPECT_EQ(both.by_pace, 28'800);
    EXPECT_EQ(both.spread_evenly, 6'666);
    EXPECT_EQ(hour_allowance(limits, 7'200, 0.5).spread_evenly, 5) << "the month's is less";
}

}  // namespace
}  // namespace lockstep::calls
