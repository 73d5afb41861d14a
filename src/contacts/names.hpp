// SPDX-License-Identifier: Apache-2.0
// Names of people, compared: could these two be the same person's? Pure; for evidence only, never shown or written.
#pragma once

#include <cstdint>
#include <string_view>

namespace lockstep::contacts {

enum class Likeness : std::uint8_t {
    unknown,     // one of them is missing
    same,        // but for case, accents, spaces and punctuation
    compatible,  // a nickname, an initial, a second given name or a part of a double last name
    weak,        // one edit away, the second given name alone, a "Jr" on one side: proves nothing by itself
    half,        // half of a double given name: proves nothing, not even with a birth date, for twins may be called so
    differs
};

struct FullName {
    std::string_view first;
    std::string_view last;
};

struct NameLikeness {
    Likeness first = Likeness::unknown;
    Likeness last = Likeness::unknown;
    bool operator==(NameLikeness const&) const = default;
};

// First names with first names and last with last, unless they are swapped. "Jr", "père" and their like are no part of the
// name: where both sides say one and they differ, the first names differ; where one does, the first names are at best weak.
NameLikeness compare_names(FullName const& left, FullName const& right);

}  // namespace lockstep::contacts
