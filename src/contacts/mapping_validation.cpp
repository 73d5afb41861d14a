// SPDX-License-Identifier: Apache-2.0
// What is wrong with a mapping although it reads well. Every message names the fields and says what to do.
#include <algorithm>

#include "contacts/forms.hpp"
#include "contacts/mapping.hpp"
#include "contacts/normal_form.hpp"
#include "contacts/rule_words.hpp"

namespace lockstep::contacts {
namespace {

std::string quoted(std::string_view text) { return "\"" + std::string(text) + "\""; }
std::string name_of(FieldRow const& row) { return quoted(row.a) + " and " + quoted(row.b); }

class Validation {
public:
    explicit Validation(Mapping const& mapping) : mapping_(mapping) {}

    std::vector<MappingProblem> run() && {
        if (mapping_.rows.empty()) report("mapping.no_rows", "The mapping has no field rows. Add at least one pair of fields.");
        for (row_ = 0; row_ < mapping_.rows.size(); ++row_) check_row(mapping_.rows[row_]);
        check_match_rules();
        auto const& region = mapping_.region.code;
        if (region.size() != 2 || !std::ranges::all_of(region, [](char c) { return c >= 'A' && c <= 'Z'; })) {
            report("mapping.bad_region", quoted(region) + " is no country code. Write two capital letters, such as \"CA\".");
        }
        return std::move(problems_);
    }

private:
    void report(char const* code, std::string message) { problems_.push_back({row_, code, std::move(message)}); }

    void check_row(FieldRow const& row) {
        if (row.a.empty() || row.b.empty()) {
            report("mapping.empty_field", "The row pairs " + name_of(row) + ", but both fields need a name.");
            return;
        }
        check_uniqueness(row);
        if (row.a == mapping_.a_holds_id_of_b || row.b == mapping_.b_holds_id_of_a) {
            report("mapping.id_field_mapped",
                "The row of " + name_of(row) +
                    " maps a field that holds the other side's id. Remove the row, or keep the id elsewhere.");
        }
        if (row.rule.conflict == ConflictRule::union_of_sets && row.rule.kind != FieldKind::set) {
            report("mapping.union_needs_set", "The row of " + name_of(row) + " resolves conflicts by union, but a " +
                                                  std::string(word_for(row.rule.kind)) +
                                                  " cannot be united. Choose another conflict rule.");
        }
        if (row.rule.enforce && row.rule.direction == Direction::both) {
            report("mapping.enforce_needs_owner",
                "The row of " + name_of(row) +
                    " enforces an owner, but goes both ways. Give it a direction or take enforce away.");
        }
        if (row.transform) check_transform(row);
    }

    void check_uniqueness(FieldRow const& row) {
        for (std::size_t earlier = 0; earlier < row_; ++earlier) {
            auto const& other = mapping_.rows[earlier];
            auto const& twice = row.a == other.a ? row.a : row.b;
            if (row.a != other.a && row.b != other.b) continue;
            report("mapping.duplicate_target", quoted(twice) + " stands in row " + std::to_string(earlier + 1) + " and in row " +
                                                   std::to_string(row_ + 1) +
                                                   ". A field can be in one row only: remove one of them.");
            return;
        }
    }

    void check_form(FieldRow const& row) {
        auto const& transform = *row.transform;
        if (!transform.pairs.empty()) {
            report("mapping.table_and_form",
                "The row of " + name_of(row) + " has a table of values and another transform. Keep one of the two.");
        }
        if (!fits(transform.form, row.rule.kind)) {
            report("mapping.form_kind", "The row of " + name_of(row) + " is written as " + std::string(word_for(transform.form)) +
                                            ", but its kind is " + std::string(word_for(row.rule.kind)) +
                                            ". Choose another transform or kind.");
        }
        if (!has_inverse(transform.form) && row.rule.direction == Direction::both) {
            report("mapping.no_inverse", "The row of " + name_of(row) + " is written as " +
                                             std::string(word_for(transform.form)) +
                                             ", which forgets how the value was written before, but goes both ways. Give it one "
                                             "direction or take the transform away.");
        }
        if (transform.form == Form::phone_national && mapping_.region.code != "CA" && mapping_.region.code != "US") {
            report("mapping.form_region", "The row of " + name_of(row) +
                                              " writes phone numbers as in North America, but numbers are read as in " +
                                              quoted(mapping_.region.code) + ". Take the transform away.");
        }
        if (transform.when_blank.empty()) return;
        if (row.rule.direction == Direction::both) {
            report(
                "mapping.default_needs_owner", "The row of " + name_of(row) +
                                                   " has a value for blanks, but goes both ways. Give it one direction, or take "
                                                   "the value away.");
        }
        bool const is_matched_by = row.a == mapping_.email_field || row.a == mapping_.phone_field ||
                                   row.a == mapping_.first_name_field || row.a == mapping_.last_name_field ||
                                   row.a == mapping_.birth_date_field || row.a == mapping_.sex_field;
        if (is_matched_by || row.rule.kind == FieldKind::set) {
            report("mapping.default_misleads", "The row of " + name_of(row) +
                                                   " has a value for blanks, but people are recognised by this field, or it is a "
                                                   "set. Take the value away.");
        }
    }

    void check_transform(FieldRow const& row) {
        if (!row.transform->is_table()) return check_form(row);
        if (row.rule.kind != FieldKind::text && row.rule.kind != FieldKind::set) {
            report("mapping.transform_kind", "The row of " + name_of(row) + " has a table of values, but its kind is " +
                                                 std::string(word_for(row.rule.kind)) + ". Tables fit the kinds text and set.");
        }
        auto const& pairs = row.transform->pairs;
        if (pairs.empty()) {
            report("mapping.empty_transform",
                "The table of " + name_of(row) + " is empty, so nothing is mapped. Add pairs or remove it.");
        }
        auto const problems_before = problems_.size();
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            auto const& [a, b] = pairs[i];
            if (folded_form(a).empty() || folded_form(b).empty()) {
                report("mapping.blank_pair", "Pair " + std::to_string(i + 1) + " in the table of " + name_of(row) +
                                                 " has an empty side. Fill it or remove the pair.");
                continue;
            }
            check_inverse(row, i);
        }
        if (problems_.size() == problems_before) check_projection(row);
    }

    // Several values of a that become one value of b cannot be told apart on the way back.
    void check_inverse(FieldRow const& row, std::size_t at) {
        if (row.rule.direction == Direction::a_to_b) return;
        auto const& pairs = row.transform->pairs;
        for (std::size_t earlier = 0; earlier < at; ++earlier) {
            if (folded_form(pairs[earlier].second) != folded_form(pairs[at].second)) continue;
            bool const is_repeated = folded_form(pairs[earlier].first) == folded_form(pairs[at].first);
            report("mapping.ambiguous_inverse",
                is_repeated
                    ? "The table of " + name_of(row) + " holds the pair of " + quoted(pairs[at].first) + " twice. Remove one."
                    : "In the table of " + name_of(row) + ", " + quoted(pairs[earlier].first) + " and " +
                          quoted(pairs[at].first) + " both become " + quoted(pairs[at].second) +
                          ", so the way back is not known. Make the row one-way (a to b) or give each a value of its own.");
            return;
        }
    }

    // Whatever a shows has to read the same after it was written to b, or the row would never come to rest.
    void check_projection(FieldRow const& row) {
        Mapping probe;
        probe.rows = {row};
        for (auto const& [a, b] : row.transform->pairs) {
            Record at_a;
            at_a.fields[row.a] = Value{a};
            auto const projected = project(probe, Side::a, at_a);
            Record at_b;
            at_b.fields[row.b] = value_for(row, Side::b, projected.at(row.a));
            if (project(probe, Side::b, at_b) == projected) continue;
            report("mapping.ambiguous_inverse",
                "In the table of " + name_of(row) + ", " + quoted(a) +
                    " does not read back as it was written. Let each value of b stand beside one value of a.");
            return;
        }
    }

    FieldRow const* find_row(std::string const& field) const {
        auto const found = std::ranges::find(mapping_.rows, field, &FieldRow::a);
        return found == mapping_.rows.end() ? nullptr : &*found;
    }

    void need_row(std::string const& field, FieldKind kind, MatchRule rule) {
        auto const* row = find_row(field);
        if (row != nullptr && row->rule.kind == kind) return;
        report("mapping.match_field_missing", "Matching by " + std::string(word_for(rule)) + " needs a row of kind " +
                                                  std::string(word_for(kind)) + " for " + quoted(field) +
                                                  ". Add it, name another field, or take the match rule away.");
    }

    // These concern no single row: `row` is the number of rows.
    void check_match_rules() {
        row_ = mapping_.rows.size();
        for (auto const rule : mapping_.match) {
            if (std::ranges::count(mapping_.match, rule) > 1) {
                report(
                    "mapping.duplicate_match_rule", "The match rule " + quoted(word_for(rule)) + " is named twice. Remove one.");
                break;
            }
        }
        auto const uses = [&](MatchRule rule) { return std::ranges::find(mapping_.match, rule) != mapping_.match.end(); };
        if (uses(MatchRule::email)) need_row(mapping_.email_field, FieldKind::email, MatchRule::email);
        if (uses(MatchRule::phone_and_name)) {
            need_row(mapping_.phone_field, FieldKind::phone, MatchRule::phone_and_name);
            need_row(mapping_.first_name_field, FieldKind::text, MatchRule::phone_and_name);
            need_row(mapping_.last_name_field, FieldKind::text, MatchRule::phone_and_name);
        }
    }

    Mapping const& mapping_;
    std::size_t row_ = 0;
    std::vector<MappingProblem> problems_;
};

}  // namespace

std::vector<MappingProblem> validate(Mapping const& mapping) { return Validation{mapping}.run(); }

}  // namespace lockstep::contacts
