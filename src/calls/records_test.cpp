// SPDX-License-Identifier: Apache-2.0
#include "calls/records.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "calls/detail/statements.hpp"
#include "calls/migrations.hpp"
#include "calls/quota.hpp"
#include "ports/test_query_plans.hpp"
#include "vault/migrations.hpp"
#include "vault/test_world.hpp"

namespace lockstep::calls {
namespace {

using std::chrono::hours;

class CallRecords : public testing::Test {
protected:
    void keep(std::string const& account, TimePoint at) {
        vault::write_void(*database, [&](Transaction& transaction) -> Result<void> {
            TRY_VOID(transaction.execute(sql::insert_call, account, random.id<CallTag>(at), "con_1", "get_contact", "observe", "",
                "done", 200, 1, "", at, 1000, Blob{"sealed"}, "", "live"));
            return {};
        }).value();
    }
    std::int64_t pruned(TimePoint before, std::int64_t limit) {
        return vault::write_to(*database, [&](Transaction& transaction) { return prune(transaction, before, limit); }).value();
    }
    std::size_t kept(std::string const& account) {
        auto const page = vault::write_to(
            *database, [&](Transaction& transaction) { return list_calls(transaction, AccountId{account}, {.limit = 100}); });
        return page.value().at("items").as_array().size();
    }

    TimePoint now = vault::test_time;
    vault::TestRandom random;
    std::unique_ptr<adapters::SqliteInline> database = vault::test_database({vault::migrations(), migrations()});
};

TEST_F(CallRecords, ArePrunedByAgeInPortionsOverAllAccounts) {
    for (int i = 0; i < 5; ++i) {
        for (auto const* account : {"acc_a", "acc_b"}) keep(account, now + hours{i});
    }
    auto const before = now + hours{3};
    EXPECT_EQ(pruned(before, 4), 4);
    EXPECT_EQ(pruned(before, 4), 2);
    EXPECT_EQ(pruned(before, 4), 0);
    EXPECT_EQ(kept("acc_a"), 2U);
    EXPECT_EQ(kept("acc_b"), 2U);
}

TEST_F(CallRecords, NoStatementGoesThroughCallsOneByOne) {
    // A page of calls comes from the end of the primary key, and ends at its limit.
    PlanAllowances allowances;
    allowances.small_tables = {"learnt_quotas"};   // a row for each connection at most
    allowances.wide_searches = {sql::quota_uses};  // of every connection the days of two months
    auto const problems = vault::write_to(*database,
        [&](Transaction& transaction) { return plan_problems(transaction, {sql::all.begin(), sql::all.end()}, allowances); });
    EXPECT_THAT(problems.value(), testing::IsEmpty());
}

}  // namespace
}  // namespace lockstep::calls
