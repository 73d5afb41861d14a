// SPDX-License-Identifier: Apache-2.0
#include "general/statements.hpp"

#include <gmock/gmock.h>

#include "general/migrations.hpp"
#include "ports/test_query_plans.hpp"
#include "vault/test_world.hpp"

namespace lockstep::general {
namespace {

TEST(GeneralStatements, GoThroughNothingOneByOne) {
    auto const database = vault::test_database({migrations()});
    auto const problems =
        vault::run_to_end(database->write_value([](Transaction& transaction) -> Result<std::vector<std::string>> {
            // An account's hooks and schedules are a handful, and all of them are asked for; its mail server is one row. The
            // first schedule that is due is the first entry of its index.
            PlanAllowances allowances;
            for (auto const statement :
                {sql::list_hooks, sql::find_mail, sql::remove_mail, sql::count_schedules, sql::list_schedules, sql::first_due})
                allowances.wide_searches.insert(statement);
            return plan_problems(transaction, {sql::all.begin(), sql::all.end()}, allowances);
        })).value();
    EXPECT_THAT(problems, testing::IsEmpty());
}

}  // namespace
}  // namespace lockstep::general
