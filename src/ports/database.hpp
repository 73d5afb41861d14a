// SPDX-License-Identifier: Apache-2.0
// Database: transactions over SQL in the subset that SQLite and PostgreSQL share. Parameters are written ?1, ?2, ...;
// now(), random() and the like do not occur in SQL: time and ids come as arguments.
//
// A transaction body is a plain function. It runs where the database wants (a writer thread, inline in the simulation),
// may be run again from the start after a serialization failure, and therefore has no effect but through its Transaction.
// Bodies never wait for anything else.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
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

// A bound argument. Text and blob are both byte strings in C++; the type decides how it is stored.
struct Blob {
    std::string bytes;
    bool operator==(Blob const&) const = default;
};
using SqlValue = std::variant<std::monostate, std::int64_t, double, std::string, Blob>;

inline SqlValue sql_value(std::nullptr_t) { return std::monostate{}; }
inline SqlValue sql_value(bool value) { return std::int64_t{value}; }
template <class Integer>
    requires(std::is_integral_v<Integer> && !std::is_same_v<Integer, bool>)
SqlValue sql_value(Integer value) {
    return static_cast<std::int64_t>(value);
}
inline SqlValue sql_value(double value) { return value; }
inline SqlValue sql_value(std::string value) { return value; }
inline SqlValue sql_value(std::string_view value) { return std::string(value); }
inline SqlValue sql_value(char const* value) { return std::string(value); }
inline SqlValue sql_value(Blob value) { return value; }
inline SqlValue sql_value(TimePoint value) { return to_micros(value); }
inline SqlValue sql_value(SqlValue value) { return value; }
template <class T>
SqlValue sql_value(std::optional<T> const& value) {
    return value ? sql_value(*value) : SqlValue{};
}
template <class T>
    requires requires(T const& id) {
        { id.text() } -> std::convertible_to<std::string>;
    }
SqlValue sql_value(T const& id) {
    return std::string(id.text());
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
using SqlValues = std::vector<SqlValue>;

// What a body sees. Errors: conflict "database.unique" (a unique or primary key exists), conflict "database.constraint",
// unavailable "database.full" (no space), internal "database.sql".
class Transaction {
public:
    virtual ~Transaction() = default;

    virtual Result<Rows> query_values(std::string_view sql, SqlValues const& values) = 0;
    // Returns the number of rows changed.
    virtual Result<std::int64_t> execute_values(std::string_view sql, SqlValues const& values) = 0;

    template <class... Values>
    Result<Rows> query(std::string_view sql, Values const&... values) {
        return query_values(sql, SqlValues{sql_value(values)...});
    }
    template <class... Values>
    Result<std::int64_t> execute(std::string_view sql, Values const&... values) {
        return execute_values(sql, SqlValues{sql_value(values)...});
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
