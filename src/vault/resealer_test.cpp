// SPDX-License-Identifier: Apache-2.0
// Sealing anew over two small tables of its own, with a real database in memory.
#include "vault/resealer.hpp"

#include <gmock/gmock.h>

#include "ports/test_ports.hpp"
#include "ports/test_query_plans.hpp"
#include "vault/migrations.hpp"
#include "vault/test_world.hpp"

namespace lockstep::vault {
namespace {

using namespace std::chrono_literals;

AccountId const account{"acc_one"};
AccountId const other_account{"acc_other"};

SealedTable const notes{
    "notes", {"owner", {"number", KeyKind::number}}, SealedRow::key, {{"sealed_text", "text"}, {"sealed_more", "more"}}};
SealedTable const settings{"settings", {}, SealedRow::account, {{"sealed_all", "all"}}};

class Resealing : public testing::Test {
protected:
    void SetUp() override {
        write([&](Transaction& transaction) -> Result<void> {
            TRY_VOID(
                transaction.execute("CREATE TABLE notes (account_id TEXT NOT NULL, owner TEXT NOT NULL, number BIGINT NOT NULL,"
                                    " sealed_text BLOB NOT NULL, sealed_more BLOB, PRIMARY KEY (account_id, owner, number))"));
            TRY_VOID(transaction.execute(
                "CREATE TABLE settings (account_id TEXT NOT NULL, sealed_all BLOB NOT NULL, PRIMARY KEY (account_id))"));
            TRY_VOID(vault.add_account(transaction, account, clock.now()));
            return vault.add_account(transaction, other_account, clock.now());
        });
    }
    void write(TransactionBody body) { run_to_end(database->write(std::move(body))).value(); }

    static std::string row_of(std::string const& owner, std::int64_t number) { return owner + "/" + std::to_string(number); }
    void plant(AccountId const& of, std::string const& owner, std::int64_t number, bool has_more) {
        write([&](Transaction& transaction) -> Result<void> {
            auto const row = row_of(owner, number);
            Blob const text{vault.seal(of, {"notes", row, "text"}, "text of " + row)};
            std::optional<Blob> more;
            if (has_more) more = Blob{vault.seal(of, {"notes", row, "more"}, "more of " + row)};
            TRY_VOID(
                transaction.execute("INSERT INTO notes (account_id, owner, number, sealed_text, sealed_more)"
                                    " VALUES (?1, ?2, ?3, ?4, ?5)",
                    of, owner, number, text, more));
            return {};
        });
    }
    void plant_many() {
        for (std::int64_t number = 0; number < 25; ++number)
            plant(account, number < 12 ? "anne" : "bob", number, number % 2 == 0);
        plant(other_account, "anne", 1, true);
        write([&](Transaction& transaction) -> Result<void> {
            Blob const all{vault.seal(account, {"settings", account.text(), "all"}, "everything")};
            TRY_VOID(transaction.execute("INSERT INTO settings (account_id, sealed_all) VALUES (?1, ?2)", account, all));
            return {};
        });
    }
    std::map<std::int64_t, int> versions_in_use() {
        return run_to_end(database->read_value([&](Transaction& transaction) -> Result<std::map<std::int64_t, int>> {
            std::map<std::int64_t, int> found;
            TRY(auto const rows, transaction.query("SELECT sealed_text, sealed_more FROM notes WHERE account_id = ?1"
                                                   " UNION ALL SELECT sealed_all, NULL FROM settings WHERE account_id = ?1",
                                     account));
            for (auto const& row : rows) {
                for (std::size_t i = 0; i < 2; ++i) {
                    if (!row.is_null(i)) ++found[version_of(row.blob(i)).value()];
                }
            }
            return found;
        })).value();
    }
    // With a vault that knows what the database holds and nothing else, as after a restart.
    void expect_all_opens() {
        Vault fresh{Secret{std::string(32, 'k')}, random};
        run_to_end(fresh.load(*database)).value();
        write([&](Transaction& transaction) -> Result<void> {
            TRY(auto const rows, transaction.query("SELECT account_id, owner, number, sealed_text, sealed_more FROM notes"));
            EXPECT_EQ(rows.size(), 26U);
            for (auto const& row : rows) {
                auto const name = row_of(row.text(1), row.integer(2));
                EXPECT_EQ(fresh.open(row.id<AccountId>(0), {"notes", name, "text"}, row.blob(3)), "text of " + name);
                if (!row.is_null(4))
                    EXPECT_EQ(fresh.open(row.id<AccountId>(0), {"notes", name, "more"}, row.blob(4)), "more of " + name);
            }
            TRY(auto const all, transaction.query("SELECT sealed_all FROM settings"));
            EXPECT_EQ(fresh.open(account, {"settings", account.text(), "all"}, all.front().blob(0)), "everything");
            return {};
        });
    }
    std::vector<std::int64_t> keys() {
        std::vector<std::int64_t> numbers;
        for (auto const& each : run_to_end(database->read_value([&](Transaction& transaction) {
                 return Vault::key_versions(transaction, account);
             })).value())
            numbers.push_back(each.number);
        return numbers;
    }
    void rotate() {
        run_to_end(vault.rotate(*database, account, clock.now(), [](auto&, auto) { return Result<void>{}; })).value();
    }
    SealedCounts counts() {
        return run_to_end(database->read_value([&](Transaction& transaction) {
            return load_sealed_counts(transaction, account);
        })).value();
    }
    Resealer resealer() {
        auto const note = [this](Transaction&, std::int64_t newest) {
            noted.push_back(newest);
            return Result<void>{};
        };
        return Resealer{{*database, vault, clock, log, account, {notes, settings}, note},
            {.portion = {.rows_most = 10, .bytes_most = 100'000}, .rows_counted_at_once = 7}};
    }

    JumpingClock clock{test_time};
    TestRandom random{7};
    SilentLog log;
    std::unique_ptr<adapters::SqliteInline> database = test_database({migrations()});
    Vault vault{Secret{std::string(32, 'k')}, random};
    std::vector<std::int64_t> noted;
};

TEST_F(Resealing, WithOneKeyThereIsNothingToDo) {
    plant_many();
    EXPECT_EQ(run_to_end(resealer().round()).value(), std::nullopt);
    EXPECT_EQ(versions_in_use(), (std::map<std::int64_t, int>{{1, 39}}));
}

TEST_F(Resealing, EverythingIsSealedUnderTheNewestAndThenTheOlderKeyGoes) {
    plant_many();
    rotate();
    auto const made_at = clock.now();
    auto at_work = resealer();
    auto next = run_to_end(at_work.round()).value();
    EXPECT_EQ(versions_in_use(), (std::map<std::int64_t, int>{{2, 39}}));
    EXPECT_EQ(counts(), (SealedCounts{{1, 0}}));
    expect_all_opens();
    ASSERT_TRUE(next);
    EXPECT_EQ(run_to_end(at_work.round()).value(), made_at + 10min) << "what was under way may still be stored";
    EXPECT_EQ(keys(), (std::vector<std::int64_t>{1, 2}));
    EXPECT_TRUE(noted.empty());
    clock.advance(10min);
    EXPECT_EQ(run_to_end(at_work.round()).value(), std::nullopt);
    EXPECT_EQ(keys(), std::vector<std::int64_t>{2});
    EXPECT_EQ(noted, std::vector<std::int64_t>{2});
    expect_all_opens();
    EXPECT_EQ(vault.blind_index(account, "email", "a@example.com"), vault.blind_index(account, "email", "a@example.com"));
}

TEST_F(Resealing, BlindIndexesStayAsTheyWere) {
    auto const before = vault.blind_index(account, "email", "a@example.com");
    plant_many();
    rotate();
    auto at_work = resealer();
    run_to_end(at_work.round()).value();
    clock.advance(10min);
    run_to_end(at_work.round()).value();
    EXPECT_EQ(keys(), std::vector<std::int64_t>{2});
    Vault fresh{Secret{std::string(32, 'k')}, random};
    run_to_end(fresh.load(*database)).value();
    EXPECT_EQ(fresh.blind_index(account, "email", "a@example.com"), before);
}

TEST_F(Resealing, WhatAKilledProcessHasDoneIsNotDoneAgain) {
    plant_many();
    rotate();
    write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(remember_counts(transaction, account, 2, {{1, 26}}, {"notes", "settings"}));
        TRY(auto const portion, reseal_portion(transaction, vault, notes, account, {}, 2, {.rows_most = 10}));
        EXPECT_EQ(portion.sealed, 10);
        return remember_portion(transaction, account, "notes", portion);
    });
    EXPECT_EQ(counts(), (SealedCounts{{1, 16}}));
    expect_all_opens();
    auto const left = run_to_end(database->read_value([&](Transaction& transaction) {
        return load_tables_left(transaction, account);
    })).value();
    ASSERT_EQ(left.size(), 2U);
    EXPECT_EQ(left[0].after_key, R"(["anne",9])");
    auto const nonces_before = random.fills;
    run_to_end(resealer().round()).value();
    EXPECT_EQ(versions_in_use(), (std::map<std::int64_t, int>{{2, 39}}));
    EXPECT_EQ(counts(), (SealedCounts{{1, 0}}));
    EXPECT_LE(random.fills - nonces_before, 1);
    expect_all_opens();
}

TEST_F(Resealing, ARowStoredLateUnderTheOldKeyIsFound) {
    plant_many();
    auto const late_row = row_of("aaron", 1);
    Blob const late{vault.seal(account, {"notes", late_row, "text"}, "text of " + late_row)};
    rotate();
    auto at_work = resealer();
    run_to_end(at_work.round()).value();
    write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(transaction.execute("DELETE FROM notes WHERE owner = 'anne' AND number = 0 AND account_id = ?1", account));
        TRY_VOID(transaction.execute(
            "INSERT INTO notes (account_id, owner, number, sealed_text) VALUES (?1, 'aaron', 1, ?2)", account, late));
        return {};
    });
    clock.advance(10min);
    run_to_end(at_work.round()).value();
    EXPECT_EQ(keys().size(), 2U) << "it was sealed anew in this round";
    EXPECT_EQ(versions_in_use().count(1), 0U);
    run_to_end(at_work.round()).value();
    EXPECT_EQ(keys(), std::vector<std::int64_t>{2});
    expect_all_opens();
}

TEST_F(Resealing, AnotherKeyMadeMeanwhileIsTheOneToSealUnder) {
    plant_many();
    rotate();
    write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(remember_counts(transaction, account, 2, {{1, 26}}, {"notes", "settings"}));
        TRY(auto const portion, reseal_portion(transaction, vault, notes, account, {}, 2, {.rows_most = 10}));
        return remember_portion(transaction, account, "notes", portion);
    });
    rotate();
    auto at_work = resealer();
    run_to_end(at_work.round()).value();
    EXPECT_EQ(versions_in_use(), (std::map<std::int64_t, int>{{3, 39}}));
    clock.advance(10min);
    run_to_end(at_work.round()).value();
    EXPECT_EQ(keys(), std::vector<std::int64_t>{3});
    expect_all_opens();
}

TEST_F(Resealing, AKeyUnderWhichSomethingDoesNotOpenIsKept) {
    plant_many();
    write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(
            transaction.execute("UPDATE notes SET sealed_text = (SELECT sealed_text FROM notes WHERE number = 4)"
                                " WHERE number = 3"));
        return {};
    });
    rotate();
    auto at_work = resealer();
    clock.advance(10min);
    auto const now = clock.now();
    auto const next = run_to_end(at_work.round()).value();
    ASSERT_TRUE(next);
    EXPECT_GE(*next, now + 1h) << "it is not tried again and again";
    EXPECT_EQ(versions_in_use().at(1), 1);
    run_to_end(at_work.round()).value();
    EXPECT_EQ(keys().size(), 2U);
}

TEST_F(Resealing, PortionsEndWhereEnoughWasSealed) {
    plant_many();
    rotate();
    write([&](Transaction& transaction) -> Result<void> {
        TRY(auto const portion, reseal_portion(transaction, vault, notes, account, {}, 2, {.rows_most = 20, .bytes_most = 30}));
        EXPECT_EQ(portion.rows, 2);
        EXPECT_FALSE(portion.is_last);
        return {};
    });
}

TEST_F(Resealing, StatementsGoThroughNothingOneByOne) {
    auto const problems = run_to_end(database->write_value([](Transaction& transaction) {
        std::vector<std::string> const made{listing_of(notes, true), listing_of(notes, false), reading_of(notes),
            writing_of(notes), reading_of(settings), writing_of(settings)};
        return plan_problems(transaction, {made.begin(), made.end()},
            // The beginning of a walk is a portion of the account's rows, by their key; of settings there is one row of it.
            {.wide_searches = {made[0], made[4], made[5]}});
    })).value();
    EXPECT_THAT(problems, testing::IsEmpty());
}

}  // namespace
}  // namespace lockstep::vault
