// SPDX-License-Identifier: Apache-2.0
#include "app/home.hpp"

#include <gtest/gtest.h>

#include "app/detail/statements.hpp"
#include "app/migrations.hpp"
#include "ports/test_query_plans.hpp"
#include "vault/test_world.hpp"

namespace lockstep::app {
namespace {

using vault::test_time;

AccountId const home_account{"acc_one"};
Home const clinic{"machine-1", "boot-1", "/var/lib/lockstep", "100"};

class HomeTest : public testing::Test {
protected:
    template <class Body>
    auto in(Body body) {
        return vault::write_to(*database, std::move(body));
    }
    std::string settled(Home const& here, TimePoint now = test_time) {
        return in([&](Transaction& transaction) { return settle(transaction, home_account, here, now); }).value().held;
    }

    std::unique_ptr<adapters::SqliteInline> database = vault::test_database({migrations()});
};

TEST_F(HomeTest, AFirstHomeWritesAndSoDoesARestartOfTheMachine) {
    EXPECT_EQ(settled(clinic), "");
    auto later = clinic;
    later.boot = "boot-2";
    later.folder_number = "77";  // given anew
    EXPECT_EQ(settled(later), "");
    EXPECT_EQ(settled(later), "");
    // The start of the machine that is remembered is the later one.
    later.folder_number = "78";
    EXPECT_EQ(settled(later), "replaced_folder");
}

TEST_F(HomeTest, ACopyIsHeldEachTimeUntilItIsAdopted) {
    settled(clinic);
    auto elsewhere = clinic;
    elsewhere.folder = "/tmp/copy";
    EXPECT_EQ(settled(elsewhere), "other_folder");
    EXPECT_EQ(settled(elsewhere, test_time + std::chrono::hours{1}), "other_folder");
    auto const standing = in([&](Transaction& transaction) {
        return settle(transaction, home_account, elsewhere, test_time + std::chrono::hours{2});
    });
    EXPECT_EQ(standing.value().since, test_time) << "since when it is held";
    vault::write_void(*database, [&](Transaction& transaction) {
        return adopt(transaction, home_account, elsewhere, "usr_1");
    }).value();
    EXPECT_EQ(settled(elsewhere), "");
    EXPECT_EQ(settled(clinic), "other_folder") << "the original is the copy now";
}

TEST_F(HomeTest, BackAtHomeItWritesAgain) {
    settled(clinic);
    auto elsewhere = clinic;
    elsewhere.machine = "machine-2";
    EXPECT_EQ(settled(elsewhere), "other_machine");
    EXPECT_EQ(settled(clinic), "");
}

TEST_F(HomeTest, WhatWasRestoredIsHeldWhereverItIs) {
    settled(clinic);
    vault::write_void(*database, [&](Transaction& transaction) {
        return hold_restored(transaction, home_account, test_time);
    }).value();
    EXPECT_EQ(settled(clinic), "restored");
    EXPECT_EQ(settled(clinic), "restored");
    vault::write_void(*database, [&](Transaction& transaction) {
        return adopt(transaction, home_account, clinic, "usr_1");
    }).value();
    EXPECT_EQ(settled(clinic), "");
}

TEST_F(HomeTest, AMachineWithoutAnIdIsToldByTheFolderAlone) {
    auto nameless = clinic;
    nameless.machine = "";
    EXPECT_EQ(why_held(clinic, nameless), "");
    nameless.folder = "/tmp/copy";
    EXPECT_EQ(why_held(clinic, nameless), "other_folder");
}

TEST_F(HomeTest, NoStatementGoesThroughWhatGrows) {
    auto const problems = in([&](Transaction& transaction) {
        PlanAllowances allowances;
        allowances.small_tables = {"installation", "installation_home"};  // one row each
        allowances.sorts = {sql::find_account};
        return plan_problems(transaction, {sql::all.begin(), sql::all.end()}, allowances);
    });
    EXPECT_EQ(problems.value(), std::vector<std::string>{});
}

}  // namespace
}  // namespace lockstep::app
