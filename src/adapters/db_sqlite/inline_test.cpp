// SPDX-License-Identifier: Apache-2.0
#include "adapters/db_sqlite/inline.hpp"

#include <gtest/gtest.h>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

namespace lockstep::adapters {
namespace {

Result<void> write(SqliteInline& database, std::string sql) {
    boost::asio::io_context context;
    Result<void> result;
    TransactionBody body = [sql](Transaction& transaction) -> Result<void> {
        TRY_VOID(transaction.execute(sql));
        return {};
    };
    boost::asio::co_spawn(
        context, database.write(std::move(body)), [&](std::exception_ptr, Result<void> value) { result = value; });
    context.run();
    return result;
}

std::int64_t count(SqliteInline& database) {
    boost::asio::io_context context;
    std::int64_t count = -1;
    auto body = [&](Transaction& transaction) -> Result<void> {
        TRY(auto rows, transaction.query("SELECT count(*) FROM things"));
        count = rows.at(0).integer(0);
        return {};
    };
    boost::asio::co_spawn(context, database.read(body), [&](std::exception_ptr, Result<void> value) { EXPECT_TRUE(value); });
    context.run();
    return count;
}

Error lost() { return fail(ErrorKind::unavailable, "database.outcome_unknown", "losing the answer on purpose").error(); }

TEST(SqliteInline, AnImageIsACopyThatLivesOnItsOwn) {
    auto original = SqliteInline::open().value();
    ASSERT_TRUE(write(*original, "CREATE TABLE things (number INTEGER)"));
    auto copy = SqliteInline::open_image(original->image()).value();
    ASSERT_TRUE(write(*copy, "INSERT INTO things VALUES (1)"));
    EXPECT_EQ(count(*original), 0);
    EXPECT_EQ(count(*copy), 1);
}

TEST(SqliteInline, RestoreGoesBackToTheImageAlsoAfterStatementsWereKept) {
    auto database = SqliteInline::open().value();
    ASSERT_TRUE(write(*database, "CREATE TABLE things (number INTEGER)"));
    auto const image = database->image();
    ASSERT_TRUE(write(*database, "INSERT INTO things VALUES (1)"));
    EXPECT_EQ(count(*database), 1);
    ASSERT_TRUE(database->restore(image));
    EXPECT_EQ(count(*database), 0);
    ASSERT_TRUE(write(*database, "INSERT INTO things VALUES (1)"));
    EXPECT_EQ(count(*database), 1);
}

TEST(SqliteInline, AnErrorBeforeTheCommitUndoesTheWrite) {
    auto database = SqliteInline::open().value();
    ASSERT_TRUE(write(*database, "CREATE TABLE things (number INTEGER)"));
    database->before_commit = [] { return std::optional(lost()); };
    EXPECT_FALSE(write(*database, "INSERT INTO things VALUES (1)"));
    database->before_commit = {};
    EXPECT_EQ(count(*database), 0);
    EXPECT_TRUE(write(*database, "INSERT INTO things VALUES (1)"));
}

TEST(SqliteInline, AnErrorAfterTheCommitHidesASuccess) {
    auto database = SqliteInline::open().value();
    ASSERT_TRUE(write(*database, "CREATE TABLE things (number INTEGER)"));
    database->after_commit = [] { return std::optional(lost()); };
    EXPECT_FALSE(write(*database, "INSERT INTO things VALUES (1)"));
    EXPECT_EQ(count(*database), 1);
}

}  // namespace
}  // namespace lockstep::adapters
