// SPDX-License-Identifier: Apache-2.0
// Reading declared pointers: a declaration may name one JSON pointer or several, of which the first that leads to something
// counts; and writing a value at a pointer, for request bodies.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "messages/messages.hpp"

namespace lockstep::catalogue {

using Pointers = std::vector<std::string>;

// From a declaration's member that is a text or a list of texts; empty when absent.
Pointers pointers_at(Json const& declaration, std::string_view member);
Pointers texts_at(Json const& declaration, std::string_view member);
std::string text_at(Json const& declaration, std::string_view member);                // "" when absent
messages::LocalText local_text_at(Json const& declaration, std::string_view member);  // both empty when absent
bool flag_at(Json const& declaration, std::string_view member, bool absent);

// The first that is there and not null.
Json const* find_first(Json const& value, Pointers const& pointers);
// The same as text: texts, and numbers in JSON form; "" when there is none.
std::string find_first_text(Json const& value, Pointers const& pointers);

// Creates the objects on the way. Each step is a member name (RFC 6901 escapes).
void put_at(JsonObject& object, std::string_view pointer, Json value);

// True when each pointer of `expected` (an object of pointer to value) leads to an equal value.
bool all_equal(Json const& value, JsonObject const* expected);

}  // namespace lockstep::catalogue
