// SPDX-License-Identifier: Apache-2.0
// TableBuilder: puts a table together cell by cell and heeds the limits. Shared by the readers of this module.
#pragma once

#include "snapshots/table.hpp"

namespace lockstep::snapshots {

class TableBuilder {
public:
    explicit TableBuilder(TableLimits const& limits) : limits_(limits) {}

    void reserve(std::size_t bytes) { table_.text_.reserve(bytes); }
    // What the cell under way says, piece by piece.
    void add(char c) { table_.text_ += c; }
    void add(std::string_view piece) { table_.text_ += piece; }
    std::size_t cell_size() const { return table_.text_.size() - cell_start_; }

    Result<void> end_cell(Place const& place, bool is_said = true) {
        auto const size = cell_size();
        if (size > limits_.cell_bytes) return too_much("cell", limits_.cell_bytes, place);
        if (table_.cells_.size() >= limits_.cells) return too_much("cells", limits_.cells, place);
        if (table_.cells_.size() - row_start_ >= limits_.columns) return too_much("columns", limits_.columns, place);
        Table::Cell cell;
        cell.offset = static_cast<std::uint32_t>(cell_start_);
        cell.size = static_cast<std::uint32_t>(size) & 0x7FFF'FFFFU;
        cell.is_said = is_said ? 1 : 0;
        table_.cells_.push_back(cell);
        cell_start_ = table_.text_.size();
        return {};
    }

    // A row of which no cell says anything is no row.
    Result<void> end_row(std::size_t line) {
        auto const count = table_.cells_.size() - row_start_;
        bool is_blank = true;
        for (auto at = row_start_; at < table_.cells_.size() && is_blank; ++at) {
            auto const& cell = table_.cells_[at];
            is_blank =
                std::string_view(table_.text_).substr(cell.offset, cell.size).find_first_not_of(" \t") == std::string_view::npos;
        }
        if (is_blank) {
            table_.text_.resize(count == 0 ? cell_start_ : table_.cells_[row_start_].offset);
            cell_start_ = table_.text_.size();
            table_.cells_.resize(row_start_);
            return {};
        }
        if (table_.rows.size() >= limits_.rows) return too_much("rows", limits_.rows, {line, 1});
        table_.rows.push_back(
            {static_cast<std::uint32_t>(line), static_cast<std::uint32_t>(row_start_), static_cast<std::uint32_t>(count)});
        row_start_ = table_.cells_.size();
        return {};
    }

    Table& table() { return table_; }

    static std::unexpected<Error> too_much(std::string_view what, std::size_t most, Place const& place) {
        auto params = params_of(what, place);
        params.emplace_back("most", std::to_string(most));
        return fail(ErrorKind::invalid, "snapshots.file_limit",
            "reading a file: more than " + std::to_string(most) + " (" + std::string(what) + ") at " + place_text(place),
            std::move(params));
    }

private:
    TableLimits limits_;
    Table table_;
    std::size_t cell_start_ = 0;
    std::size_t row_start_ = 0;
};

}  // namespace lockstep::snapshots
