// SPDX-License-Identifier: Apache-2.0
// Nicknames: which first names are known to be short or other forms of one another, in English and in French.
#pragma once

#include <string_view>

namespace lockstep::contacts {

// Both are name keys (normal_form.hpp). True when one is a usual short form of the other, or both are of the same full name;
// two full names that share a short form ("alexandre" and "alexandra": "alex") are two names.
bool is_nickname_pair(std::string_view left, std::string_view right);

}  // namespace lockstep::contacts
