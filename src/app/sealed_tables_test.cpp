// SPDX-License-Identifier: Apache-2.0
// Every column that holds something sealed is declared by its module, as it stands in the schema: what is not would be lost with
// the data key that it is sealed under.
#include "app/sealed_tables.hpp"

#include <gmock/gmock.h>

#include <map>
#include <set>

#include "app/installation.hpp"
#include "ports/test_query_plans.hpp"
#include "vault/resealing.hpp"
#include "vault/test_world.hpp"

namespace lockstep::app {
namespace {

using Columns = std::set<std::string>;

// Blobs that are not sealed under a data key, by table and column.
Columns const not_sealed{
    "account_keys.wrapped_key",        // under the master key
    "connections.webhook_public_key",  // everybody may know it
};

struct Schema {
    std::map<std::string, Columns> blobs;                  // by table
    std::map<std::string, std::vector<std::string>> keys;  // by table, without account_id
};

Schema read_schema(Database& database) {
    return vault::run_to_end(database.read_value([](Transaction& transaction) -> Result<Schema> {
        Schema schema;
        TRY(auto const tables, transaction.query("SELECT name FROM sqlite_master WHERE type = 'table'"));
        for (auto const& table : tables) {
            TRY(auto const columns,
                transaction.query("SELECT name, type, pk FROM pragma_table_info(?1) ORDER BY pk", table.text(0)));
            for (auto const& column : columns) {
                if (column.text(1) == "BLOB" || column.text(0).contains("sealed"))
                    schema.blobs[table.text(0)].insert(column.text(0));
                if (column.integer(2) > 1) schema.keys[table.text(0)].push_back(column.text(0));
            }
        }
        return schema;
    })).value();
}

class SealedTables : public testing::Test {
protected:
    std::unique_ptr<adapters::SqliteInline> database = vault::test_database({all_migrations()});
    vault::SealedTables declared = all_sealed_tables();
};

TEST_F(SealedTables, EveryColumnThatIsSealedIsDeclared) {
    auto const schema = read_schema(*database);
    ASSERT_GT(schema.blobs.size(), 15U);
    Columns in_schema, in_declarations;
    for (auto const& [table, columns] : schema.blobs) {
        for (auto const& column : columns) {
            if (!not_sealed.contains(table + "." + column)) in_schema.insert(table + "." + column);
        }
    }
    // Columns without the type BLOB hold no bytes: what is sealed could not stand there (STRICT or not, it would read as text).
    for (auto const& table : declared) {
        for (auto const& column : table.columns)
            in_declarations.insert(std::string(table.table) + "." + std::string(column.column));
    }
    EXPECT_EQ(in_declarations, in_schema);
}

TEST_F(SealedTables, KeysAreThoseOfTheSchema) {
    auto const schema = read_schema(*database);
    for (auto const& table : declared) {
        std::vector<std::string> key;
        for (auto const& part : table.key) key.emplace_back(part.column);
        auto const found = schema.keys.find(std::string(table.table));
        EXPECT_EQ(key, found == schema.keys.end() ? std::vector<std::string>{} : found->second) << table.table;
    }
}

TEST_F(SealedTables, AreGoneThroughByTheirKeys) {
    vault::run_to_end(database->write([&](Transaction& transaction) -> Result<void> {
        for (auto const& table : declared) {
            std::vector<std::string> const made{vault::listing_of(table, true), vault::listing_of(table, false),
                vault::reading_of(table), vault::writing_of(table)};
            PlanAllowances allowed;
            allowed.wide_searches.insert(made[0]);  // the first portion of the account's rows
            if (table.key.empty()) allowed.wide_searches.insert(made[1]);
            // By the whole key, which is the account, or the account and the sync.
            if (table.key.size() < 2) allowed.wide_searches.insert({made[2], made[3]});
            TRY(auto const problems, plan_problems(transaction, {made.begin(), made.end()}, allowed));
            EXPECT_THAT(problems, testing::IsEmpty()) << table.table;
        }
        return {};
    })).value();
}

}  // namespace
}  // namespace lockstep::app
