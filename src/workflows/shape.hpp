// SPDX-License-Identifier: Apache-2.0
// Shape: what a name of a workflow holds, as far as it is known before anything runs. Written as JSON: "any", "text", "number",
// "flag", "list" or "object"; [shape] for a list of those; {"name": shape} for an object of just these members, or of these and
// others where it has the member "*".
#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"

namespace lockstep::workflows {

using Shape = Json;

inline constexpr std::string_view any_shape = "any";
inline constexpr std::string_view open_member = "*";

// "text", "number", "flag", "list", "object" or "any".
std::string_view type_of(Shape const& shape);
std::string_view type_of_value(Json const& value);  // "any" for null
// Of a documented example: what it shows is all there is, except that empty objects may hold anything.
Shape shape_of(Json const& sample);
// Whether a value of the one may stand where the other is wanted. Unknown ones may.
bool may_be(std::string_view given, std::string_view wanted);

}  // namespace lockstep::workflows
