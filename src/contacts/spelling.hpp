// SPDX-License-Identifier: Apache-2.0
// Two spellings of one name: which is the better one. For rows that hold names of people only.
#pragma once

#include "contacts/mapping.hpp"

namespace lockstep::contacts {

// The decision as it is, unless it is about two spellings that differ only in case or accents, at first match or where both sides
// changed: then the better one is written, "better_spelling", and nobody is asked. Better is mixed case over all capitals or
// all small, then accents over none; of two that are as good the decision stands.
Decision with_better_spelling(FieldRule const& rule, FieldState const& state, Decision decision);

// Does this row hold a first or last name?
bool is_name_row(Mapping const& mapping, FieldRow const& row);

// What is decided for a row of a mapping: decide(), and the better spelling where the row holds a name.
Decision decide_row(Mapping const& mapping, FieldRow const& row, FieldState const& state);

}  // namespace lockstep::contacts
