// SPDX-License-Identifier: Apache-2.0
#include "health/statements.hpp"

#include <gmock/gmock.h>

#include "health/keeper.hpp"
#include "health/migrations.hpp"
#include "ports/test_query_plans.hpp"
#include "vault/test_world.hpp"

namespace lockstep::health {
namespace {

TEST(HealthStatements, GoThroughNothingOneByOne) {
    auto const database = vault::test_database({migrations()});
    auto const problems =
        vault::run_to_end(database->write_value([](Transaction& transaction) -> Result<std::vector<std::string>> {
            return plan_problems(transaction, {sql::all.begin(), sql::all.end()}, {.small_tables = {"connection_health"}});
        })).value();
    EXPECT_THAT(problems, testing::IsEmpty());
}

TEST(StoredHealthRow, ComesBackAsItWas) {
    auto const database = vault::test_database({migrations()});
    AccountId const account{"acc_1"};
    ConnectionId const connection{"con_1"};
    StoredHealth const stored{.remembered = {.answered_at = vault::test_time,
                                  .failing_since = {},
                                  .failure_code = "calls.unavailable",
                                  .failure_status = 503,
                                  .refused_since = vault::test_time},
        .deliveries = {.accepted_at = {},
            .rejected_at = vault::test_time,
            .rejection = "wrong_secret",
            .rejected_in_a_row = 12,
            .rejected_since = vault::test_time}};
    vault::run_to_end(database->write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(save_stored(transaction, account, connection, {}));
        return save_stored(transaction, account, connection, stored);
    })).value();
    auto const found = vault::run_to_end(database->read_value([&](Transaction& transaction) {
        return load_stored(transaction, account, connection);
    })).value();
    EXPECT_EQ(found, stored);
}

TEST(DeliveryLedger, OneThatIsAcceptedEndsTheRow) {
    DeliveryLedger ledger;
    ConnectionId const connection{"con_1"};
    auto const at = vault::test_time;
    for (int i = 0; i < 3; ++i) ledger.note({{connection}, false, "wrong_secret", at + std::chrono::seconds{i}});
    EXPECT_EQ(ledger.of(connection).rejected_in_a_row, 3);
    EXPECT_EQ(ledger.of(connection).rejected_since, at);
    ledger.note({{connection}, true, "accepted", at + std::chrono::seconds{9}});
    EXPECT_EQ(ledger.of(connection).rejected_in_a_row, 0);
    EXPECT_EQ(ledger.of(connection).rejected_at, at + std::chrono::seconds{2}) << "the last refusal stays to be seen";
    ledger.note({{}, false, "no_signature", at});
    EXPECT_EQ(ledger.of_nobody().rejected_in_a_row, 1);
}

}  // namespace
}  // namespace lockstep::health
