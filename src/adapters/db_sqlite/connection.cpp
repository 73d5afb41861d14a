// SPDX-License-Identifier: Apache-2.0
#include "adapters/db_sqlite/connection.hpp"

#include <sqlite3.h>
#include <exception>
#include <limits>
#include <type_traits>
#include <utility>

namespace lockstep::adapters {
namespace {

// Enough of a statement to find it in the source.
std::string_view abridged(std::string_view sql) { return sql.substr(0, 200); }

std::unexpected<Error> refuse_writing(std::string_view sql) {
    return fail(ErrorKind::internal, "database.read_only",
        "running \"" + std::string(abridged(sql)) + "\": it writes, in a transaction that only reads");
}

int bind_argument(sqlite3_stmt* statement, int index, SqlArgument const& argument) {
    // SQLITE_STATIC: the arguments outlive the step, and the statement is cleared after it.
    return std::visit(
        [&](auto const& held) {
            using Held = std::decay_t<decltype(held)>;
            if constexpr (std::is_same_v<Held, std::monostate>) return sqlite3_bind_null(statement, index);
            if constexpr (std::is_same_v<Held, std::int64_t>) return sqlite3_bind_int64(statement, index, held);
            if constexpr (std::is_same_v<Held, double>) return sqlite3_bind_double(statement, index, held);
            if constexpr (std::is_same_v<Held, std::string_view>) {
                // A null pointer would bind NULL, and an empty text may have one.
                char const* const text = held.empty() ? "" : held.data();
                return sqlite3_bind_text64(statement, index, text, held.size(), SQLITE_STATIC, SQLITE_UTF8);
            }
            if constexpr (std::is_same_v<Held, BlobView>) {
                if (held.bytes.empty()) return sqlite3_bind_zeroblob(statement, index, 0);
                return sqlite3_bind_blob64(statement, index, held.bytes.data(), held.bytes.size(), SQLITE_STATIC);
            }
        },
        argument);
}

std::string column_bytes(sqlite3_stmt* statement, int column) {
    auto const* bytes = static_cast<char const*>(sqlite3_column_blob(statement, column));
    auto const size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
    return bytes == nullptr ? std::string{} : std::string(bytes, size);
}

SqlValue column_value(sqlite3_stmt* statement, int column) {
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER: return sqlite3_column_int64(statement, column);
        case SQLITE_FLOAT: return sqlite3_column_double(statement, column);
        case SQLITE_TEXT: return column_bytes(statement, column);
        case SQLITE_BLOB: return Blob{column_bytes(statement, column)};
        default: return std::monostate{};
    }
}

// Leaves the statement ready for its next use, whatever happened to this one.
class Reset {
public:
    explicit Reset(sqlite3_stmt* statement) : statement_(statement) {}
    ~Reset() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }
    Reset(Reset const&) = delete;
    Reset& operator=(Reset const&) = delete;

private:
    sqlite3_stmt* statement_;
};

}  // namespace

Error sqlite_error(int extended_code, std::string_view text, std::string_view doing) {
    auto make = [&](ErrorKind kind, std::string_view code) {
        std::string message{"running \""};
        message += abridged(doing);
        message += "\": ";
        message += text;
        return fail(kind, code, std::move(message)).error();
    };
    switch (extended_code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID: return make(ErrorKind::conflict, "database.unique");
        default: break;
    }
    switch (extended_code & 0xff) {
        case SQLITE_CONSTRAINT: return make(ErrorKind::conflict, "database.constraint");
        case SQLITE_FULL: return make(ErrorKind::unavailable, "database.full");
        case SQLITE_IOERR:
        case SQLITE_CANTOPEN:
        case SQLITE_NOMEM: return make(ErrorKind::unavailable, "database.io");
        case SQLITE_BUSY:
        case SQLITE_LOCKED: return make(ErrorKind::unavailable, "database.busy");
        case SQLITE_INTERRUPT: return make(ErrorKind::timeout, "database.too_long");
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB: return make(ErrorKind::corrupt, "database.corrupt");
        case SQLITE_READONLY: return make(ErrorKind::unavailable, "database.io");
        default: return make(ErrorKind::internal, "database.sql");
    }
}

bool is_fatal(Error const& error) { return error.code == "database.io" || error.code == "database.corrupt"; }

Result<void> run_body(TransactionBody& body, Transaction& transaction) {
    try {
        return body(transaction);
    } catch (std::exception const& exception) {
        return fail(ErrorKind::internal, "database.body_threw", std::string("running a transaction body: ") + exception.what());
    }
}

void SqliteConnection::Finalize::operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(ConnectionOptions const& options) {
    // Nobody asks SQLite how much memory it holds, and counting it takes one lock for all threads at every allocation. Answers
    // "misuse" where somebody has used SQLite before, which costs no more than speed.
    [[maybe_unused]] static int const configured = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
    int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
    flags |= options.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    sqlite3* handle = nullptr;
    int const code = sqlite3_open_v2(options.file.c_str(), &handle, flags, options.vfs.empty() ? nullptr : options.vfs.c_str());
    // The handle exists even when opening did not work out, and has to be closed.
    std::unique_ptr<SqliteConnection> connection{new SqliteConnection(handle, options.statements_max)};
    if (code != SQLITE_OK) {
        return std::unexpected(sqlite_error(code, handle ? sqlite3_errmsg(handle) : "out of memory", "opening " + options.file));
    }
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, nullptr);
    sqlite3_limit(handle, SQLITE_LIMIT_ATTACHED, 0);
    sqlite3_busy_timeout(handle, 5'000);
    std::string pragmas = "PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-" + std::to_string(options.cache_kib);
    if (options.read_only) pragmas += "; PRAGMA query_only=ON";
    TRY_VOID(connection->run_script(pragmas));
    return connection;
}

SqliteConnection::~SqliteConnection() {
    drop_statements();
    sqlite3_close_v2(handle_);
}

bool SqliteConnection::in_transaction() const { return sqlite3_get_autocommit(handle_) == 0; }

void SqliteConnection::drop_statements() {
    by_sql_.clear();
    kept_.clear();
}

Result<void> SqliteConnection::run_script(std::string const& sql) {
    int const code = sqlite3_exec(handle_, sql.c_str(), nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return std::unexpected(sqlite_error(code, sqlite3_errmsg(handle_), sql));
    return {};
}

Result<sqlite3_stmt*> SqliteConnection::prepare(std::string_view sql) {
    if (auto found = by_sql_.find(sql); found != by_sql_.end()) {
        kept_.splice(kept_.begin(), kept_, found->second);
        return kept_.front().statement.get();
    }
    if (sql.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        return fail(ErrorKind::internal, "database.sql", "preparing a statement: it is too long");
    }
    sqlite3_stmt* statement = nullptr;
    char const* rest = nullptr;
    int const code =
        sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, &rest);
    std::unique_ptr<sqlite3_stmt, Finalize> owned{statement};
    if (code != SQLITE_OK) return std::unexpected(sqlite_error(code, sqlite3_errmsg(handle_), sql));
    if (!owned) return fail(ErrorKind::internal, "database.sql", "preparing a statement: there is none in the text");
    if (sql.substr(static_cast<std::size_t>(rest - sql.data())).find_first_not_of(" \t\r\n;") != std::string_view::npos) {
        return fail(ErrorKind::internal, "database.sql",
            "preparing \"" + std::string(abridged(sql)) + "\": more than one statement in the text");
    }
    if (kept_.size() >= statements_max_) {
        by_sql_.erase(kept_.back().sql);
        kept_.pop_back();
    }
    kept_.push_front({std::string(sql), std::move(owned)});
    by_sql_.emplace(kept_.front().sql, kept_.begin());
    return statement;
}

Result<sqlite3_stmt*> SqliteConnection::bind(std::string_view sql, SqlArguments arguments) {
    TRY(auto* statement, prepare(sql));
    auto const wanted = static_cast<std::size_t>(sqlite3_bind_parameter_count(statement));
    if (wanted != arguments.size()) {
        return fail(ErrorKind::internal, "database.sql",
            "binding \"" + std::string(abridged(sql)) + "\": it has " + std::to_string(wanted) + " parameters, got " +
                std::to_string(arguments.size()));
    }
    int index = 0;
    for (auto const& argument : arguments) {
        if (int const code = bind_argument(statement, ++index, argument); code != SQLITE_OK) {
            sqlite3_clear_bindings(statement);
            return std::unexpected(sqlite_error(code, sqlite3_errmsg(handle_), sql));
        }
    }
    return statement;
}

Result<Rows> SqliteConnection::query(std::string_view sql, SqlArguments arguments, Access access) {
    TRY(auto* statement, bind(sql, arguments));
    if (access == Access::read && sqlite3_stmt_readonly(statement) == 0) return refuse_writing(sql);
    Reset reset{statement};
    Rows rows;
    for (;;) {
        int const code = sqlite3_step(statement);
        if (code == SQLITE_DONE) return rows;
        if (code != SQLITE_ROW) return std::unexpected(sqlite_error(code, sqlite3_errmsg(handle_), sql));
        // Counted here, after the step: SQLite may have prepared the statement anew for a changed schema.
        int const columns = sqlite3_column_count(statement);
        std::vector<SqlValue> row;
        row.reserve(static_cast<std::size_t>(columns));
        for (int column = 0; column < columns; ++column) row.push_back(column_value(statement, column));
        rows.emplace_back(std::move(row));
    }
}

Result<std::int64_t> SqliteConnection::execute(std::string_view sql, SqlArguments arguments) {
    TRY(auto* statement, bind(sql, arguments));
    Reset reset{statement};
    // The number of changes stays what the last writing statement left, so it is compared with the total.
    auto const before = sqlite3_total_changes64(handle_);
    for (;;) {
        int const code = sqlite3_step(statement);
        if (code == SQLITE_ROW) continue;
        if (code != SQLITE_DONE) return std::unexpected(sqlite_error(code, sqlite3_errmsg(handle_), sql));
        break;
    }
    return sqlite3_total_changes64(handle_) == before ? 0 : sqlite3_changes64(handle_);
}

template <class T>
Result<T> SqliteTransaction::watch(Result<T> result) {
    if (result) return result;
    if (!connection_.in_transaction() || is_fatal(result.error())) broken_ = result.error();
    return result;
}

Result<Rows> SqliteTransaction::query_values(std::string_view sql, SqlArguments arguments) {
    if (broken_) return std::unexpected(*broken_);
    return watch(connection_.query(sql, arguments, access_));
}

Result<std::int64_t> SqliteTransaction::execute_values(std::string_view sql, SqlArguments arguments) {
    if (broken_) return std::unexpected(*broken_);
    if (access_ == Access::read) return refuse_writing(sql);
    return watch(connection_.execute(sql, arguments));
}

}  // namespace lockstep::adapters
