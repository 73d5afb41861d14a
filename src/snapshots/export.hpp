// SPDX-License-Identifier: Apache-2.0
// Differences as a file for a spreadsheet program. Pure.
#pragma once

#include <set>

#include "snapshots/compare.hpp"

namespace lockstep::snapshots {

// UTF-8 with a mark, so that spreadsheet programs read it rightly; in French parted by semicolons, as they expect there. A cell
// that would be taken for a formula is written as text.
std::string to_csv(
    Comparison const& comparison, std::set<DifferenceKind> const& kinds, Targets const& targets, messages::Language language);

// Does it belong to the kinds (none: all) and does name, address, number or id hold `text`? Case and accents do not count.
bool is_wanted(
    Difference const& item, std::set<DifferenceKind> const& kinds, std::string_view folded_text, Targets const& targets);

// For people: a list is joined by ", ".
std::string shown(contacts::Value const& value);

}  // namespace lockstep::snapshots
