// SPDX-License-Identifier: Apache-2.0
#include "vault/resealing.hpp"

#include <algorithm>

#include "vault/detail/bytes.hpp"

namespace lockstep::vault {
namespace {

constexpr std::size_t header_bytes = 3;  // format and version

std::string joined(std::vector<std::string> const& parts, std::string_view between) {
    std::string text;
    for (auto const& part : parts) {
        if (!text.empty()) text += between;
        text += part;
    }
    return text;
}

std::vector<std::string> numbered(std::size_t count, std::size_t first) {
    std::vector<std::string> marks;
    for (std::size_t i = 0; i < count; ++i) marks.push_back("?" + std::to_string(first + i));
    return marks;
}

std::vector<std::string> names_of(std::vector<KeyColumn> const& key) {
    std::vector<std::string> names;
    for (auto const& part : key) names.emplace_back(part.column);
    return names;
}

std::string of_one_row(SealedTable const& table) {
    std::string where = " WHERE account_id = ?1";
    for (std::size_t i = 0; i < table.key.size(); ++i)
        where += " AND " + std::string(table.key[i].column) + " = ?" + std::to_string(i + 2);
    return where;
}

std::vector<SqlArgument> arguments_of(AccountId const& account, std::vector<SqlValue> const& key) {
    std::vector<SqlArgument> arguments{sql_argument(account)};
    for (auto const& part : key) arguments.push_back(sql_argument(part));
    return arguments;
}

std::string text_of(SqlValue const& value) {
    if (auto const* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    auto const* text = std::get_if<std::string>(&value);
    return text != nullptr ? *text : std::string{};
}

std::string place_row(SealedTable const& table, AccountId const& account, std::vector<SqlValue> const& key) {
    if (table.row == SealedRow::account) return account.text();
    if (table.row == SealedRow::last_key) return text_of(key.back());
    std::vector<std::string> parts;
    for (auto const& part : key) parts.push_back(text_of(part));
    return joined(parts, "/");
}

std::vector<SqlValue> key_of(SealedTable const& table, Row const& row) {
    std::vector<SqlValue> key;
    for (std::size_t i = 0; i < table.key.size(); ++i) {
        if (table.key[i].kind == KeyKind::number)
            key.emplace_back(row.integer(i));
        else
            key.emplace_back(row.text(i));
    }
    return key;
}

// The oldest key under which something of a listed row is sealed; nullopt: all of it is under `newest`.
std::optional<std::int64_t> older_version(SealedTable const& table, Row const& row, std::int64_t newest) {
    std::optional<std::int64_t> oldest;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        auto const column = table.key.size() + i;
        if (row.is_null(column)) continue;
        auto const version = version_of(row.blob(column));
        if (version && *version < newest) oldest = std::min(oldest.value_or(*version), *version);
    }
    return oldest;
}

// Of one row, in the transaction that has just seen it. How many bytes were sealed; nullopt: something in it does not open.
Result<std::optional<std::int64_t>> reseal_row(Transaction& transaction, Vault const& vault, SealedTable const& table,
    AccountId const& account, std::vector<SqlValue> const& key) {
    auto const where = arguments_of(account, key);
    TRY(auto const rows, transaction.query_values(reading_of(table), where));
    if (rows.empty()) return std::optional<std::int64_t>{0};
    auto const row_name = place_row(table, account, key);
    std::vector<SqlValue> fresh;
    std::int64_t bytes = 0;
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        if (rows.front().is_null(i)) {
            fresh.emplace_back();
            continue;
        }
        Place const place{table.table, row_name, table.columns[i].name};
        auto const plain = vault.open(account, place, rows.front().blob(i));
        if (!plain) return std::optional<std::int64_t>{};
        fresh.emplace_back(Blob{vault.seal(account, place, *plain)});
        bytes += static_cast<std::int64_t>(plain->size());
    }
    auto arguments = where;
    for (auto const& value : fresh) arguments.push_back(sql_argument(value));
    TRY_VOID(transaction.execute_values(writing_of(table), arguments));
    return std::optional(bytes);
}

Result<Rows> list_portion(
    Transaction& transaction, SealedTable const& table, AccountId const& account, WalkKey const& after, std::int64_t rows_most) {
    // The arguments borrow from it.
    static std::vector<SqlValue> const from_start;
    auto arguments = arguments_of(account, after ? *after : from_start);
    arguments.push_back(sql_argument(rows_most));
    return transaction.query_values(listing_of(table, !after), arguments);
}

}  // namespace

std::optional<std::int64_t> version_of(std::string_view sealed) {
    if (sealed.size() < header_bytes || sealed.front() != '\x01') return std::nullopt;
    return std::int64_t{detail::read_big_endian<std::uint16_t>(sealed.substr(1, 2))};
}

std::string to_text(WalkKey const& key) {
    if (!key) return {};
    JsonArray parts;
    for (auto const& part : *key) {
        if (auto const* number = std::get_if<std::int64_t>(&part))
            parts.emplace_back(*number);
        else
            parts.emplace_back(text_of(part));
    }
    return lockstep::to_text(Json(std::move(parts)));
}

WalkKey walk_key_from(std::string_view text) {
    auto const json = parse_json(text);
    auto const* parts = json ? json->if_array() : nullptr;
    if (parts == nullptr) return {};
    std::vector<SqlValue> key;
    for (auto const& part : *parts) {
        if (auto const* number = part.if_int64())
            key.emplace_back(*number);
        else if (auto const* word = part.if_string())
            key.emplace_back(std::string(*word));
    }
    return key;
}

// Of the sealed columns their heads alone: what they hold is read where it is sealed anew.
std::string listing_of(SealedTable const& table, bool from_start) {
    auto columns = names_of(table.key);
    for (auto const& each : table.columns)
        columns.push_back("substr(" + std::string(each.column) + ", 1, " + std::to_string(header_bytes) + ")");
    auto const key = joined(names_of(table.key), ", ");
    auto sql = "SELECT " + joined(columns, ", ") + " FROM " + std::string(table.table) + " WHERE account_id = ?1";
    std::size_t marks = 2;
    if (!from_start && !table.key.empty()) {
        sql += " AND (" + key + ") > (" + joined(numbered(table.key.size(), marks), ", ") + ")";
        marks += table.key.size();
    }
    if (!table.key.empty()) sql += " ORDER BY " + key;
    return sql + " LIMIT ?" + std::to_string(marks);
}

std::string reading_of(SealedTable const& table) {
    std::vector<std::string> columns;
    for (auto const& each : table.columns) columns.emplace_back(each.column);
    return "SELECT " + joined(columns, ", ") + " FROM " + std::string(table.table) + of_one_row(table);
}

std::string writing_of(SealedTable const& table) {
    std::vector<std::string> values;
    for (std::size_t i = 0; i < table.columns.size(); ++i)
        values.push_back(std::string(table.columns[i].column) + " = ?" + std::to_string(table.key.size() + 2 + i));
    return "UPDATE " + std::string(table.table) + " SET " + joined(values, ", ") + of_one_row(table);
}

Result<Portion> count_portion(Transaction& transaction, SealedTable const& table, AccountId const& account, WalkKey after,
    std::int64_t newest, std::int64_t rows_most) {
    Portion portion;
    TRY(auto const rows, list_portion(transaction, table, account, after, rows_most));
    portion.after = std::move(after);
    for (auto const& row : rows) {
        ++portion.rows;
        if (auto const version = older_version(table, row, newest)) ++portion.older_by_version[*version];
        portion.after = key_of(table, row);
    }
    portion.is_last = portion.rows < rows_most || table.key.empty();
    return portion;
}

Result<Portion> reseal_portion(Transaction& transaction, Vault const& vault, SealedTable const& table, AccountId const& account,
    WalkKey after, std::int64_t newest, PortionSize size) {
    Portion portion;
    TRY(auto const rows, list_portion(transaction, table, account, after, size.rows_most));
    portion.after = std::move(after);
    std::int64_t bytes = 0;
    for (auto const& row : rows) {
        if (bytes >= size.bytes_most) return portion;
        ++portion.rows;
        auto key = key_of(table, row);
        if (auto const version = older_version(table, row, newest)) {
            TRY(auto const done, reseal_row(transaction, vault, table, account, key));
            if (done) {
                ++portion.sealed;
                ++portion.older_by_version[*version];
                bytes += *done;
            } else {
                ++portion.damaged;
            }
        }
        portion.after = std::move(key);
    }
    portion.is_last = portion.rows < size.rows_most || table.key.empty();
    return portion;
}

Result<SealedCounts> load_sealed_counts(Transaction& transaction, AccountId const& account) {
    TRY(auto const rows, transaction.query("SELECT version, row_count FROM sealed_counts WHERE account_id = ?1", account));
    SealedCounts counts;
    for (auto const& row : rows) counts[row.integer(0)] = row.integer(1);
    return counts;
}

Result<std::vector<TableLeft>> load_tables_left(Transaction& transaction, AccountId const& account) {
    TRY(auto const rows,
        transaction.query("SELECT table_name, target, after_key FROM reseal_tables WHERE account_id = ?1", account));
    std::vector<TableLeft> left;
    left.reserve(rows.size());
    for (auto const& row : rows) left.push_back({row.text(0), row.integer(1), row.text(2)});
    return left;
}

Result<void> remember_counts(Transaction& transaction, AccountId const& account, std::int64_t target, SealedCounts const& counts,
    std::set<std::string, std::less<>> const& tables) {
    TRY_VOID(transaction.execute("DELETE FROM sealed_counts WHERE account_id = ?1", account));
    TRY_VOID(transaction.execute("DELETE FROM reseal_tables WHERE account_id = ?1", account));
    for (auto const& [version, count] : counts) {
        TRY_VOID(transaction.execute(
            "INSERT INTO sealed_counts (account_id, version, row_count) VALUES (?1, ?2, ?3)", account, version, count));
    }
    for (auto const& table : tables) {
        TRY_VOID(
            transaction.execute("INSERT INTO reseal_tables (account_id, table_name, target, after_key) VALUES (?1, ?2, ?3, '')",
                account, table, target));
    }
    return {};
}

Result<void> remember_portion(
    Transaction& transaction, AccountId const& account, std::string_view table, Portion const& portion) {
    for (auto const& [version, count] : portion.older_by_version) {
        TRY_VOID(
            transaction.execute("UPDATE sealed_counts SET row_count = CASE WHEN row_count > ?3 THEN row_count - ?3 ELSE 0 END"
                                " WHERE account_id = ?1 AND version = ?2",
                account, version, count));
    }
    if (portion.is_last) {
        TRY_VOID(transaction.execute("DELETE FROM reseal_tables WHERE account_id = ?1 AND table_name = ?2", account, table));
        return {};
    }
    auto const after = to_text(portion.after);
    TRY_VOID(transaction.execute(
        "UPDATE reseal_tables SET after_key = ?3 WHERE account_id = ?1 AND table_name = ?2", account, table, after));
    return {};
}

Result<std::int64_t> delete_older_keys(Transaction& transaction, AccountId const& account, std::int64_t newest) {
    TRY_VOID(transaction.execute("DELETE FROM sealed_counts WHERE account_id = ?1", account));
    TRY_VOID(transaction.execute("DELETE FROM reseal_tables WHERE account_id = ?1", account));
    return transaction.execute(
        "DELETE FROM account_keys WHERE account_id = ?1 AND kind = 'data' AND version < ?2", account, newest);
}

}  // namespace lockstep::vault
