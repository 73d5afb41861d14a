// SPDX-License-Identifier: Apache-2.0
// Filters of the contact search: conditions and groups, checked against the table of fields and operators, then asked per
// contact.
#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/highlevel/contact.hpp"

namespace lockstep::sandbox::highlevel {

enum class Comparison : std::uint8_t {
    equal,
    not_equal,
    contains,
    not_contains,
    exists,
    not_exists,
    range
};

struct SearchFilter {
    // A group when `is_group`: all (or with `any`, one) of `parts` must fit. Else one condition.
    bool is_group = false;
    bool any = false;
    std::vector<SearchFilter> parts;

    std::string field;
    Comparison comparison = Comparison::equal;
    std::vector<std::string> wanted;  // equal and contains: one of these, in lower case
    std::int64_t least = 0;           // range over dates, milliseconds, both inclusive
    std::int64_t most = 0;
};

// Reads "filters"; the top level is AND. The error is the message of the refusal.
std::expected<SearchFilter, std::string> read_filters(JsonArray const& filters);
bool fits(SearchFilter const& filter, Contact const& contact);
// When every contact must lie in a span of `field` (dateAdded, dateUpdated): its start, else the smallest number.
std::int64_t lower_bound_of(SearchFilter const& filter, std::string_view field);

}  // namespace lockstep::sandbox::highlevel
