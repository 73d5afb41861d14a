// SPDX-License-Identifier: Apache-2.0
// Forms: how a value is written at the side that gets it. Total: what a form does not know how to write stays as it is.
#pragma once

#include "contacts/mapping.hpp"

namespace lockstep::contacts {

// May a row of this kind have the form?
bool fits(Form form, FieldKind kind);
// Does the form read back what it wrote? Those that do are how side b writes the value, in rows of any direction; of the others
// the owner's value is brought into the form, and the row has to be one-way.
bool has_inverse(Form form);
// A canonical value as the form writes it, and a text in the form as a canonical value.
std::string in_form(Form form, std::string const& canonical);
std::string out_of_form(Form form, FieldKind kind, std::string const& shown, Region const& region);

}  // namespace lockstep::contacts
