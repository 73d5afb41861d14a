// SPDX-License-Identifier: Apache-2.0
#include "million/copies.hpp"

#include <sqlite3.h>
#include <array>
#include <cstdio>
#include <memory>
#include <optional>
#include <vector>

#include "ports/database.hpp"

namespace lockstep::bench {
namespace {

struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Handle = std::unique_ptr<sqlite3, Close>;
using Statement = std::unique_ptr<sqlite3_stmt, Close>;

std::unexpected<Error> refused(sqlite3* handle, std::string_view sql) {
    return fail(ErrorKind::internal, "bench.sql", "running \"" + std::string(sql) + "\": " + sqlite3_errmsg(handle));
}

Result<Statement> prepare(sqlite3* handle, std::string const& sql) {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v2(handle, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) return refused(handle, sql);
    return Statement{statement};
}

Result<void> run_script(sqlite3* handle, std::string const& sql) {
    if (sqlite3_exec(handle, sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) return refused(handle, sql);
    return {};
}

void bind_value(sqlite3_stmt* statement, int index, SqlValue const& value) {
    if (auto const* number = std::get_if<std::int64_t>(&value)) {
        sqlite3_bind_int64(statement, index, *number);
    } else if (auto const* real = std::get_if<double>(&value)) {
        sqlite3_bind_double(statement, index, *real);
    } else if (auto const* text = std::get_if<std::string>(&value)) {
        sqlite3_bind_text64(statement, index, text->data(), text->size(), SQLITE_STATIC, SQLITE_UTF8);
    } else if (auto const* blob = std::get_if<Blob>(&value)) {
        sqlite3_bind_blob64(statement, index, blob->bytes.data(), blob->bytes.size(), SQLITE_STATIC);
    } else {
        sqlite3_bind_null(statement, index);
    }
}

SqlValue column_of(sqlite3_stmt* statement, int column) {
    auto const bytes = [&] {
        auto const* data = static_cast<char const*>(sqlite3_column_blob(statement, column));
        auto const size = static_cast<std::size_t>(sqlite3_column_bytes(statement, column));
        return data == nullptr ? std::string() : std::string(data, size);
    };
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER: return sqlite3_column_int64(statement, column);
        case SQLITE_FLOAT: return sqlite3_column_double(statement, column);
        case SQLITE_TEXT: return bytes();
        case SQLITE_BLOB: return Blob{bytes()};
        default: return std::monostate{};
    }
}

struct Found {
    std::vector<std::string> columns;
    std::vector<std::vector<SqlValue>> rows;
};

Result<Found> select(sqlite3* handle, std::string const& sql, std::vector<std::string> const& arguments) {
    TRY(auto const statement, prepare(handle, sql));
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        sqlite3_bind_text64(
            statement.get(), static_cast<int>(i + 1), arguments[i].data(), arguments[i].size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    Found found;
    auto const count = sqlite3_column_count(statement.get());
    for (int i = 0; i < count; ++i) found.columns.emplace_back(sqlite3_column_name(statement.get(), i));
    while (sqlite3_step(statement.get()) == SQLITE_ROW) {
        auto& row = found.rows.emplace_back();
        for (int i = 0; i < count; ++i) row.push_back(column_of(statement.get(), i));
    }
    return found;
}

// Who is copied.
struct Original {
    AccountId account;
    std::string sync, link, a, b;
};

Result<Original> find_original(sqlite3* handle) {
    TRY(auto const found,
        select(handle,
            "SELECT l.account_id, l.sync_id, l.link_id, l.a_record, l.b_record FROM links l WHERE l.state = 'active' AND "
            "l.a_record IS NOT NULL AND l.b_record IS NOT NULL AND EXISTS (SELECT 1 FROM changes c WHERE c.account_id = "
            "l.account_id AND c.sync_id = l.sync_id AND c.link_id = l.link_id AND c.outcome = 'done') LIMIT 1",
            {}));
    if (found.rows.empty())
        return fail(ErrorKind::not_found, "bench.nobody", "copying a person: nobody is linked and has a history");
    auto const text = [&](std::size_t column) { return std::get<std::string>(found.rows.front()[column]); };
    return Original{AccountId{text(0)}, text(1), text(2), text(3), text(4)};
}

// The ids of one copy. They ascend and come after those of the real ones, so that every table and index is only appended to,
// which is several times as fast; a tree that is looked up is as deep either way.
struct CopyIds {
    std::string a, b, link, intent, change, blind;
};

std::string numbered(std::string_view head, std::int64_t number, int digits) {
    std::array<char, 48> text{};
    auto const size = std::snprintf(text.data(), text.size(), "%0*lld", digits, static_cast<long long>(number));
    return std::string(head) + std::string(text.data(), static_cast<std::size_t>(size));
}

enum class Role : std::uint8_t {
    kept,
    a,
    b,
    link,
    intent,
    change,
    blind,
    sealed
};

// One row of the original, and how to write it again for a copy.
class RowCopier {
public:
    static Result<RowCopier> open(sqlite3* handle, vault::Vault const& vault, Original const& original, std::string const& table,
        std::vector<std::string> const& columns, std::vector<SqlValue> const& row) {
        std::string names, marks;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            names += (i == 0 ? "" : ", ") + columns[i];
            marks += i == 0 ? "?" : ", ?";
        }
        RowCopier copier;
        copier.vault_ = &vault;
        copier.original_ = &original;
        copier.table_ = table;
        copier.columns_ = columns;
        copier.row_ = row;
        TRY(copier.insert_, prepare(handle, "INSERT INTO " + table + " (" + names + ") VALUES (" + marks + ")"));
        for (std::size_t i = 0; i < columns.size(); ++i) {
            copier.roles_.push_back(copier.role_of(columns[i], row[i]));
            copier.plain_.emplace_back();
            if (copier.roles_[i] != Role::sealed) continue;
            auto const& sealed = std::get<Blob>(row[i]).bytes;
            auto const place = copier.place({original.a, original.b, original.link, {}, copier.text_of("change_id"), {}});
            TRY(copier.plain_[i], vault.open(original.account, {table, place, copier.sealed_name(i)}, sealed));
        }
        return copier;
    }

    Result<void> copy(sqlite3* handle, CopyIds const& ids) {
        auto const where = place(ids);
        for (std::size_t i = 0; i < row_.size(); ++i) {
            switch (roles_[i]) {
                case Role::kept: break;
                case Role::a: row_[i] = ids.a; break;
                case Role::b: row_[i] = ids.b; break;
                case Role::link: row_[i] = ids.link; break;
                case Role::intent: row_[i] = ids.intent; break;
                case Role::change: row_[i] = ids.change; break;
                case Role::blind: row_[i] = ids.blind; break;
                case Role::sealed:
                    row_[i] = Blob{vault_->seal(original_->account, {table_, where, sealed_name(i)}, plain_[i])};
                    break;
            }
            bind_value(insert_.get(), static_cast<int>(i + 1), row_[i]);
        }
        auto const code = sqlite3_step(insert_.get());
        sqlite3_reset(insert_.get());
        if (code != SQLITE_DONE) return refused(handle, "INSERT INTO " + table_);
        return {};
    }

    void set(std::string_view column, SqlValue value) {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (columns_[i] == column) row_[i] = value;
        }
    }

private:
    RowCopier() = default;

    // Whatever column holds an id of the original holds the copy's.
    Role role_of(std::string const& column, SqlValue const& value) const {
        if (column == "intent_id" || column == "effect_id") return Role::intent;
        if (column == "change_id") return Role::change;
        if (column == "blind") return Role::blind;
        if (column.starts_with("sealed_")) return Role::sealed;
        auto const* text = std::get_if<std::string>(&value);
        if (text == nullptr) return Role::kept;
        if (*text == original_->a) return Role::a;
        if (*text == original_->b) return Role::b;
        return *text == original_->link ? Role::link : Role::kept;
    }

    std::string text_of(std::string_view column) const {
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            if (columns_[i] == column) return std::get<std::string>(row_[i]);
        }
        return {};
    }

    std::string_view sealed_name(std::size_t column) const { return std::string_view(columns_[column]).substr(7); }

    // The identity under which a row's texts are sealed, as sync/state writes it.
    std::string place(CopyIds const& ids) const {
        if (table_ == "links") return ids.link;
        if (table_ == "changes") return ids.change;
        auto const side = text_of("side");
        return original_->sync + "/" + side + "/" + (side == "a" ? ids.a : ids.b);
    }

    vault::Vault const* vault_ = nullptr;
    Original const* original_ = nullptr;
    std::string table_;
    std::vector<std::string> columns_;
    std::vector<SqlValue> row_;
    std::vector<Role> roles_;
    std::vector<std::string> plain_;
    Statement insert_;
};

class Copier {
public:
    Copier(sqlite3* handle, vault::Vault const& vault, CopyPlan const& plan, Original original)
        : handle_(handle), vault_(vault), plan_(plan), original_(std::move(original)) {}

    Result<void> open() {
        auto const& [account, sync, link, a, b] = original_;
        std::string const of_sync = " WHERE account_id = ?1 AND sync_id = ?2 AND ";
        TRY_VOID(add(once_, "links", of_sync + "link_id = ?3", {account.text(), sync, link}));
        for (auto const* table : {"mirrors", "mirror_keys"}) {
            TRY_VOID(add(once_, table, of_sync + "side = 'a' AND record_id = ?3", {account.text(), sync, a}));
            TRY_VOID(add(once_, table, of_sync + "side = 'b' AND record_id = ?3", {account.text(), sync, b}));
        }
        TRY_VOID(
            add(per_change_, "changes", of_sync + "link_id = ?3 AND outcome = 'done' LIMIT 1", {account.text(), sync, link}));
        TRY_VOID(
            add(per_change_, "effects", " WHERE account_id = ?1 AND group_id = ?2 AND subject = ?3 AND state = 'done' LIMIT 1",
                {account.text(), sync, link}));
        for (auto& row : once_) row.set("seen_sweep", sweep_id());
        return {};
    }

    Result<CopyReport> copy_all() {
        CopyReport report;
        for (std::int64_t number = 0; number < plan_.links; ++number) {
            auto const tail = id_tail(number, 0);
            CopyIds ids{copy_record(number), numbered("9", number, 9), "lnk_" + tail, {}, {}, {}};
            for (std::size_t i = 0; i < once_.size(); ++i) {
                ids.blind = numbered("", number, 24) + numbered("", static_cast<std::int64_t>(i), 8);
                TRY_VOID(once_[i].copy(handle_, ids));
            }
            report.rows += static_cast<std::int64_t>(once_.size());
            for (std::int64_t change = 1; change <= plan_.changes; ++change) {
                ids.change = "chg_" + id_tail(number, change);
                ids.intent = "int_" + id_tail(number, change);
                for (auto& row : per_change_) TRY_VOID(row.copy(handle_, ids));
                report.rows += static_cast<std::int64_t>(per_change_.size());
            }
        }
        report.links = plan_.links;
        return report;
    }

    // What the stores keep, they keep for rows that they write themselves.
    Result<void> add_to_counts() {
        auto const links = std::to_string(plan_.links), changes = std::to_string(plan_.links * plan_.changes);
        auto const of_sync = " WHERE account_id = '" + original_.account.text() + "' AND sync_id = '" + original_.sync + "'";
        TRY_VOID(run_script(handle_, "UPDATE sync_counts SET linked = linked + " + links + ", records_a = records_a + " + links +
                                         ", records_b = records_b + " + links + of_sync));
        TRY_VOID(run_script(handle_, "UPDATE change_hours SET changes = changes + " + changes + of_sync +
                                         " AND hour = (SELECT created_at / 3600000000 FROM changes" + of_sync +
                                         " AND link_id = '" + original_.link + "' AND outcome = 'done' LIMIT 1)"));
        return run_script(handle_, "UPDATE effect_groups SET done = done + " + changes + " WHERE account_id = '" +
                                       original_.account.text() + "' AND owner = 'sync' AND group_id = '" + original_.sync + "'");
    }

    // As if the program had ended in the middle of a sweep that had listed all copies: it goes on, and shows who is real.
    Result<void> tell_sweeps() {
        return run_script(
            handle_, "UPDATE sweeps SET state = 'running', sweep_id = '" + sweep_id() +
                         "', next_inputs = '', finished_at = NULL, started_at = " + std::to_string(to_micros(plan_.now)));
    }

private:
    // Newer than what is there and older than what will come.
    std::string id_tail(std::int64_t number, std::int64_t change) const {
        std::array<std::byte, 10> bytes{};
        for (std::size_t i = 0; i < 8; ++i) bytes.at(i) = static_cast<std::byte>(number >> (8 * (7 - i)));
        bytes[9] = static_cast<std::byte>(change);
        return id_suffix(plan_.now, bytes);
    }
    std::string sweep_id() const { return "swp_" + id_tail(0, 0); }

    Result<void> add(std::vector<RowCopier>& rows, std::string const& table, std::string const& where,
        std::vector<std::string> const& arguments) {
        TRY(auto const found, select(handle_, "SELECT * FROM " + table + where, arguments));
        if (found.rows.empty()) return fail(ErrorKind::not_found, "bench.no_rows", "copying a person: no rows in " + table);
        for (auto const& row : found.rows) {
            TRY(auto copier, RowCopier::open(handle_, vault_, original_, table, found.columns, row));
            rows.push_back(std::move(copier));
        }
        return {};
    }

    sqlite3* handle_;
    vault::Vault const& vault_;
    CopyPlan const& plan_;
    Original original_;
    std::vector<RowCopier> once_;
    std::vector<RowCopier> per_change_;
};

}  // namespace

std::string copy_record(std::int64_t number) { return numbered("zzzzzz", number, 14); }

Result<CopyReport> copy_links(vault::Vault const& vault, CopyPlan const& plan) {
    sqlite3* opened = nullptr;
    auto const code = sqlite3_open_v2(plan.database_file.c_str(), &opened, SQLITE_OPEN_READWRITE, nullptr);
    Handle const handle{opened};
    if (code != SQLITE_OK) return refused(opened, "opening " + plan.database_file);
    // A file that is lost when this does not end well: it is made for one run.
    TRY_VOID(run_script(opened,
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA "
        "cache_size = -1000000; PRAGMA temp_store = FILE; BEGIN"));
    TRY(auto original, find_original(opened));
    CopyReport report;
    {
        Copier copier(opened, vault, plan, std::move(original));
        TRY_VOID(copier.open());
        TRY(report, copier.copy_all());
        TRY_VOID(copier.add_to_counts());
        TRY_VOID(copier.tell_sweeps());
    }
    TRY_VOID(run_script(opened, "COMMIT; PRAGMA journal_mode = WAL"));
    return report;
}

}  // namespace lockstep::bench
