// SPDX-License-Identifier: Apache-2.0
// Leaves values of the health class out of what is kept of a call: whatever stands under one of the names, in a body, an address
// or inputs, becomes a mask before anything is stored. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "ports/http.hpp"

namespace lockstep::calls {

inline constexpr std::string_view mask = "***";

using HealthNames = std::vector<std::string>;

// A member of one of the names; and in an object that says by one of its texts that it is about such a name, as lists of custom
// fields and filters do, everything else. Numbers, lists and objects become the mask as well; null and empty texts stay. Returns
// whether there was anything.
bool mask_values(Json& value, HealthNames const& names);

// A body as it may be kept. What is no JSON, or too long to be looked through, is not kept where there are names.
std::string masked_body(std::string_view body, HealthNames const& names, bool& is_masked);
// Parameters of the query.
std::string masked_url(std::string_view url, HealthNames const& names, bool& is_masked);

}  // namespace lockstep::calls
