// SPDX-License-Identifier: Apache-2.0
// Many writers at once, a full disk, a disk that fails, two processes: what only the real database has to stand.
#include "adapters/db_sqlite/database.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "adapters/db_sqlite/failing_disk.hpp"

namespace lockstep::adapters {
namespace {

class GroupCommit : public testing::Test {
protected:
    GroupCommit() {
        auto pattern = (std::filesystem::temp_directory_path() / "lockstep-test-XXXXXX").string();
        folder_ = ::mkdtemp(pattern.data());
        options_.folder = folder_;
    }
    ~GroupCommit() override {
        database_.reset();
        std::filesystem::remove_all(folder_);
    }

    void open() {
        auto opened = SqliteDatabase::open(options_);
        ASSERT_TRUE(opened) << describe(opened.error());
        database_ = std::move(*opened);
    }
    void open_with_table() {
        open();
        ASSERT_TRUE(write("CREATE TABLE things (number INTEGER PRIMARY KEY, text TEXT)"));
    }

    void start(TransactionBody body, Result<void>& result) {
        boost::asio::co_spawn(context_, database_->write(std::move(body)), [&](std::exception_ptr error, Result<void> value) {
            ASSERT_FALSE(error);
            result = std::move(value);
        });
    }
    void run() {
        context_.restart();
        context_.run();
    }
    Result<void> write(TransactionBody body) {
        Result<void> result;
        start(std::move(body), result);
        run();
        return result;
    }
    Result<void> write(std::string sql) {
        return write([sql](Transaction& transaction) -> Result<void> {
            TRY_VOID(transaction.execute(sql));
            return {};
        });
    }
    Result<Rows> query(std::string sql) {
        Result<Rows> rows;
        auto body = [sql](Transaction& transaction) { return transaction.query(sql); };
        boost::asio::co_spawn(context_, database_->read_value(body), [&](std::exception_ptr error, Result<Rows> value) {
            ASSERT_FALSE(error);
            rows = std::move(value);
        });
        run();
        return rows;
    }
    std::int64_t count() { return query("SELECT count(*) FROM things").value().at(0).integer(0); }

    boost::asio::io_context context_;
    std::string folder_;
    SqliteOptions options_;
    std::unique_ptr<SqliteDatabase> database_;
};

std::string code_of(Result<void> const& result) { return result ? "" : result.error().code; }

TEST_F(GroupCommit, AThousandBodiesKeepTheirOrderAndFailAlone) {
    open_with_table();
    auto const before = database_->counts();
    constexpr int bodies = 1'000;
    std::vector<Result<void>> results(bodies);
    auto last_run = std::make_shared<std::vector<int>>(bodies);  // bodies may run twice, so the last run counts
    auto runs = std::make_shared<int>(0);
    for (int i = 0; i < bodies; ++i) {
        auto body = [i, last_run, runs](Transaction& transaction) -> Result<void> {
            last_run->at(static_cast<std::size_t>(i)) = ++*runs;
            TRY_VOID(transaction.execute("INSERT INTO things VALUES (?1, ?2)", i, "first"));
            TRY(auto rows, transaction.query("SELECT count(*) FROM things WHERE number < ?1 AND number % 7 = 3", i));
            // No trace of what a failed body did before it.
            if (rows.at(0).integer(0) != 0) return fail(ErrorKind::internal, "test.leak", "a failed body left a row");
            if (i % 7 == 3) return fail(ErrorKind::conflict, "test.refused", "refusing");
            return {};
        };
        start(body, results[static_cast<std::size_t>(i)]);
    }
    run();
    for (int i = 0; i < bodies; ++i) {
        EXPECT_EQ(code_of(results[static_cast<std::size_t>(i)]), i % 7 == 3 ? "test.refused" : "") << i;
    }
    EXPECT_TRUE(std::is_sorted(last_run->begin(), last_run->end()));
    EXPECT_EQ(count(), bodies - (bodies + 3) / 7);
    auto const after = database_->counts();
    EXPECT_EQ(after.bodies - before.bodies, std::uint64_t{bodies});
    EXPECT_LT(after.commits - before.commits, 200U);
}

TEST_F(GroupCommit, AConstraintCheckedAtCommitFailsOnlyItsBody) {
    open();
    ASSERT_TRUE(write("CREATE TABLE parents (id INTEGER PRIMARY KEY)"));
    ASSERT_TRUE(
        write("CREATE TABLE things (number INTEGER PRIMARY KEY, "
              "parent INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)"));
    std::vector<Result<void>> results(20);
    for (int i = 0; i < 20; ++i) {
        auto body = [i](Transaction& transaction) -> Result<void> {
            TRY_VOID(
                transaction.execute("INSERT INTO things VALUES (?1, ?2)", i, i == 13 ? std::optional<int>(99) : std::nullopt));
            return {};
        };
        start(body, results[static_cast<std::size_t>(i)]);
    }
    run();
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(code_of(results[static_cast<std::size_t>(i)]), i == 13 ? "database.constraint" : "") << i;
    }
    EXPECT_EQ(count(), 19);
}

TEST_F(GroupCommit, AFullDiskRefusesOnlyWhatNeedsSpace) {
    options_.pages_max = 40;
    open_with_table();
    std::vector<Result<void>> results(60);
    for (int i = 0; i < 60; ++i) {
        // Every third body only needs the space of a number.
        auto text = std::string(i % 3 == 0 ? 1 : 9'000, 'x');
        auto body = [i, text](Transaction& transaction) -> Result<void> {
            // Swallowing the error must not make a lost transaction look like a success.
            (void)transaction.execute("INSERT INTO things VALUES (?1, ?2)", i, text);
            return {};
        };
        start(body, results[static_cast<std::size_t>(i)]);
    }
    run();
    std::int64_t successes = 0;
    for (auto const& result : results) {
        if (result)
            ++successes;
        else
            EXPECT_EQ(result.error().code, "database.full");
    }
    EXPECT_GT(successes, 10);
    EXPECT_LT(successes, 60);
    EXPECT_EQ(count(), successes);
    ASSERT_TRUE(write("DELETE FROM things"));
    EXPECT_TRUE(write("INSERT INTO things VALUES (1, 'space again')"));
}

TEST_F(GroupCommit, AFailedSyncEndsWritingForGood) {
    FailingDisk disk;
    options_.vfs = disk.name();
    std::atomic<int> failures = 0;
    options_.on_failure = [&](Error const&) { ++failures; };
    open_with_table();
    ASSERT_TRUE(write("INSERT INTO things VALUES (1, 'kept')"));
    disk.fail_syncs(true);
    EXPECT_EQ(code_of(write("INSERT INTO things VALUES (2, 'lost')")), "database.io");
    disk.fail_syncs(false);
    // The disk may be well again, but what it kept is not known.
    EXPECT_EQ(code_of(write("INSERT INTO things VALUES (3, 'refused')")), "database.io");
    database_.reset();
    EXPECT_EQ(failures, 1);
    open();
    EXPECT_TRUE(write("INSERT INTO things VALUES (4, 'after')"));
    auto const rows = query("SELECT number FROM things WHERE number IN (1, 3, 4)").value();
    EXPECT_EQ(rows.size(), 2U);
    database_.reset();
}

TEST_F(GroupCommit, AFailedSyncFailsEveryBodyOfTheBatch) {
    FailingDisk disk;
    options_.vfs = disk.name();
    open_with_table();
    disk.fail_syncs(true);
    std::vector<Result<void>> results(100);
    for (int i = 0; i < 100; ++i) {
        auto body = [i](Transaction& transaction) -> Result<void> {
            TRY_VOID(transaction.execute("INSERT INTO things VALUES (?1, 'x')", i));
            return {};
        };
        start(body, results[static_cast<std::size_t>(i)]);
    }
    run();
    for (auto const& result : results) EXPECT_EQ(code_of(result), "database.io");
    database_.reset();
}

TEST_F(GroupCommit, ASecondOpenIsRefusedWithItsReason) {
    open();
    auto second = SqliteDatabase::open(options_);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, "database.in_use");
    EXPECT_NE(second.error().message.find("process " + std::to_string(::getpid())), std::string::npos);
    database_.reset();
    EXPECT_TRUE(SqliteDatabase::open(options_));
}

TEST_F(GroupCommit, AFileThatIsNoDatabaseIsRefused) {
    std::filesystem::create_directories(folder_);
    auto* file = std::fopen((folder_ + "/lockstep.db").c_str(), "w");
    for (int i = 0; i < 1'000; ++i) std::fputs("this is no database", file);
    std::fclose(file);
    auto opened = SqliteDatabase::open(options_);
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, "database.corrupt");
}

TEST_F(GroupCommit, TheFilesAreForTheirOwnerAlone) {
    open_with_table();
    for (auto const* name : {"/lockstep.db", "/lockstep.db-wal", "/lockstep.lock"}) {
        struct stat status{};
        ASSERT_EQ(::stat((folder_ + name).c_str(), &status), 0) << name;
        EXPECT_EQ(status.st_mode & 0077, 0U) << name;
    }
}

TEST_F(GroupCommit, TheLogIsCopiedIntoTheDatabaseAsItGrows) {
    options_.checkpoint_kib = 256;
    open_with_table();
    for (int i = 0; i < 200; ++i) {
        ASSERT_TRUE(write("INSERT INTO things VALUES (" + std::to_string(i) + ", '" + std::string(4'000, 'x') + "')"));
    }
    EXPECT_GT(database_->counts().checkpoints, 5U);
    EXPECT_LT(std::filesystem::file_size(folder_ + "/lockstep.db-wal"), 1'500'000U);
}

TEST_F(GroupCommit, AReadThatTakesTooLongIsInterrupted) {
    options_.read_time_max = std::chrono::milliseconds(20);
    open_with_table();
    auto rows = query("WITH RECURSIVE endless(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM endless) SELECT count(*) FROM endless");
    ASSERT_FALSE(rows);
    EXPECT_EQ(rows.error().code, "database.too_long");
    EXPECT_EQ(count(), 0);
}

TEST_F(GroupCommit, ClosingCommitsWhatWasAccepted) {
    open_with_table();
    std::vector<Result<void>> results(50);
    for (int i = 0; i < 50; ++i) {
        auto body = [i](Transaction& transaction) -> Result<void> {
            TRY_VOID(transaction.execute("INSERT INTO things VALUES (?1, 'x')", i));
            return {};
        };
        start(body, results[static_cast<std::size_t>(i)]);
    }
    context_.restart();
    context_.poll();  // hands the bodies over
    database_.reset();
    run();
    open();
    EXPECT_EQ(count(), 50);
}

}  // namespace
}  // namespace lockstep::adapters
