// SPDX-License-Identifier: Apache-2.0
// The people in a file, once it is known which column is what: values in their canonical forms, doubtful cells left out and
// named, rows that are nobody or somebody twice set aside. Pure.
#pragma once

#include "snapshots/columns.hpp"

namespace lockstep::snapshots {

enum class CellFault : std::uint8_t {
    date,
    email,
    phone,
    state,  // neither archived nor active
    lost    // question marks where an export could not write the letters
};
std::string_view to_string(CellFault fault);

// A cell that could not be read: its field counts as not said, never as empty.
struct CellProblem {
    std::string field;
    CellFault fault = CellFault::date;
    bool operator==(CellProblem const&) const = default;
};

struct Person {
    contacts::Record record;  // id empty when the file has none
    std::uint32_t line = 0;
    std::vector<CellProblem> problems;
};

enum class RowFault : std::uint8_t {
    nobody,          // no id, no address, no name and no number
    too_many_cells,  // more than there are columns, with something in them
};
std::string_view to_string(RowFault fault);

struct FaultyRow {
    std::uint32_t line = 0;
    RowFault fault = RowFault::nobody;
};

struct RepeatedRow {
    std::uint32_t line = 0;
    std::uint32_t first_line = 0;
};

struct People {
    std::vector<Person> people;
    std::vector<FaultyRow> faulty;
    std::vector<RepeatedRow> repeated;  // the same id, or without ids the same address and name
    std::size_t short_rows = 0;         // with fewer cells than there are columns
};

People read_people(Table const& table, Columns const& columns, Targets const& targets, contacts::Region const& region);

// Names and what else is shown of somebody, whichever fields the app calls so.
std::string name_of(contacts::Record const& record, Targets const& targets);
std::string text_of(contacts::Record const& record, Targets const& targets, std::string_view means);

}  // namespace lockstep::snapshots
