// SPDX-License-Identifier: Apache-2.0
// Database: transactions over SQL in the subset that SQLite and PostgreSQL share. Parameters are written ?1, ?2, ...;
// now(), random() and the like do not occur in SQL: time and ids come as arguments.
//
// A transaction body is a plain function. It runs where the database wants (a writer thread, inline in the simulation),
// may be run again from the start after a serialization failure, and therefore has no effect but through its Transaction.
// Bodies never wait for anything else.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "ports/task.hpp"

namespace lockstep {

// What a column holds. Text and blob are both byte strings in C++; the type decides how it is stored.
struct Blob {
    std::string bytes;
    bool operator==(Blob const&) const = default;
};
using SqlValue = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;

// A bound argument: borrowed, because a statement has ended when the call that runs it returns.
struct BlobView {
    std::string_view bytes;
    bool operator==(BlobView const&) const = default;
};
using SqlArgument = std::variant<std::monostate, std::int64_t, double, std::string_view, BlobView>;
using SqlArguments = std::span<SqlArgument const>;

inline SqlArgument sql_argument(std::monostate) { return {}; }
inline SqlArgument sql_argument(std::nullptr_t) { return std::monostate{}; }
inline SqlArgument sql_argument(bool value) { return std::int64_t{value}; }
template <class Integer>
    requires(std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>)
SqlArgument sql_argument(Integer value) {
    return static_cast<std::int64_t>(value);
}
inline SqlArgument sql_argument(double value) { return value; }
inline SqlArgument sql_argument(std::string const& value) { return std::string_view(value); }
// A temporary would be gone before the statement runs.
SqlArgument sql_argument(std::string&&) = delete;
inline SqlArgument sql_argument(std::string_view value) { return value; }
inline SqlArgument sql_argument(char const* value) { return std::string_view(value); }
inline SqlArgument sql_argument(Blob const& value) { return BlobView{value.bytes}; }
inline SqlArgument sql_argument(BlobView value) { return value; }
inline SqlArgument sql_argument(TimePoint value) { return to_micros(value); }
template <class T>
SqlArgument sql_argument(std::optional<T> const& value) {
    return value ? sql_argument(*value) : SqlArgument{};
}
template <class T>
    requires requires(T const& id) {
        { id.text() } -> std::same_as<std::string const&>;
    }
SqlArgument sql_argument(T const& id) {
    return std::string_view(id.text());
}
inline SqlArgument sql_argument(SqlValue const& value) {
    return std::visit([](auto const& held) -> SqlArgument { return sql_argument(held); }, value);
}

class Row {
public:
    explicit Row(std::vector<SqlValue> values) : values_(std::move(values)) {}

    bool is_null(std::size_t column) const { return std::holds_alternative<std::monostate>(values_.at(column)); }
    // Wrong types are our own mistake (the schema is ours), so they end the process by CHECK; null reads as 0, "" or empty.
    std::int64_t integer(std::size_t column) const;
    double real(std::size_t column) const;
    std::string const& text(std::size_t column) const;
    std::string const& blob(std::size_t column) const;
    TimePoint time(std::size_t column) const { return from_micros(integer(column)); }
    bool boolean(std::size_t column) const { return integer(column) != 0; }
    std::optional<std::string> optional_text(std::size_t column) const;
    std::optional<TimePoint> optional_time(std::size_t column) const;
    template <class IdType>
    IdType id(std::size_t column) const {
        return IdType{text(column)};
    }

private:
    std::vector<SqlValue> values_;
};

using Rows = std::vector<Row>;

// What a body sees. Errors: conflict "database.unique" (a unique or primary key exists), conflict "database.constraint",
// unavailable "database.full" (no space), internal "database.sql".
class Transaction {
public:
    virtual ~Transaction() = default;

    virtual Result<Rows> query_values(std::string_view sql, SqlArguments arguments) = 0;
    // Returns the number of rows changed.
    virtual Result<std::int64_t> execute_values(std::string_view sql, SqlArguments arguments) = 0;

    template <class... Values>
    Result<Rows> query(std::string_view sql, Values const&... values) {
        return query_values(sql, std::array<SqlArgument, sizeof...(values)>{sql_argument(values)...});
    }
    template <class... Values>
    Result<std::int64_t> execute(std::string_view sql, Values const&... values) {
        return execute_values(sql, std::array<SqlArgument, sizeof...(values)>{sql_argument(values)...});
    }
};

using TransactionBody = std::function<Result<void>(Transaction&)>;

class Database {
public:
    virtual ~Database() = default;

    // Durable (fsynced) when it returns success. When the body returns an error everything it did is undone and the error is
    // passed on. unavailable "database.outcome_unknown": committed or not, ask again (never from SQLite outside the simulation).
    virtual Task<Result<void>> write(TransactionBody body) = 0;
    // A consistent snapshot; execute() in it fails.
    virtual Task<Result<void>> read(TransactionBody body) = 0;

    // The same with a value: body is Result<T>(Transaction&).
    template <class Body>
    auto write_value(Body body) -> Task<std::invoke_result_t<Body&, Transaction&>> {
        std::optional<typename std::invoke_result_t<Body&, Transaction&>::value_type> value;
        CO_TRY_VOID(co_await write([&](Transaction& transaction) -> Result<void> {
            TRY(value, body(transaction));
            return {};
        }));
        co_return std::move(*value);
    }
    template <class Body>
    auto read_value(Body body) -> Task<std::invoke_result_t<Body&, Transaction&>> {
        std::optional<typename std::invoke_result_t<Body&, Transaction&>::value_type> value;
        CO_TRY_VOID(co_await read([&](Transaction& transaction) -> Result<void> {
            TRY(value, body(transaction));
            return {};
        }));
        co_return std::move(*value);
    }
};

// One step of one module's schema, from src/<module>/schema/<number>_<name>.sql. Applied in (module order, number), each in
// one transaction with its row in schema_versions.
struct Migration {
    std::string_view module;
    int number = 0;
    std::string_view name;
    std::string_view sql;
};

}  // namespace lockstep
