// SPDX-License-Identifier: Apache-2.0
#include "ports/database.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/use_future.hpp>
#include "base/id.hpp"

namespace lockstep {
namespace {

TEST(SqlArgument, TakesEveryTypeThatModulesBind) {
    std::string const text = "text";
    EventId const id{"evt_1"};
    Blob const blob{"bytes"};
    EXPECT_EQ(sql_argument(nullptr), SqlArgument{});
    EXPECT_EQ(sql_argument(true), SqlArgument{std::int64_t{1}});
    EXPECT_EQ(sql_argument(7), SqlArgument{std::int64_t{7}});
    EXPECT_EQ(sql_argument(1.5), SqlArgument{1.5});
    EXPECT_EQ(sql_argument("text"), SqlArgument{std::string_view("text")});
    EXPECT_EQ(sql_argument(text), SqlArgument{std::string_view("text")});
    EXPECT_EQ(sql_argument(std::string_view("text")), SqlArgument{std::string_view("text")});
    EXPECT_EQ(sql_argument(blob), SqlArgument{BlobView{"bytes"}});
    EXPECT_EQ(sql_argument(from_micros(5)), SqlArgument{std::int64_t{5}});
    EXPECT_EQ(sql_argument(id), SqlArgument{std::string_view("evt_1")});
    EXPECT_EQ(sql_argument(std::optional<int>{}), SqlArgument{});
    EXPECT_EQ(sql_argument(std::optional(3)), SqlArgument{std::int64_t{3}});
    EXPECT_EQ(sql_argument(SqlValue{text}), SqlArgument{std::string_view("text")});
    EXPECT_EQ(sql_argument(SqlValue{}), SqlArgument{});
}

TEST(SqlArgument, TellsTextFromBytes) { EXPECT_NE(sql_argument("x"), sql_argument(BlobView{"x"})); }

TEST(SqlArgument, BorrowsWhatItIsGiven) {
    std::string const text = "a text that is too long to stand in the string itself";
    EXPECT_EQ(std::get<std::string_view>(sql_argument(text)).data(), text.data());
}

TEST(Row, ReadsWhatWasStored) {
    Row const row{{std::int64_t{3}, 1.5, std::string("text"), Blob{"bytes"}, std::int64_t{1}}};
    EXPECT_EQ(row.integer(0), 3);
    EXPECT_EQ(row.time(0), from_micros(3));
    EXPECT_EQ(row.real(1), 1.5);
    EXPECT_EQ(row.real(0), 3.0);
    EXPECT_EQ(row.text(2), "text");
    EXPECT_EQ(row.id<LinkId>(2), LinkId{"text"});
    EXPECT_EQ(row.blob(3), "bytes");
    EXPECT_TRUE(row.boolean(4));
}

TEST(Row, ReadsNullAsNothing) {
    Row const row{{SqlValue{}}};
    EXPECT_TRUE(row.is_null(0));
    EXPECT_EQ(row.integer(0), 0);
    EXPECT_EQ(row.real(0), 0);
    EXPECT_EQ(row.text(0), "");
    EXPECT_EQ(row.blob(0), "");
    EXPECT_EQ(row.optional_text(0), std::nullopt);
    EXPECT_EQ(row.optional_time(0), std::nullopt);
}

TEST(RowDeathTest, EndsTheProcessOnAColumnOfAnotherType) {
    Row const row{{std::string("text"), std::int64_t{1}}};
    EXPECT_DEATH((void)row.integer(0), "CHECK failed");
    EXPECT_DEATH((void)row.text(1), "CHECK failed");
    EXPECT_DEATH((void)row.blob(0), "CHECK failed");
}

SqlValue owned(SqlArgument const& argument) {
    if (auto const* text = std::get_if<std::string_view>(&argument)) return std::string(*text);
    if (auto const* number = std::get_if<std::int64_t>(&argument)) return *number;
    return {};
}

// Runs every body in place and remembers nothing.
class DirectDatabase final : public Database {
public:
    Task<Result<void>> write(TransactionBody body) override { co_return run(body); }
    Task<Result<void>> read(TransactionBody body) override { co_return run(body); }

private:
    class DirectTransaction final : public Transaction {
    public:
        Result<Rows> query_values(std::string_view, SqlArguments arguments) override {
            std::vector<SqlValue> values;
            for (auto const& argument : arguments) values.push_back(owned(argument));
            return Rows{Row{std::move(values)}};
        }
        Result<std::int64_t> execute_values(std::string_view, SqlArguments arguments) override {
            return static_cast<std::int64_t>(arguments.size());
        }
    };
    static Result<void> run(TransactionBody const& body) {
        DirectTransaction transaction;
        return body(transaction);
    }
};

template <class T>
T wait_for(Task<T> task) {
    boost::asio::io_context world;
    auto done = boost::asio::co_spawn(world, std::move(task), boost::asio::use_future);
    world.run();
    return done.get();
}

TEST(Database, BindsArgumentsInTheirOrder) {
    DirectDatabase database;
    auto const rows =
        wait_for(database.read_value([](Transaction& transaction) { return transaction.query("", 1, "two", EventId{"evt_3"}); }));
    ASSERT_TRUE(rows);
    EXPECT_EQ(rows->at(0).integer(0), 1);
    EXPECT_EQ(rows->at(0).text(1), "two");
    EXPECT_EQ(rows->at(0).id<EventId>(2), EventId{"evt_3"});
}

TEST(Database, GivesTheValueOfABody) {
    DirectDatabase database;
    auto const changed = wait_for(database.write_value([](Transaction& transaction) { return transaction.execute("", 1, 2); }));
    EXPECT_EQ(changed, 2);
}

TEST(Database, PassesOnTheErrorOfABody) {
    DirectDatabase database;
    auto const failed = wait_for(
        database.write_value([](Transaction&) -> Result<int> { return fail(ErrorKind::conflict, "database.unique", "adding"); }));
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, "database.unique");
}

}  // namespace
}  // namespace lockstep
