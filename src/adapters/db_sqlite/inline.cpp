// SPDX-License-Identifier: Apache-2.0
#include "adapters/db_sqlite/inline.hpp"

#include <sqlite3.h>
#include <cstring>
#include <utility>

namespace lockstep::adapters {

Result<std::unique_ptr<SqliteInline>> SqliteInline::open() {
    ConnectionOptions options;
    options.file = ":memory:";
    TRY(auto connection, SqliteConnection::open(options));
    return std::unique_ptr<SqliteInline>(new SqliteInline(std::move(connection)));
}

Result<std::unique_ptr<SqliteInline>> SqliteInline::open_image(std::string_view image) {
    TRY(auto database, open());
    TRY_VOID(database->restore(image));
    return database;
}

std::string SqliteInline::image() {
    sqlite3_int64 size = 0;
    unsigned char* bytes = sqlite3_serialize(connection_->handle(), "main", &size, 0);
    if (bytes == nullptr) return {};  // an empty database has no pages
    std::string image(reinterpret_cast<char const*>(bytes), static_cast<std::size_t>(size));
    sqlite3_free(bytes);
    return image;
}

Result<void> SqliteInline::restore(std::string_view image) {
    connection_->drop_statements();
    auto* bytes = static_cast<unsigned char*>(sqlite3_malloc64(image.size() + 1));
    if (bytes == nullptr) return fail(ErrorKind::unavailable, "database.io", "restoring an image: out of memory");
    std::memcpy(bytes, image.data(), image.size());
    auto const size = static_cast<sqlite3_int64>(image.size());
    // SQLite frees the bytes, also when it returns an error.
    int const code = sqlite3_deserialize(
        connection_->handle(), "main", bytes, size, size, SQLITE_DESERIALIZE_FREEONCLOSE | SQLITE_DESERIALIZE_RESIZEABLE);
    if (code != SQLITE_OK)
        return std::unexpected(sqlite_error(code, sqlite3_errmsg(connection_->handle()), "restoring an image"));
    return {};
}

Result<void> SqliteInline::write_now(TransactionBody& body) {
    TRY_VOID(connection_->execute("BEGIN IMMEDIATE", {}));
    SqliteTransaction transaction{*connection_, Access::write};
    auto result = run_body(body, transaction);
    if (result && transaction.broken()) result = std::unexpected(*transaction.broken());
    if (result && before_commit) {
        if (auto error = before_commit()) result = std::unexpected(std::move(*error));
    }
    if (result) {
        auto committed = connection_->execute("COMMIT", {});
        if (!committed) result = pass_on(std::move(committed).error());
    }
    if (!result) {
        if (connection_->in_transaction()) CHECK(connection_->execute("ROLLBACK", {}).has_value());
        return result;
    }
    if (after_commit) {
        if (auto error = after_commit()) return std::unexpected(std::move(*error));
    }
    return {};
}

Result<void> SqliteInline::read_now(TransactionBody& body) {
    TRY_VOID(connection_->execute("BEGIN", {}));
    SqliteTransaction transaction{*connection_, Access::read};
    auto result = run_body(body, transaction);
    if (connection_->in_transaction()) CHECK(connection_->execute("ROLLBACK", {}).has_value());
    return result;
}

Task<Result<void>> SqliteInline::write(TransactionBody body) { co_return write_now(body); }

Task<Result<void>> SqliteInline::read(TransactionBody body) { co_return read_now(body); }

}  // namespace lockstep::adapters
