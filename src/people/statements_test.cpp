// SPDX-License-Identifier: Apache-2.0
#include "people/statements.hpp"

#include <gmock/gmock.h>

#include "people/migrations.hpp"
#include "ports/test_query_plans.hpp"
#include "vault/test_world.hpp"

namespace lockstep::people {
namespace {

TEST(PeopleStatements, GoThroughNothingOneByOne) {
    auto const database = vault::test_database({migrations()});
    auto const problems =
        vault::run_to_end(database->write_value([](Transaction& transaction) -> Result<std::vector<std::string>> {
            return plan_problems(transaction, {sql::all.begin(), sql::all.end()});
        })).value();
    EXPECT_THAT(problems, testing::IsEmpty());
}

}  // namespace
}  // namespace lockstep::people
