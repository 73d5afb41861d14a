// SPDX-License-Identifier: Apache-2.0
#include "identity/people_statements.hpp"

#include <gmock/gmock.h>

#include "identity/migrations.hpp"
#include "ports/test_query_plans.hpp"
#include "vault/test_world.hpp"

namespace lockstep::identity {
namespace {

TEST(IdentityStatements, GoThroughNothingOneByOne) {
    auto const database = vault::test_database({migrations()});
    auto const problems =
        vault::run_to_end(database->write_value([](Transaction& transaction) -> Result<std::vector<std::string>> {
            PlanAllowances allowances;
            for (auto const statement : sql::few) {
                allowances.wide_searches.insert(statement);
                allowances.sorts.insert(statement);
            }
            return plan_problems(transaction, {sql::all.begin(), sql::all.end()}, allowances);
        })).value();
    EXPECT_THAT(problems, testing::IsEmpty());
}

}  // namespace
}  // namespace lockstep::identity
