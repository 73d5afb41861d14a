// SPDX-License-Identifier: Apache-2.0
#include "snapshots/people.hpp"

#include <algorithm>
#include <unordered_map>

#include "base/text.hpp"
#include "contacts/normal_form.hpp"
#include "contacts/phone.hpp"
#include "snapshots/cells.hpp"

namespace lockstep::snapshots {
namespace {

using contacts::FieldKind;
using contacts::Value;

// Which column feeds what, found once for all rows.
struct Feed {
    std::size_t column = 0;
    std::string takes;
    Target const* target = nullptr;
    DateOrder order = DateOrder::year_first;
};

std::vector<Feed> feeds_of(Columns const& columns, Targets const& targets) {
    std::vector<Feed> feeds;
    for (std::size_t column = 0; column < columns.size(); ++column) {
        auto const& takes = columns[column].takes;
        if (!takes.empty()) feeds.push_back({column, takes, find_target(targets, takes), columns[column].order});
    }
    return feeds;
}

struct ReadCell {
    Value value;
    std::optional<CellFault> fault;
};

// "??" for a name in Japanese: taken for a value, it would look like a change.
bool is_lost(std::string_view text) {
    bool const has_mark = text.contains('?');
    return (has_mark && text.find_first_not_of("? ") == std::string_view::npos) || text.contains("\xEF\xBF\xBD");
}

ReadCell read_cell(Target const& target, std::string_view cell, DateOrder order, contacts::Region const& region) {
    auto const text = trim_ascii(cell);
    if (text.empty()) return {};
    if (is_lost(text)) return {.value = {}, .fault = CellFault::lost};
    switch (target.kind) {
        case FieldKind::date: {
            auto date = read_date(text, order);
            if (!date) return {.value = {}, .fault = CellFault::date};
            return {canonical(FieldKind::date, Value{*std::move(date)}, region), {}};
        }
        case FieldKind::email:
            if (!looks_like_email(text)) return {.value = {}, .fault = CellFault::email};
            return {canonical(FieldKind::email, Value{std::string(text)}, region), {}};
        case FieldKind::phone:
            if (!contacts::to_e164(text, region.code)) return {.value = {}, .fault = CellFault::phone};
            return {canonical(FieldKind::phone, Value{std::string(text)}, region), {}};
        case FieldKind::set: return {canonical(FieldKind::set, Value{read_set(text)}, region), {}};
        case FieldKind::country:
        case FieldKind::subdivision:
        case FieldKind::text: break;
    }
    return {canonical(target.kind, Value{std::string(text)}, region), {}};
}

void take_state(Person& person, Feed const& feed, std::string_view cell) {
    if (trim_ascii(cell).empty()) return;
    auto archived = read_archived_word(cell);
    auto const yes = read_yes_no(cell);
    if (yes) archived = feed.takes == says_archived ? *yes : !*yes;
    if (archived)
        person.record.archived = *archived;
    else
        person.problems.push_back({feed.takes, CellFault::state});
}

Person read_row(Table const& table, TableRow const& row, std::vector<Feed> const& feeds, contacts::Region const& region) {
    Person person;
    person.line = row.line;
    for (auto const& feed : feeds) {
        auto const cell = table.cell(row, feed.column);
        if (!cell) continue;
        if (feed.takes == is_record_id) {
            person.record.id = contacts::text_form(*cell);
        } else if (feed.target == nullptr) {
            take_state(person, feed, *cell);
        } else {
            auto read = read_cell(*feed.target, *cell, feed.order, region);
            if (read.fault)
                person.problems.push_back({feed.target->name, *read.fault});
            else
                person.record.fields[feed.target->name] = std::move(read.value);
        }
    }
    return person;
}

bool has_more_than(Table const& table, TableRow const& row, std::size_t columns) {
    for (auto column = columns; column < row.count; ++column) {
        if (!trim_ascii(table.cell(row, column).value_or("")).empty()) return true;
    }
    return false;
}

// By what a row is found to be somebody who stood in the file before; empty when nothing would prove it.
std::string same_person_key(contacts::Record const& record, Targets const& targets) {
    if (!record.id.empty()) return "#" + record.id;
    auto const email = text_of(record, targets, "email"), phone = text_of(record, targets, "phone");
    if (email.empty() && phone.empty()) return {};
    return email + "\n" + (email.empty() ? phone : "") + "\n" + contacts::name_key(name_of(record, targets));
}

}  // namespace

std::string_view to_string(CellFault fault) {
    switch (fault) {
        case CellFault::date: return "date";
        case CellFault::email: return "email";
        case CellFault::phone: return "phone";
        case CellFault::state: return "state";
        case CellFault::lost: return "lost";
    }
    return "date";
}

std::string_view to_string(RowFault fault) { return fault == RowFault::nobody ? "nobody" : "too_many_cells"; }

std::string text_of(contacts::Record const& record, Targets const& targets, std::string_view means) {
    auto const* target = find_meaning(targets, means);
    if (target == nullptr) return {};
    auto const found = record.fields.find(target->name);
    if (found == record.fields.end()) return {};
    auto const* text = std::get_if<std::string>(&found->second);
    return text == nullptr ? std::string() : *text;
}

std::string name_of(contacts::Record const& record, Targets const& targets) {
    auto first = text_of(record, targets, "first_name");
    auto const last = text_of(record, targets, "last_name");
    if (!first.empty() && !last.empty()) first += ' ';
    return first + last;
}

People read_people(Table const& table, Columns const& columns, Targets const& targets, contacts::Region const& region) {
    People read;
    read.people.reserve(table.rows.size());
    auto const feeds = feeds_of(columns, targets);
    std::unordered_map<std::string, std::uint32_t> first_lines;
    for (auto const& row : table.rows) {
        if (has_more_than(table, row, table.headers.size())) {
            read.faulty.push_back({row.line, RowFault::too_many_cells});
            continue;
        }
        if (row.count < table.headers.size()) ++read.short_rows;
        auto person = read_row(table, row, feeds, region);
        bool const is_somebody = !person.record.id.empty() || !name_of(person.record, targets).empty() ||
                                 !text_of(person.record, targets, "email").empty() ||
                                 !text_of(person.record, targets, "phone").empty();
        if (!is_somebody) {
            read.faulty.push_back({row.line, RowFault::nobody});
            continue;
        }
        if (auto const key = same_person_key(person.record, targets); !key.empty()) {
            auto const [found, is_first] = first_lines.emplace(key, row.line);
            if (!is_first) {
                read.repeated.push_back({row.line, found->second});
                continue;
            }
        }
        read.people.push_back(std::move(person));
    }
    return read;
}

}  // namespace lockstep::snapshots
