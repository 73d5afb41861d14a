// SPDX-License-Identifier: Apache-2.0
// What an issue says to a person: what happened, and what to do.
#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"

namespace lockstep::sync {

struct IssueWords {
    std::string message;
    std::string remedy;
};

// `a_title` and `b_title` are the apps' names.
IssueWords words_for(
    std::string_view kind, std::string_view field, Json const& detail, std::string_view a_title, std::string_view b_title);

}  // namespace lockstep::sync
