// SPDX-License-Identifier: Apache-2.0
#include "alerts/statements.hpp"

#include <gmock/gmock.h>

#include "alerts/migrations.hpp"
#include "ports/test_query_plans.hpp"
#include "vault/test_world.hpp"

namespace lockstep::alerts {
namespace {

TEST(AlertStatements, GoThroughNothingOneByOne) {
    auto const database = vault::test_database({migrations()});
    auto const problems =
        vault::run_to_end(database->write_value([](Transaction& transaction) -> Result<std::vector<std::string>> {
            PlanAllowances allowances;
            // One row an account; one row for each connection and sync that is not well; the rest stop at a limit.
            for (auto const statement : {sql::find_settings, sql::load_known, sql::list_messages})
                allowances.wide_searches.insert(statement);
            allowances.small_tables.insert("waiting");  // a subquery, which stops at its limit
            return plan_problems(transaction, {sql::all.begin(), sql::all.end()}, allowances);
        })).value();
    EXPECT_THAT(problems, testing::IsEmpty());
}

}  // namespace
}  // namespace lockstep::alerts
