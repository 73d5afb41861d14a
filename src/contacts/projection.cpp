// SPDX-License-Identifier: Apache-2.0
// Records into side a's canonical domain, and decided values back out of it.
#include <algorithm>

#include "contacts/forms.hpp"
#include "contacts/mapping.hpp"
#include "contacts/normal_form.hpp"

namespace lockstep::contacts {
namespace {

using Pair = std::pair<std::string, std::string>;

// Elements of a table compare case-folded; most are spelt as in the table, which costs no folding.
bool is_same(std::string_view left, std::string_view right) { return left == right || folded_form(left) == folded_form(right); }

// The value of a that stands for `element`, as the table spells it; null when it is unmapped. Values of a that become the
// same value of b share one representative: else a one-way row with such a table would never come to rest.
std::string const* representative(Transform const& transform, Side side, std::string_view element) {
    auto const& pairs = transform.pairs;
    auto const found = std::ranges::find_if(
        pairs, [&](Pair const& pair) { return is_same(side == Side::a ? pair.first : pair.second, element); });
    if (found == pairs.end()) return nullptr;
    auto const first = std::ranges::find_if(pairs, [&](Pair const& pair) { return is_same(pair.second, found->second); });
    return &first->first;
}

// In a row that goes both ways nobody owns the value.
std::optional<Side> owner_of(FieldRow const& row) {
    if (row.rule.direction == Direction::both) return std::nullopt;
    return row.rule.direction == Direction::a_to_b ? Side::a : Side::b;
}

// What side b writes in its form is read by it. Where the form has no inverse, the owner's value is compared as it would be
// written, so that the other side is at rest once it shows that.
Value enter_form(FieldRow const& row, Side side, Value const& value, Region const& region) {
    auto const& transform = *row.transform;
    auto const* shown = std::get_if<std::string>(&value);
    // A number with a comma is one at either side: else what was written would not read back as what it was.
    bool const is_in_it = side == Side::b || transform.form == Form::decimal_comma;
    Value entered = canonical(row.rule.kind, value, region);
    if (has_inverse(transform.form) && is_in_it && shown != nullptr)
        entered = canonical(row.rule.kind, Value{out_of_form(transform.form, row.rule.kind, *shown, region)}, region);
    if (owner_of(row) != side) return entered;
    if (is_blank(entered)) entered = canonical(row.rule.kind, Value{transform.when_blank}, region);
    auto const* text = std::get_if<std::string>(&entered);
    if (text == nullptr || has_inverse(transform.form)) return entered;
    return canonical(row.rule.kind, Value{in_form(transform.form, *text)}, region);
}

Value enter(FieldRow const& row, Side side, Value const& value, Region const& region) {
    if (row.transform && !row.transform->is_table()) return enter_form(row, side, value, region);
    Value const plain = canonical(row.rule.kind, value, region);
    if (!row.transform) return plain;
    if (auto const* text = std::get_if<std::string>(&plain)) {
        auto const* mapped = representative(*row.transform, side, *text);
        return mapped == nullptr ? Value{} : canonical(row.rule.kind, Value{*mapped}, region);
    }
    if (auto const* elements = std::get_if<std::vector<std::string>>(&plain)) {
        std::vector<std::string> mapped;
        for (auto const& element : *elements) {
            if (auto const* each = representative(*row.transform, side, element)) mapped.push_back(*each);
        }
        return canonical(row.rule.kind, Value{std::move(mapped)}, region);
    }
    return {};
}

// What `element` of a's domain is called at `side`; null when it is unmapped.
std::string const* spelling(Transform const& transform, Side side, std::string_view element) {
    auto const found = std::ranges::find_if(transform.pairs, [&](Pair const& pair) { return is_same(pair.first, element); });
    if (found == transform.pairs.end()) return nullptr;
    return side == Side::a ? &found->first : &found->second;
}

void append_once(std::vector<std::string>& target, std::string const& element) {
    if (std::ranges::find(target, element) == target.end()) target.push_back(element);
}

std::vector<std::string> spellings_of(std::string_view element, Value const& shown) {
    std::vector<std::string> out;
    auto const take = [&](std::string const& each) {
        if (is_same(each, element)) append_once(out, each);
    };
    if (auto const* text = std::get_if<std::string>(&shown)) take(*text);
    if (auto const* list = std::get_if<std::vector<std::string>>(&shown)) std::ranges::for_each(*list, take);
    if (out.empty()) out.emplace_back(element);
    return out;
}

}  // namespace

std::string_view to_string(Side side) { return side == Side::a ? "a" : "b"; }

Projection project(Mapping const& mapping, Side side, Record const& record) {
    Projection out;
    for (auto const& row : mapping.rows) {
        auto const found = record.fields.find(side == Side::a ? row.a : row.b);
        out.insert_or_assign(row.a, found == record.fields.end() ? Value{} : enter(row, side, found->second, mapping.region));
    }
    return out;
}

Value value_for(FieldRow const& row, Side side, Value const& canonical_in_a) {
    if (!row.transform) return canonical_in_a;
    if (!row.transform->is_table()) {
        auto const* text = std::get_if<std::string>(&canonical_in_a);
        bool const is_written_in_it = has_inverse(row.transform->form) && side == Side::b && text != nullptr;
        return is_written_in_it ? Value{in_form(row.transform->form, *text)} : canonical_in_a;
    }
    if (auto const* text = std::get_if<std::string>(&canonical_in_a)) {
        auto const* spelt = spelling(*row.transform, side, *text);
        return spelt == nullptr ? Value{} : Value{*spelt};
    }
    if (auto const* elements = std::get_if<std::vector<std::string>>(&canonical_in_a)) {
        std::vector<std::string> out;
        for (auto const& element : *elements) {
            if (auto const* spelt = spelling(*row.transform, side, element)) append_once(out, *spelt);
        }
        if (!out.empty()) return Value{std::move(out)};
    }
    return {};
}

SetEdit edit_for(FieldRow const& row, Side side, SetEdit const& edit_in_a) {
    if (!row.transform || !row.transform->is_table()) return edit_in_a;
    SetEdit out;
    for (auto const& element : edit_in_a.add) {
        if (auto const* spelt = spelling(*row.transform, side, element)) append_once(out.add, *spelt);
    }
    // To be rid of an element, everything at this side that reads as it has to go.
    for (auto const& element : edit_in_a.remove) {
        for (auto const& [a, b] : row.transform->pairs) {
            auto const& here = side == Side::a ? a : b;
            auto const* reads_as = representative(*row.transform, side, here);
            if (reads_as != nullptr && is_same(*reads_as, element)) append_once(out.remove, here);
        }
    }
    return out;
}

bool means_the_same(FieldRow const& one, FieldRow const& other) {
    // In a one-way row the owner is compared as it would be written.
    bool const has_owner = one.transform && !one.transform->is_table();
    return one.a == other.a && one.b == other.b && one.rule.kind == other.rule.kind && one.transform == other.transform &&
           (!has_owner || one.rule.direction == other.rule.direction);
}

Mapping with_beginnings(Mapping wanted, Mapping const& present, std::int64_t version) {
    for (auto& row : wanted.rows) {
        auto const* known = present.row(row.a);
        row.since = known != nullptr && means_the_same(row, *known) ? known->since : version;
    }
    return wanted;
}

std::vector<std::string> spelt_once(std::vector<std::string> const& elements, Value const& shown) {
    std::vector<std::string> out;
    for (auto const& element : elements) out.push_back(text_form(spellings_of(element, shown).front()));
    return out;
}

std::vector<std::string> spelt_as_shown(std::vector<std::string> const& elements, Value const& shown) {
    std::vector<std::string> out;
    for (auto const& element : elements) {
        for (auto const& each : spellings_of(element, shown)) append_once(out, each);
    }
    return out;
}

std::string text_in(Projection const& seen, std::string_view row) {
    auto const found = seen.find(row);
    return found == seen.end() ? std::string() : text_in(found->second);
}

}  // namespace lockstep::contacts
