// SPDX-License-Identifier: Apache-2.0
#include "deliveries/statements.hpp"

#include <gmock/gmock.h>

#include "deliveries/migrations.hpp"
#include "ports/test_query_plans.hpp"
#include "vault/test_world.hpp"

namespace lockstep::deliveries {
namespace {

TEST(DeliveryStatements, GoThroughNothingOneByOne) {
    auto const database = vault::test_database({migrations()});
    auto const problems =
        vault::run_to_end(database->write_value([](Transaction& transaction) -> Result<std::vector<std::string>> {
            // Subscriptions and what they want are a handful, and all of them are asked for.
            PlanAllowances allowances;
            // What was found up to the bound, of which the rows are counted.
            allowances.small_tables.insert("some");
            for (auto const statement : {sql::wanted, sql::clear_wants, sql::list_subscriptions, sql::lost_connections,
                     sql::oldest_news, sql::is_any_news, sql::deliveries_of_account, sql::last_number})
                allowances.wide_searches.insert(statement);
            return plan_problems(transaction, {sql::all.begin(), sql::all.end()}, allowances);
        })).value();
    EXPECT_THAT(problems, testing::IsEmpty());
}

}  // namespace
}  // namespace lockstep::deliveries
