// SPDX-License-Identifier: Apache-2.0
// Filters of expressions: each takes a value and gives one. Those that write texts, dates and numbers are the general operations
// of the catalogue, so that a filter and the step of that name cannot differ.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace lockstep::workflows {

struct Filter {
    std::string_view name;
    std::string_view takes;              // a type of shape.hpp; "any" takes blanks, too
    std::vector<std::string_view> with;  // types of what stands after the colon
    std::size_t needed = 0;              // how many of these at least
    std::string_view gives;              // "same": as it takes; "any"
    Result<Json> (*apply)(Json const& value, std::span<Json const> with);
};

Filter const* find_filter(std::string_view name);
std::vector<Filter> const& filters();

}  // namespace lockstep::workflows
