// SPDX-License-Identifier: Apache-2.0
// One SQLite handle with its cache of prepared statements, and the Transaction that runs on it. Shared by SqliteDatabase
// and SqliteInline, so that both read, bind and fail alike. Not thread-safe: one thread at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.hpp"
#include "ports/database.hpp"

struct sqlite3;
struct sqlite3_stmt;

namespace lockstep::adapters {

struct ConnectionOptions {
    std::string file;  // ":memory:" for none
    std::string vfs;   // empty: SQLite's own; tests put a failing one here
    bool read_only = false;
    std::int64_t cache_kib = 2'000;
    std::size_t statements_max = 256;
};

enum class Access : std::uint8_t {
    read,
    write
};

class SqliteConnection {
public:
    static Result<std::unique_ptr<SqliteConnection>> open(ConnectionOptions const& options);
    ~SqliteConnection();
    SqliteConnection(SqliteConnection const&) = delete;
    SqliteConnection& operator=(SqliteConnection const&) = delete;

    // One statement, prepared once and kept.
    Result<Rows> query(std::string_view sql, SqlArguments arguments, Access access = Access::write);
    Result<std::int64_t> execute(std::string_view sql, SqlArguments arguments);
    // Pragmas and other text of our own; not kept, results dropped.
    Result<void> run_script(std::string const& sql);

    // False after SQLite ended the transaction by itself (disk full, input/output error): what ran in it is gone.
    bool in_transaction() const;
    sqlite3* handle() { return handle_; }
    // Needed before the schema is replaced beneath the handle.
    void drop_statements();

private:
    struct Finalize {
        void operator()(sqlite3_stmt* statement) const;
    };
    struct Kept {
        std::string sql;
        std::unique_ptr<sqlite3_stmt, Finalize> statement;
    };

    SqliteConnection(sqlite3* handle, std::size_t statements_max) : handle_(handle), statements_max_(statements_max) {}

    Result<sqlite3_stmt*> prepare(std::string_view sql);
    Result<sqlite3_stmt*> bind(std::string_view sql, SqlArguments arguments);

    sqlite3* handle_;
    std::size_t statements_max_;
    std::list<Kept> kept_;                                                    // most recently used first
    std::unordered_map<std::string_view, std::list<Kept>::iterator> by_sql_;  // keys point into kept_
};

// A body's view of the connection. Remembers the worst thing that happened, because a body may swallow an error that
// ended the transaction beneath it.
class SqliteTransaction final : public Transaction {
public:
    SqliteTransaction(SqliteConnection& connection, Access access) : connection_(connection), access_(access) {}

    Result<Rows> query_values(std::string_view sql, SqlArguments arguments) override;
    Result<std::int64_t> execute_values(std::string_view sql, SqlArguments arguments) override;

    // Set when SQLite rolled the whole transaction back: nothing may be acknowledged.
    Error const* broken() const { return broken_ ? &*broken_ : nullptr; }

private:
    template <class T>
    Result<T> watch(Result<T> result);

    SqliteConnection& connection_;
    Access access_;
    std::optional<Error> broken_;
};

// What a result code of SQLite means to a caller; `doing` is "running" and the statement, never a value.
Error sqlite_error(int extended_code, std::string_view text, std::string_view doing);
// Codes after which the file cannot be trusted to have what we think it has: database.io and database.corrupt.
bool is_fatal(Error const& error);

// Runs a body that may throw (it should not) and turns an exception into an error.
Result<void> run_body(TransactionBody& body, Transaction& transaction);

}  // namespace lockstep::adapters
