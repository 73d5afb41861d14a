// SPDX-License-Identifier: Apache-2.0
#include "snapshots/table.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "snapshots/json_table.hpp"
#include "snapshots/table_builder.hpp"

namespace lockstep::snapshots {
namespace {

constexpr std::array separators{',', ';', '\t', '|'};

std::unexpected<Error> broken(std::string_view reason, Place const& place) {
    return fail(ErrorKind::invalid, "snapshots.broken_file",
        "reading a file: " + std::string(reason) + " at " + place_text(place), params_of(reason, place));
}

// Some spreadsheet programs say in the first line what separates: "sep=;".
std::optional<char> declared_separator(std::string_view text) {
    auto const line = text.substr(0, text.find_first_of("\r\n"));
    if (line.size() != 5 || !equal_ignoring_case(line.substr(0, 4), "sep=")) return std::nullopt;
    if (std::ranges::find(separators, line[4]) == separators.end()) return std::nullopt;
    return line[4];
}

// One pass over the text, character by character, that knows at every point where it is.
class SeparatedReader {
public:
    SeparatedReader(std::string_view text, char separator, TableLimits const& limits)
        : text_(text), separator_(separator), builder_(limits) {}

    Result<Table> read() {
        builder_.reserve(text_.size());
        while (!at_end()) TRY_VOID(read_record());
        return std::move(builder_.table());
    }

private:
    bool at_end() const { return at_ >= text_.size(); }
    char here() const { return text_[at_]; }
    bool at_line_end() const { return here() == '\n' || here() == '\r'; }

    // A line break counts once, whichever of the three kinds it is.
    void step() {
        char const c = here();
        ++at_;
        bool const is_half = c == '\r' && !at_end() && here() == '\n';
        if ((c == '\n' || c == '\r') && !is_half) {
            ++place_.line;
            place_.column = 1;
        } else if ((static_cast<std::uint8_t>(c) & 0xC0U) != 0x80U) {
            ++place_.column;
        }
    }
    void step_over_line_end() {
        if (here() == '\r') {
            step();
            if (at_end() || here() != '\n') return;
        }
        step();
    }

    Result<void> read_record() {
        auto const line = place_.line;
        for (;;) {
            TRY_VOID(read_cell());
            if (at_end()) break;
            if (at_line_end()) {
                step_over_line_end();
                break;
            }
            step();  // the separator
        }
        return builder_.end_row(line);
    }

    // White space before a quote is no part of the cell.
    Result<void> read_cell() {
        auto const begin = place_;
        auto ahead = at_;
        while (ahead < text_.size() && text_[ahead] == ' ') ++ahead;
        if (ahead < text_.size() && text_[ahead] == '"') {
            while (at_ < ahead) step();
            TRY_VOID(read_quoted());
        } else {
            while (!at_end() && !at_line_end() && here() != separator_) {
                builder_.add(here());
                step();
            }
        }
        return builder_.end_cell(begin);
    }

    Result<void> read_quoted() {
        auto const opened = place_;
        step();
        for (;;) {
            if (at_end()) return broken("open_quote", opened);
            char const c = here();
            step();
            if (c == '"') {
                if (at_end() || here() != '"') break;
                step();
            }
            builder_.add(c);
        }
        while (!at_end() && here() == ' ') step();
        if (at_end() || at_line_end() || here() == separator_) return {};
        return broken("after_quote", place_);
    }

    std::string_view text_;
    char separator_;
    TableBuilder builder_;
    std::size_t at_ = 0;
    Place place_;
};

// How many cells each of the first records would have. Quotes are heeded, faults are not.
std::vector<std::size_t> widths(std::string_view text, char separator) {
    constexpr std::size_t records_max = 30;
    constexpr std::size_t bytes_max = std::size_t{64} << 10U;
    bool const is_cut = text.size() > bytes_max;
    text = text.substr(0, bytes_max);
    std::vector<std::size_t> found;
    std::size_t cells = 1;
    bool is_quoted = false, has_begun = false;
    for (char const c : text) {
        if (c == '"') is_quoted = !is_quoted;
        if (!is_quoted && (c == '\n' || c == '\r')) {
            if (has_begun) found.push_back(cells);
            if (found.size() == records_max) return found;
            cells = 1;
            has_begun = false;
            continue;
        }
        has_begun = true;
        if (!is_quoted && c == separator) ++cells;
    }
    if (has_begun && !is_cut) found.push_back(cells);
    return found;
}

bool looks_like_json(std::string_view text) {
    auto const trimmed = trim_ascii(text);
    return trimmed.starts_with('{') || trimmed.starts_with('[');
}

Result<void> check_names(Table const& table) {
    constexpr std::size_t name_bytes_max = 500;
    for (auto const& name : table.headers) {
        if (name.size() > name_bytes_max) return TableBuilder::too_much("name", name_bytes_max, {});
    }
    return {};
}

// Names of columns are no addresses and no numbers: a file without a header would lose its first person.
Result<void> take_header(Table& table) {
    if (table.rows.empty())
        return fail(
            ErrorKind::invalid, "snapshots.no_header", "reading a file: it has no row", {{"reason", "empty"}, {"line", "1"}});
    auto const header = table.rows.front();
    table.rows.erase(table.rows.begin());
    for (std::size_t column = 0; column < header.count; ++column) {
        auto const name = trim_ascii(table.cell(header, column).value_or(""));
        if (name.contains('@') && name.contains('.') && !name.contains(' ')) {
            return fail(ErrorKind::invalid, "snapshots.no_header",
                "reading a file: line " + std::to_string(header.line) + " looks like a person and not like names of columns",
                {{"reason", "person"}, {"line", std::to_string(header.line)}});
        }
        table.headers.emplace_back(name);
    }
    return check_names(table);
}

}  // namespace

std::string_view to_string(Shape shape) { return shape == Shape::json ? "json" : "separated"; }

char recognise_separator(std::string_view text) {
    char best = ',';
    double best_score = 0;
    for (char const separator : separators) {
        auto const found = widths(text, separator);
        if (found.empty() || found.front() < 2) continue;
        auto const alike = std::ranges::count(found, found.front());
        // Agreement first: a comma in three addresses out of thirty is no separator.
        constexpr std::size_t columns_counted = 50;
        auto const score = static_cast<double>(alike) / static_cast<double>(found.size()) *
                           (1.0 + static_cast<double>(std::min(found.front(), columns_counted)) / columns_counted);
        if (score > best_score) {
            best = separator;
            best_score = score;
        }
    }
    return best;
}

Result<Table> read_table(std::string_view bytes, TableLimits const& limits) {
    if (bytes.size() > limits.bytes) return TableBuilder::too_much("bytes", limits.bytes, {});
    TRY(auto const decoded, decode(bytes));
    std::string_view text = decoded.text;
    if (looks_like_json(text)) {
        TRY(auto table, read_json_table(text, limits));
        table.layout.encoding = decoded.encoding;
        TRY_VOID(check_names(table));
        return table;
    }
    auto const declared = declared_separator(text);
    auto const separator = declared ? *declared : recognise_separator(text);
    TRY(auto table, SeparatedReader(text, separator, limits).read());
    table.layout = {.encoding = decoded.encoding, .shape = Shape::separated, .separator = separator};
    if (declared && !table.rows.empty()) table.rows.erase(table.rows.begin());
    TRY_VOID(take_header(table));
    return table;
}

}  // namespace lockstep::snapshots
