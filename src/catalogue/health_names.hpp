// SPDX-License-Identifier: Apache-2.0
// Under which names values of the health class stand in the requests and replies of an operation, so that whoever keeps those can
// leave the values out. By the declaration ("health" of a field) and by what a mapping says besides. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "catalogue/binding.hpp"

namespace lockstep::catalogue {

// `fields` as mapping rows call them: "allergies", "custom.allergies". A custom field gives its key and its id; a field of notes
// or tasks counts for the operations that carry those.
std::vector<std::string> health_names(
    Connector const& connector, Operation const& operation, std::vector<std::string> const& fields, CustomFields const& custom);

}  // namespace lockstep::catalogue
