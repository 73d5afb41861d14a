// SPDX-License-Identifier: Apache-2.0
// Which column of a file is which field of a record: guessed from its name and from what stands in it, corrected by a person,
// remembered for the next file with the same columns. Pure.
#pragma once

#include "base/json.hpp"
#include "contacts/value.hpp"
#include "messages/messages.hpp"
#include "snapshots/table.hpp"

namespace lockstep::snapshots {

// A field that a column may fill: those of the connection's app, and plain ones that its profile knows nothing of.
struct Target {
    std::string name;
    contacts::FieldKind kind = contacts::FieldKind::text;
    messages::LocalText label;
    std::string means;  // "first_name", "date_of_birth", ... as the catalogue says; may be empty
};
using Targets = std::vector<Target>;
Target const* find_target(Targets const& targets, std::string_view name);
Target const* find_meaning(Targets const& targets, std::string_view means);
// What every list of people may have, for profiles that lack it: named by its meaning.
Targets with_plain_fields(Targets targets);

// What a column may be beside a field.
inline constexpr std::string_view is_record_id = "#id";
inline constexpr std::string_view says_archived = "#archived";  // yes: archived
inline constexpr std::string_view says_active = "#active";      // yes: not archived

enum class DateOrder : std::uint8_t {
    year_first,
    day_first,
    month_first
};
std::string_view to_string(DateOrder order);
std::optional<DateOrder> date_order_from(std::string_view text);

struct Column {
    std::string takes;  // name of a target, one of the words above, or empty: left out
    DateOrder order = DateOrder::year_first;
    bool operator==(Column const&) const = default;
};
using Columns = std::vector<Column>;

Json to_json(Columns const& columns);
Result<Columns> columns_from_json(Json const& json);

// Files with equal fingerprints have equal columns in an equal order, but for case, accents and punctuation.
std::string fingerprint(std::vector<std::string> const& headers);

enum class Sureness : std::uint8_t {
    none,
    likely,  // by what stands in it, or by a part of its name
    known    // by its name
};
std::string_view to_string(Sureness sureness);

struct ColumnLook {
    Column guess;
    Sureness sureness = Sureness::none;
    std::vector<std::string> samples;  // a few different values from the beginning, shortened
    std::size_t filled = 0;            // rows with something in it
    bool is_date = false;              // most of it reads as dates
    bool is_order_open = false;        // dates that could be read both ways, and none that tells which
};
std::vector<ColumnLook> look_at_columns(Table const& table, Targets const& targets);
Columns guesses(std::vector<ColumnLook> const& looks);

// invalid "snapshots.bad_columns": another number of columns than the file has, a field that does not exist or stands twice, or
// nothing by which somebody could be recognised.
Result<void> check_columns(Columns const& columns, Table const& table, Targets const& targets);

}  // namespace lockstep::snapshots
