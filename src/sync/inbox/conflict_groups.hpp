// SPDX-License-Identifier: Apache-2.0
// Open conflicts put together by what happened: the same field, the same kind of change at each side. Pure, so that whoever
// decides about many of them at once decides about what is alike.
#pragma once

#include <string>

#include "contacts/mapping.hpp"

namespace lockstep::sync {

// What one side's value has become since both agreed.
enum class SideChange : std::uint8_t {
    first,  // they never agreed
    changed,
    emptied,
    filled,  // it was blank
    unchanged,
};
std::string_view to_string(SideChange change);

struct ConflictPattern {
    std::string row;
    SideChange a = SideChange::changed;
    SideChange b = SideChange::changed;
    bool a_is_odd = false;  // a phone number, date or address that does not read as one
    bool b_is_odd = false;
    bool differs_in_spelling = false;  // only case, accents, spaces or punctuation
    auto operator<=>(ConflictPattern const&) const = default;
};

// Canonical values in side a's domain, as the question keeps them.
ConflictPattern pattern_of(std::string const& row, contacts::FieldKind kind, contacts::Value const& a, contacts::Value const& b,
    std::optional<contacts::Value> const& base);

}  // namespace lockstep::sync
