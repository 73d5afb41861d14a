// SPDX-License-Identifier: Apache-2.0
// What a file says that was not known: who is new, changed (field by field), absent. Against the last accepted snapshot, or
// against what a sync knows of the same side. Pure; nothing here is written to any app.
#pragma once

#include "snapshots/people.hpp"

namespace lockstep::snapshots {

enum class DifferenceKind : std::uint8_t {
    added,
    changed,
    absent,
    unchanged,
    repeated,
    invalid
};
std::string_view to_string(DifferenceKind kind);
std::optional<DifferenceKind> difference_kind_from(std::string_view text);

struct FieldChange {
    std::string field;
    contacts::Value before;
    contacts::Value after;
    bool operator==(FieldChange const&) const = default;
};

struct Difference {
    DifferenceKind kind = DifferenceKind::unchanged;
    std::uint32_t line = 0;   // in the file; 0 for who is absent from it
    std::string record_id;    // may be empty
    contacts::Record record;  // as the file says; of the absent, as was known
    std::vector<FieldChange> changes;
    std::optional<bool> archived_before;  // when that changed
    std::vector<CellProblem> problems;
    std::optional<RowFault> fault;  // of an invalid row
    std::uint32_t first_line = 0;   // of a repeated row
};

struct Counts {
    std::size_t known = 0, people = 0;
    std::size_t added = 0, changed = 0, absent = 0, unchanged = 0, repeated = 0, invalid = 0, with_problems = 0;
};

struct Comparison {
    std::vector<Difference> items;  // in the order of the file, the absent last
    Counts counts;
};

// Records in `known` hold canonical values. A field that one of the two does not say is not compared.
Comparison compare(People const& file, std::vector<contacts::Record> const& known, Targets const& targets);

// Who of `known` stands in the file, as an index into its people. Nobody is found by a name alone, and nobody twice.
std::vector<std::optional<std::size_t>> find_again(
    std::vector<contacts::Record> const& known, std::vector<Person> const& people, Targets const& targets);

// More than `share_max` percent of those who were known are absent: somebody may have exported a filtered list.
bool loses_many(Counts const& counts, std::size_t share_max);
constexpr std::size_t share_asked_about = 20;

}  // namespace lockstep::snapshots
