// SPDX-License-Identifier: Apache-2.0
#include "contacts/spelling.hpp"

#include <algorithm>
#include <utility>

#include "contacts/normal_form.hpp"

namespace lockstep::contacts {
namespace {

struct Quality {
    bool is_mixed = false;
    std::size_t accents = 0;
    auto operator<=>(Quality const&) const = default;
};

// Letters beyond ASCII stand for accents: the two are known to be the same without them.
Quality quality(std::string const& name) {
    auto const is_beyond_ascii = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0xC0U; };
    return {has_mixed_case(name), static_cast<std::size_t>(std::ranges::count_if(name, is_beyond_ascii))};
}

}  // namespace

Decision with_better_spelling(FieldRule const& rule, FieldState const& state, Decision decision) {
    auto const* a = std::get_if<std::string>(&state.a);
    auto const* b = std::get_if<std::string>(&state.b);
    if (rule.direction != Direction::both || a == nullptr || b == nullptr) return decision;
    // A change on one side alone is somebody's wish.
    if (decision.verdict == Verdict::agree || decision.reason == "changed") return decision;
    if (name_key(*a) != name_key(*b)) return decision;
    auto const ours = quality(*a);
    auto const theirs = quality(*b);
    if (ours == theirs) return decision;
    auto const verdict = ours > theirs ? Verdict::write_b : Verdict::write_a;
    Value const value{text_form(ours > theirs ? *a : *b)};
    return {.verdict = verdict, .reason = "better_spelling", .value = value, .a = {}, .b = {}, .base = value};
}

bool is_name_row(Mapping const& mapping, FieldRow const& row) {
    return row.a == mapping.first_name_field || row.a == mapping.last_name_field;
}

Decision decide_row(Mapping const& mapping, FieldRow const& row, FieldState const& state) {
    auto decision = decide(row.rule, state, mapping.region);
    return is_name_row(mapping, row) ? with_better_spelling(row.rule, state, std::move(decision)) : decision;
}

}  // namespace lockstep::contacts
