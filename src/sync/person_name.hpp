// SPDX-License-Identifier: Apache-2.0
// What a person is called where people read it.
#pragma once

#include <string>

#include "contacts/mapping.hpp"

namespace lockstep::sync {

// First and last name of a record's projection; empty when neither holds a letter or a digit: an app that demands a name is given
// "-" where there is none, and "- -" is nobody's name.
std::string person_name(contacts::Mapping const& mapping, contacts::Projection const& seen);

}  // namespace lockstep::sync
