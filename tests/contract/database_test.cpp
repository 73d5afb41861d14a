// SPDX-License-Identifier: Apache-2.0
// What every Database promises, on every Database. Another backend adds its fixture to Backends.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>

#include "adapters/db_sqlite/database.hpp"
#include "adapters/db_sqlite/inline.hpp"
#include "adapters/migrations/migrate.hpp"
#include "contract/run.hpp"
#include "contract/temporary_folder.hpp"

namespace lockstep::contract {
namespace {

class FileBackend {
public:
    Database& database() { return *database_; }

private:
    static std::unique_ptr<Database> open(std::string const& folder) {
        adapters::SqliteOptions options;
        options.folder = folder + "/data";
        return adapters::SqliteDatabase::open(options).value();
    }

    TemporaryFolder folder_;
    std::unique_ptr<Database> database_ = open(folder_.path());
};

class InlineBackend {
public:
    Database& database() { return *database_; }

private:
    std::unique_ptr<Database> database_ = adapters::SqliteInline::open().value();
};

template <class Backend>
class DatabaseContract : public testing::Test {
protected:
    void SetUp() override { ASSERT_TRUE(write("CREATE TABLE things (name TEXT PRIMARY KEY, size INTEGER, mark BLOB)")); }

    Database& database() { return backend_.database(); }

    Result<void> write(TransactionBody body) { return run(context_, database().write(std::move(body))); }
    Result<void> read(TransactionBody body) { return run(context_, database().read(std::move(body))); }
    template <class... Values>
    Result<void> write(char const* sql, Values... values) {
        return write([&](Transaction& transaction) -> Result<void> {
            TRY_VOID(transaction.execute(sql, values...));
            return {};
        });
    }
    std::int64_t count() {
        auto body = [](Transaction& transaction) -> Result<std::int64_t> {
            TRY(auto rows, transaction.query("SELECT count(*) FROM things"));
            return rows.at(0).integer(0);
        };
        return run(context_, database().read_value(body)).value();
    }
    Result<void> migrate(std::vector<Migration> migrations) {
        return run(context_, adapters::migrate(database(), std::move(migrations)));
    }

    boost::asio::io_context context_;
    Backend backend_;
};

using Backends = testing::Types<FileBackend, InlineBackend>;

class BackendNames {
public:
    template <class Backend>
    static std::string GetName(int) {
        return std::is_same_v<Backend, FileBackend> ? "SqliteDatabase" : "SqliteInline";
    }
};

TYPED_TEST_SUITE(DatabaseContract, Backends, BackendNames);

std::string code_of(Result<void> const& result) { return result ? "" : result.error().code; }

TYPED_TEST(DatabaseContract, ReadsBackEveryKindOfValue) {
    std::string const bytes{
        "\0\xff"
        "a",
        3};
    ASSERT_TRUE(this->write("INSERT INTO things VALUES (?1, ?2, ?3)", "Zoë", std::int64_t{1} << 60, Blob{bytes}));
    ASSERT_TRUE(this->write("INSERT INTO things VALUES (?1, ?2, ?3)", std::string(), nullptr, Blob{}));
    ASSERT_TRUE(this->read([&](Transaction& transaction) -> Result<void> {
        TRY(auto rows, transaction.query("SELECT name, size, mark, 1.5, typeof(mark) FROM things ORDER BY name DESC"));
        EXPECT_EQ(rows.size(), 2U);
        EXPECT_EQ(rows[0].text(0), "Zoë");
        EXPECT_EQ(rows[0].integer(1), std::int64_t{1} << 60);
        EXPECT_EQ(rows[0].blob(2), bytes);
        EXPECT_EQ(rows[0].real(3), 1.5);
        EXPECT_EQ(rows[1].text(0), "");
        EXPECT_TRUE(rows[1].is_null(1));
        EXPECT_FALSE(rows[1].is_null(2));
        EXPECT_EQ(rows[1].text(4), "blob");
        return {};
    }));
}

TYPED_TEST(DatabaseContract, KeepsZeroBytesInText) {
    std::string const text{"a\0b", 3};
    ASSERT_TRUE(this->write("INSERT INTO things (name) VALUES (?1)", text));
    ASSERT_TRUE(this->read([&](Transaction& transaction) -> Result<void> {
        TRY(auto rows, transaction.query("SELECT name FROM things WHERE name = ?1", text));
        EXPECT_EQ(rows.size(), 1U);
        EXPECT_EQ(rows[0].text(0), text);
        return {};
    }));
}

TYPED_TEST(DatabaseContract, SaysHowManyRowsChanged) {
    ASSERT_TRUE(this->write([](Transaction& transaction) -> Result<void> {
        TRY(auto first, transaction.execute("INSERT INTO things (name) VALUES ('a'), ('b')"));
        TRY(auto second, transaction.execute("UPDATE things SET size = 1"));
        TRY(auto third, transaction.execute("UPDATE things SET size = 1 WHERE name = 'z'"));
        TRY(auto fourth, transaction.execute("CREATE TABLE others (name TEXT)"));
        EXPECT_EQ(first, 2);
        EXPECT_EQ(second, 2);
        EXPECT_EQ(third, 0);
        EXPECT_EQ(fourth, 0);
        return {};
    }));
}

TYPED_TEST(DatabaseContract, ReturningGivesRowsFromAWrite) {
    ASSERT_TRUE(this->write([](Transaction& transaction) -> Result<void> {
        TRY(auto rows, transaction.query("INSERT INTO things (name) VALUES ('a'), ('b') RETURNING name"));
        EXPECT_EQ(rows.size(), 2U);
        return {};
    }));
    EXPECT_EQ(this->count(), 2);
}

TYPED_TEST(DatabaseContract, UndoesABodyThatReturnsAnError) {
    auto result = this->write([](Transaction& transaction) -> Result<void> {
        TRY_VOID(transaction.execute("INSERT INTO things (name) VALUES ('a')"));
        return fail(ErrorKind::conflict, "test.refused", "refusing");
    });
    EXPECT_EQ(code_of(result), "test.refused");
    EXPECT_EQ(this->count(), 0);
}

TYPED_TEST(DatabaseContract, TellsUniqueFromOtherConstraints) {
    ASSERT_TRUE(this->write("INSERT INTO things (name) VALUES ('a')"));
    EXPECT_EQ(code_of(this->write("INSERT INTO things (name) VALUES ('a')")), "database.unique");
    ASSERT_TRUE(this->write("CREATE TABLE strict_things (name TEXT NOT NULL, thing TEXT REFERENCES things (name))"));
    EXPECT_EQ(code_of(this->write("INSERT INTO strict_things VALUES (NULL, NULL)")), "database.constraint");
    EXPECT_EQ(code_of(this->write("INSERT INTO strict_things VALUES ('x', 'nothing')")), "database.constraint");
}

TYPED_TEST(DatabaseContract, ABodyMayGoOnAfterAConstraint) {
    ASSERT_TRUE(this->write("INSERT INTO things (name, size) VALUES ('a', 1)"));
    ASSERT_TRUE(this->write([](Transaction& transaction) -> Result<void> {
        auto inserted = transaction.execute("INSERT INTO things (name) VALUES ('a')");
        EXPECT_FALSE(inserted);
        TRY_VOID(transaction.execute("UPDATE things SET size = 2 WHERE name = 'a'"));
        return {};
    }));
    ASSERT_TRUE(this->read([](Transaction& transaction) -> Result<void> {
        TRY(auto rows, transaction.query("SELECT size FROM things"));
        EXPECT_EQ(rows[0].integer(0), 2);
        return {};
    }));
}

TYPED_TEST(DatabaseContract, RefusesWritesWhileReading) {
    auto by_execute = this->read([](Transaction& transaction) -> Result<void> {
        TRY_VOID(transaction.execute("INSERT INTO things (name) VALUES ('a')"));
        return {};
    });
    EXPECT_EQ(code_of(by_execute), "database.read_only");
    auto by_query = this->read([](Transaction& transaction) -> Result<void> {
        TRY_VOID(transaction.query("INSERT INTO things (name) VALUES ('a') RETURNING name"));
        return {};
    });
    EXPECT_EQ(code_of(by_query), "database.read_only");
    EXPECT_EQ(this->count(), 0);
}

TYPED_TEST(DatabaseContract, RefusesWrongStatements) {
    EXPECT_EQ(code_of(this->write("INSERT INTO nowhere VALUES (1)")), "database.sql");
    EXPECT_EQ(code_of(this->write("INSERT INTO things (name) VALUES (?1)")), "database.sql");
    EXPECT_EQ(code_of(this->write("INSERT INTO things (name) VALUES (?1)", "a", "b")), "database.sql");
    EXPECT_EQ(code_of(this->write("DELETE FROM things; DELETE FROM things")), "database.sql");
    EXPECT_EQ(code_of(this->write("")), "database.sql");
    EXPECT_EQ(code_of(this->write("DELETE FROM things WHERE name = \"a\"")), "database.sql");
}

TYPED_TEST(DatabaseContract, AnExceptionInABodyUndoesIt) {
    auto result = this->write([](Transaction& transaction) -> Result<void> {
        TRY_VOID(transaction.execute("INSERT INTO things (name) VALUES ('a')"));
        throw std::runtime_error("a mistake");
    });
    EXPECT_EQ(code_of(result), "database.body_threw");
    EXPECT_EQ(this->count(), 0);
}

TYPED_TEST(DatabaseContract, AReadSeesEveryFinishedWrite) {
    for (int i = 0; i < 50; ++i) {
        ASSERT_TRUE(this->write("INSERT INTO things (name) VALUES (?1)", std::to_string(i)));
        ASSERT_EQ(this->count(), i + 1);
    }
}

TYPED_TEST(DatabaseContract, MigratesOnceAndInOrder) {
    std::vector<Migration> const first{
        {"base", 1, "make", "CREATE TABLE a (x INTEGER); -- a; comment\nINSERT INTO a VALUES (1);"},
        {"next", 1, "make", "CREATE TABLE b (x TEXT DEFAULT ';')"},
    };
    ASSERT_TRUE(this->migrate(first));
    ASSERT_TRUE(this->migrate(first));
    auto second = first;
    second.push_back({"base", 2, "grow", "INSERT INTO a SELECT x + 1 FROM a"});
    ASSERT_TRUE(this->migrate(second));
    ASSERT_TRUE(this->read([](Transaction& transaction) -> Result<void> {
        TRY(auto rows, transaction.query("SELECT x FROM a ORDER BY x"));
        EXPECT_EQ(rows.size(), 2U);
        return {};
    }));
    EXPECT_EQ(code_of(this->migrate(first)), "database.newer");
    auto renamed = second;
    renamed[0].name = "another";
    EXPECT_EQ(code_of(this->migrate(renamed)), "database.schema_differs");
    auto skipped = second;
    skipped.push_back({"base", 0, "before", "SELECT 1"});
    EXPECT_EQ(code_of(this->migrate(skipped)), "database.schema_differs");
}

TYPED_TEST(DatabaseContract, AFailedMigrationLeavesNothing) {
    std::vector<Migration> const wrong{{"base", 1, "make", "CREATE TABLE a (x INTEGER); CREATE TABLE a (x INTEGER)"}};
    EXPECT_EQ(code_of(this->migrate(wrong)), "database.sql");
    EXPECT_TRUE(this->migrate({{"base", 1, "make", "CREATE TABLE a (x INTEGER)"}}));
}

}  // namespace
}  // namespace lockstep::contract
