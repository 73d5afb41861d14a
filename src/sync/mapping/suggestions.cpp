// SPDX-License-Identifier: Apache-2.0
#include "sync/mapping/suggestions.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace lockstep::sync {
namespace {

// "custom.date_of_birth", "dateOfBirth" and "Date of birth" are one word.
std::string plain_word(std::string_view text) {
    if (text.starts_with("custom.")) text.remove_prefix(7);
    std::string out;
    for (char const c : lower_ascii(std::string(text))) {
        if (c != ' ' && c != '_' && c != '-' && c != '.') out += c;
    }
    return out;
}

bool means_alike(OfferedField const& one, OfferedField const& other) {
    if (!one.field.means.empty() && one.field.means == other.field.means) return true;
    if (!one.field.means.empty() && !other.field.means.empty()) return false;
    auto const words = [](OfferedField const& each) {
        return std::array{plain_word(each.field.name), plain_word(each.field.label.en), plain_word(each.field.label.fr)};
    };
    auto const ours = words(one), theirs = words(other);
    return std::ranges::any_of(
        ours, [&](auto const& word) { return !word.empty() && std::ranges::find(theirs, word) != theirs.end(); });
}

}  // namespace

std::vector<OfferedField> offered_fields(connections::Connection const& connection) {
    std::vector<OfferedField> fields;
    for (auto& field : connection.connector->contacts->fields()) fields.push_back({std::move(field), false});
    for (auto const& custom : connection.custom_fields) {
        auto const name = "custom." + custom.key;
        if (std::ranges::any_of(fields, [&](auto const& known) { return known.field.name == name; })) continue;
        auto field = connection.connector->contacts->field(name);
        field.label = {custom.name, custom.name};
        if (custom.type == "DATE") field.kind = contacts::FieldKind::date;
        if (custom.type == "PHONE") field.kind = contacts::FieldKind::phone;
        fields.push_back({std::move(field), true});
    }
    return fields;
}

std::vector<contacts::FieldRow> suggested_rows(contacts::Mapping const& present, contacts::Mapping const* usual,
    std::vector<OfferedField> const& a, std::vector<OfferedField> const& b) {
    std::vector<contacts::FieldRow> rows;
    auto const is_taken = [&](contacts::Side side, std::string const& field) {
        auto const has = [&](auto const& each) { return each.at(side) == field; };
        return field == present.id_holder(side) || std::ranges::any_of(present.rows, has) || std::ranges::any_of(rows, has);
    };
    auto const is_free = [&](contacts::FieldRow const& row) {
        return !is_taken(contacts::Side::a, row.a) && !is_taken(contacts::Side::b, row.b);
    };
    if (usual != nullptr) {
        for (auto const& row : usual->rows) {
            if (is_free(row)) rows.push_back(row);
        }
    }
    for (auto const& ours : a) {
        for (auto const& theirs : b) {
            bool const can_go = ours.field.can_update || theirs.field.can_update;
            if (!can_go || ours.field.kind != theirs.field.kind || !means_alike(ours, theirs)) continue;
            contacts::FieldRow row;
            row.a = ours.field.name;
            row.b = theirs.field.name;
            row.rule.kind = ours.field.kind;
            if (row.rule.kind == contacts::FieldKind::set) row.rule.conflict = contacts::ConflictRule::union_of_sets;
            if (!ours.field.can_update) row.rule.direction = contacts::Direction::a_to_b;
            if (!theirs.field.can_update) row.rule.direction = contacts::Direction::b_to_a;
            // Nobody has said which of the two is right where they differ.
            row.rule.first_match = contacts::FirstMatchRule::ask;
            if (is_free(row)) rows.push_back(std::move(row));
        }
    }
    return rows;
}

}  // namespace lockstep::sync
