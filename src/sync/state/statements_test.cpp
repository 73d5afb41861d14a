// SPDX-License-Identifier: Apache-2.0
#include "sync/state/statements.hpp"

#include "ports/test_query_plans.hpp"
#include "sync/state/test_state.hpp"

namespace lockstep::sync {
namespace {

TEST_F(StateTest, NoStatementGoesThroughWhatGrowsOneByOne) {
    PlanAllowances allowances;
    // A handful of syncs, by name and by alias; one row for each of them in three tables; a subquery that ends at its limit.
    allowances.small_tables = {"syncs", "s", "sync_counts", "plan_reports", "attached_walks", "some"};
    // Of every sync two rows each, for who looks at all of them.
    allowances.small_tables.insert({"sweeps", "poll_cursors"});
    // For metrics: what is open, by kind; it reads the open issues of a sync, which a person has to read as well.
    // And the first copies without tokens, out of an index that holds no others.
    allowances.wide_searches = {sql::outdate_mirrors, sql::open_issues_by_kind, sql::mirrors_without_names};
    // The brakes of a sync that hold, out of an index that holds no others: at most a few for each row of the mapping.
    allowances.wide_searches.insert(sql::brakes_at_work);
    // Any mirrors that are current, out of an index that holds no others: as many as the limit says.
    auto const problems = in_scope(
        [&](Scope const& scope) { return plan_problems(scope.transaction, {sql::all.begin(), sql::all.end()}, allowances); });
    EXPECT_THAT(problems, testing::IsEmpty());
}

// The helper itself notices what it is there for.
TEST_F(StateTest, AScanASortAndAWideSearchAreNoticed) {
    auto const problems_of = [&](std::string_view statement) {
        return in_scope([&](Scope const& scope) { return plan_problems(scope.transaction, {statement}); }).size();
    };
    EXPECT_EQ(problems_of("SELECT 1 FROM changes WHERE outcome = ?1"), 1U);
    EXPECT_EQ(problems_of("SELECT 1 FROM links WHERE account_id = ?1 AND sync_id = ?2 AND state = 'active'"), 1U);
    EXPECT_EQ(problems_of("SELECT 1 FROM changes WHERE account_id = ?1 AND intent_id = ?2 ORDER BY field"), 1U);
    EXPECT_EQ(problems_of("SELECT 1 FROM links WHERE account_id = ?1 AND sync_id = ?2 AND link_id = ?3"), 0U);
}

}  // namespace
}  // namespace lockstep::sync
