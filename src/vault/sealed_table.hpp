// SPDX-License-Identifier: Apache-2.0
// What a module declares of each of its tables in which something is sealed, so that it can be sealed anew under another data key
// (resealer.hpp). A column that is declared nowhere would be lost with the key that it is sealed under: a test of app finds it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace lockstep::vault {

enum class KeyKind : std::uint8_t {
    text,
    number
};

struct KeyColumn {
    std::string_view column;
    KeyKind kind;

    // Most are texts, and their names alone say all.
    constexpr KeyColumn(char const* name, KeyKind of = KeyKind::text) : column(name), kind(of) {}
};

struct SealedColumn {
    std::string_view column;  // in the table; may be NULL there
    std::string_view name;    // Place::column
};

// What Place::row is made of.
enum class SealedRow : std::uint8_t {
    key,       // the primary key after account_id, its parts joined by "/"
    last_key,  // its last part alone
    account    // the account: there is one row of it
};

struct SealedTable {
    std::string_view table;      // its primary key begins with account_id; Place::table
    std::vector<KeyColumn> key;  // the rest of the primary key
    SealedRow row = SealedRow::key;
    std::vector<SealedColumn> columns;
};
using SealedTables = std::vector<SealedTable>;

}  // namespace lockstep::vault
