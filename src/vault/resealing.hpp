// SPDX-License-Identifier: Apache-2.0
// The steps of sealing anew (resealer.hpp), each within a transaction: going through a table, counting what is sealed under older
// data keys, sealing it under the newest, and remembering how far that has come.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>

#include "base/json.hpp"
#include "vault/sealed_table.hpp"
#include "vault/vault.hpp"

namespace lockstep::vault {

// The data key's version that a sealed value says it is sealed under; nullopt: it is none of ours.
std::optional<std::int64_t> version_of(std::string_view sealed);

// Where a walk through a table has come to: the parts of the last row's key. nullopt: before the first row.
using WalkKey = std::optional<std::vector<SqlValue>>;
std::string to_text(WalkKey const& key);
// What makes no sense is the beginning: going through a row again changes nothing.
WalkKey walk_key_from(std::string_view text);

// Statements are made from the declaration alone.
std::string listing_of(SealedTable const& table, bool from_start);
std::string reading_of(SealedTable const& table);
std::string writing_of(SealedTable const& table);

struct Portion {
    WalkKey after;
    bool is_last = false;
    std::int64_t rows = 0;                                  // gone through
    std::int64_t sealed = 0;                                // of them sealed anew
    std::int64_t damaged = 0;                               // of them such that do not open
    std::map<std::int64_t, std::int64_t> older_by_version;  // rows under older keys, by the oldest key of each
};

// Counts the rows of one portion under keys older than `newest`.
Result<Portion> count_portion(Transaction& transaction, SealedTable const& table, AccountId const& account, WalkKey after,
    std::int64_t newest, std::int64_t rows_most);
// Seals them anew. Stops early after `bytes_most` of what was sealed.
struct PortionSize {
    std::int64_t rows_most = 100;
    std::int64_t bytes_most = 512 * 1024;
};
Result<Portion> reseal_portion(Transaction& transaction, Vault const& vault, SealedTable const& table, AccountId const& account,
    WalkKey after, std::int64_t newest, PortionSize size);

// What is remembered. Counts of nothing: they were not counted, or nothing is left.
using SealedCounts = std::map<std::int64_t, std::int64_t>;
Result<SealedCounts> load_sealed_counts(Transaction& transaction, AccountId const& account);
struct TableLeft {
    std::string table;
    std::int64_t target = 0;
    std::string after_key;
};
Result<std::vector<TableLeft>> load_tables_left(Transaction& transaction, AccountId const& account);
Result<void> remember_counts(Transaction& transaction, AccountId const& account, std::int64_t target, SealedCounts const& counts,
    std::set<std::string, std::less<>> const& tables);
Result<void> remember_portion(Transaction& transaction, AccountId const& account, std::string_view table, Portion const& portion);
// Keys older than `newest` are deleted: nothing is sealed under them any more. What was remembered goes with them.
Result<std::int64_t> delete_older_keys(Transaction& transaction, AccountId const& account, std::int64_t newest);

}  // namespace lockstep::vault
