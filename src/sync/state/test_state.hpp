// SPDX-License-Identifier: Apache-2.0
// What the tests of the stores share: a database with the tables, and a way to run one transaction on them. Included by tests
// only.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "deliveries/migrations.hpp"
#include "events/migrations.hpp"
#include "outbox/migrations.hpp"
#include "sync/migrations.hpp"
#include "sync/state/scope.hpp"
#include "vault/migrations.hpp"
#include "vault/test_world.hpp"
#include "work/migrations.hpp"

namespace lockstep::sync {

class StateTest : public testing::Test {
protected:
    StateTest() {
        vault::write_void(*database, [&](Transaction& transaction) {
            return vault.add_account(transaction, account, now);
        }).value();
    }

    // Runs body(scope) in a transaction of its own.
    template <class Body>
    auto in_scope(Body body) {
        auto run = [&](Transaction& transaction) { return body(Scope{transaction, vault, account, sync, now}); };
        if constexpr (std::is_same_v<decltype(run(std::declval<Transaction&>())), Result<void>>) {
            vault::write_void(*database, run).value();
        } else {
            return vault::write_to(*database, run).value();
        }
    }
    std::int64_t count(std::string const& rows) {
        return in_scope([&](Scope const& scope) -> Result<std::int64_t> {
            TRY(auto const found, scope.transaction.query("SELECT COUNT(*) FROM " + rows));
            return found.front().integer(0);
        });
    }

    vault::TestRandom random{11};
    TimePoint now = vault::test_time;
    AccountId account{"acc_1"};
    SyncId sync{"syn_1"};
    vault::Vault vault{Secret{random.bytes(32)}, random};
    std::unique_ptr<adapters::SqliteInline> database = vault::test_database({vault::migrations(), events::migrations(),
        work::migrations(), outbox::migrations(), deliveries::migrations(), migrations()});
};

}  // namespace lockstep::sync
