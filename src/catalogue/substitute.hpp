// SPDX-License-Identifier: Apache-2.0
// Substitution: the only thing a declaration may compute. "${name}" in a text is replaced; a text that is nothing but one
// "${name}" becomes the named value with its type.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace lockstep::catalogue {

// What may stand in "${...}": "input.email", "setting.place", "id".
using Names = std::map<std::string, Json, std::less<>>;

// The names a text asks for, in order; a "${" that is never closed gives the name "" (never defined).
std::vector<std::string> names_in(std::string_view text);
std::vector<std::string> names_in(Json const& pattern);

// invalid "catalogue.unknown_name" when a name has no value.
Result<std::string> substitute_text(std::string_view text, Names const& names);
Result<Json> substitute(Json const& pattern, Names const& names);

// A JSON value as a query, path or header text: texts as they are, numbers and booleans in JSON form.
std::string plain_text(Json const& value);

}  // namespace lockstep::catalogue
