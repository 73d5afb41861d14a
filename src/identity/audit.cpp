// SPDX-License-Identifier: Apache-2.0
#include "identity/audit.hpp"

#include <initializer_list>

#include "base/bytes.hpp"
#include "vault/signature.hpp"

namespace lockstep::identity {
namespace {

constexpr std::string_view columns = "number, id, at, actor, action, subject, prev_hash, hash";
constexpr std::int64_t page = 1000;

// Each part with its length, so that no text can pass for two others.
std::string entry_hash(AccountId const& account, AuditEntry const& entry) {
    std::string content;
    auto const number = std::to_string(entry.number);
    auto const at = std::to_string(to_micros(entry.at));
    for (std::string_view part : std::initializer_list<std::string_view>{
             account.text(), number, entry.id.text(), at, entry.actor, entry.action, entry.subject, entry.prev_hash}) {
        content += std::to_string(part.size());
        content += ':';
        content += part;
    }
    return to_hex(vault::sha256(content));
}

AuditEntry read_row(Row const& row) {
    return {row.integer(0), row.id<AuditId>(1), row.time(2), row.text(3), row.text(4), row.text(5), row.text(6), row.text(7)};
}

}  // namespace

Result<AuditEntry> append_audit(Transaction& transaction, AccountId const& account, AuditEntry entry) {
    TRY(auto rows,
        transaction.query("SELECT number, hash FROM audit_entries WHERE account_id = ?1 ORDER BY number DESC LIMIT 1", account));
    entry.number = rows.empty() ? 1 : rows.front().integer(0) + 1;
    entry.prev_hash = rows.empty() ? std::string{} : rows.front().text(1);
    entry.hash = entry_hash(account, entry);
    TRY_VOID(
        transaction.execute("INSERT INTO audit_entries (account_id, number, id, at, actor, action, subject, prev_hash, hash)"
                            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            account, entry.number, entry.id, entry.at, entry.actor, entry.action, entry.subject, entry.prev_hash, entry.hash));
    return entry;
}

Result<std::vector<AuditEntry>> list_audit(
    Transaction& transaction, AccountId const& account, std::int64_t before_number, std::int64_t limit) {
    TRY(auto rows, transaction.query(
                       "SELECT " + std::string(columns) +
                           " FROM audit_entries WHERE account_id = ?1 AND (?2 = 0 OR number < ?2) ORDER BY number DESC LIMIT ?3",
                       account, before_number, limit));
    std::vector<AuditEntry> list;
    list.reserve(rows.size());
    for (auto const& row : rows) list.push_back(read_row(row));
    return list;
}

Result<std::optional<std::int64_t>> find_audit_break(Transaction& transaction, AccountId const& account) {
    std::int64_t last = 0;
    std::string last_hash;
    while (true) {
        TRY(auto rows, transaction.query("SELECT " + std::string(columns) +
                                             " FROM audit_entries WHERE account_id = ?1 AND number > ?2 ORDER BY number LIMIT ?3",
                           account, last, page));
        if (rows.empty()) return std::optional<std::int64_t>{};
        for (auto const& row : rows) {
            auto const entry = read_row(row);
            if (entry.number != last + 1) return std::optional{last + 1};
            if (entry.prev_hash != last_hash || entry.hash != entry_hash(account, entry)) return std::optional{entry.number};
            last = entry.number;
            last_hash = entry.hash;
        }
    }
}

}  // namespace lockstep::identity
