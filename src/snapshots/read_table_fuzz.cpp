// SPDX-License-Identifier: Apache-2.0
// Exported files from anybody: reading one never fails otherwise than by an error with a place, keeps to its limits, and gives
// the same table when what it read is written out and read again.
#include <algorithm>

#include "snapshots/people.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace lockstep;
    using namespace lockstep::snapshots;
    static Targets const targets = with_plain_fields({});
    std::string_view const bytes(reinterpret_cast<char const*>(data), size);
    TableLimits const limits{.bytes = 1 << 16, .rows = 50, .columns = 8, .cells = 300, .cell_bytes = 200};
    auto const table = read_table(bytes, limits);
    if (!table) {
        CHECK(table.error().kind == ErrorKind::invalid);
        CHECK(!table.error().params.empty());
        return 0;
    }
    CHECK(table->rows.size() <= limits.rows);
    CHECK(table->headers.size() <= limits.columns);
    std::string written;
    auto const write_row = [&](auto const& cell_of, std::size_t count) {
        for (std::size_t column = 0; column < count; ++column) {
            written += column == 0 ? "\"" : ",\"";
            for (char const c : std::string(cell_of(column))) written += c == '"' ? std::string("\"\"") : std::string(1, c);
            written += '"';
        }
        written += '\n';
    };
    written = "sep=,\n";
    write_row([&](std::size_t column) { return std::string_view(table->headers[column]); }, table->headers.size());
    for (auto const& row : table->rows)
        write_row([&](std::size_t column) { return table->cell(row, column).value_or(""); }, row.count);
    bool const has_names = std::ranges::any_of(table->headers, [](auto const& each) { return !each.empty(); });
    auto const again = read_table(written);
    if (again && has_names) {
        CHECK(again->headers == table->headers);
        CHECK(again->rows.size() == table->rows.size());
        for (std::size_t at = 0; at < table->rows.size(); ++at) {
            for (std::size_t column = 0; column < table->rows[at].count; ++column)
                CHECK(again->cell(again->rows[at], column) == table->cell(table->rows[at], column).value_or(""));
        }
    } else if (has_names) {
        // Names of columns that were all blank, or looked like a person once they were written out.
        CHECK(again.error().code == "snapshots.no_header" || again.error().code == "snapshots.not_text");
    }
    auto const looks = look_at_columns(*table, targets);
    CHECK(looks.size() == table->headers.size());
    auto const columns = guesses(looks);
    if (!check_columns(columns, *table, targets)) return 0;
    auto const people = read_people(*table, columns, targets, {});
    CHECK(people.people.size() + people.faulty.size() + people.repeated.size() == table->rows.size());
    return 0;
}
