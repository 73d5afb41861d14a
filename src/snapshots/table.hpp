// SPDX-License-Identifier: Apache-2.0
// Table: the rows and columns of an exported file (CSV with any usual separator, or JSON). Strict where a guess could change what
// a cell says: an open quote or text after a closing one is refused with its line and column. Pure; memory is bounded by the
// limits.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "snapshots/encoding.hpp"

namespace lockstep::snapshots {

struct TableLimits {
    std::size_t bytes = std::size_t{32} << 20U;
    std::size_t rows = 200'000;
    std::size_t columns = 300;
    std::size_t cells = 6'000'000;
    std::size_t cell_bytes = std::size_t{64} << 10U;
};

enum class Shape : std::uint8_t {
    separated,
    json
};
std::string_view to_string(Shape shape);

struct Layout {
    Encoding encoding = Encoding::utf8;
    Shape shape = Shape::separated;
    char separator = ',';  // of separated values: one of , ; tab |
    bool operator==(Layout const&) const = default;
};

struct TableRow {
    std::uint32_t line = 0;  // where it begins in the file; in JSON its number in the list
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    bool operator==(TableRow const&) const = default;
};

class Table {
public:
    Layout layout;
    std::vector<std::string> headers;  // trimmed; may be empty or repeated
    std::vector<TableRow> rows;        // blank ones are left out

    // Nothing where the row has no such cell, or a JSON object no such member: that is not the same as an empty one.
    std::optional<std::string_view> cell(TableRow const& row, std::size_t column) const {
        if (column >= row.count) return std::nullopt;
        auto const& found = cells_[row.first + column];
        if (!found.is_said) return std::nullopt;
        return std::string_view(text_).substr(found.offset, found.size);
    }

private:
    friend class TableBuilder;
    struct Cell {
        std::uint32_t offset = 0;
        std::uint32_t size : 31 = 0;
        std::uint32_t is_said : 1 = 0;
    };

    std::string text_;  // what the cells say, one after the other
    std::vector<Cell> cells_;
};

// invalid: what decode() answers, "snapshots.broken_file" (an open quote, text after a closing one, malformed JSON, no list in
// it) with line and column, "snapshots.no_header", "snapshots.file_limit".
Result<Table> read_table(std::string_view bytes, TableLimits const& limits = {});

// By what the records of the beginning have in common; a comma when nothing speaks for another.
char recognise_separator(std::string_view text);

}  // namespace lockstep::snapshots
