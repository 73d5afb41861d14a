// SPDX-License-Identifier: Apache-2.0
// What a JSON Schema cannot say about a connector's declarations: names that must lead somewhere, texts that must agree.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/json.hpp"

namespace lockstep::catalogue {

// One file of a connector folder after parsing.
struct ParsedFile {
    std::string path;
    Json json;
};

struct DeclarationProblem {
    std::string file;
    std::string pointer;
    std::string message;  // what is wrong and what to do
};

// Both have passed the schema. Every problem is reported.
std::vector<DeclarationProblem> check_connector(ParsedFile const& connector, std::vector<ParsedFile> const& operations);

// The members of an input's declaration that are no JSON Schema words for its value.
std::span<std::string_view const> input_words();

// True when the operation belongs to the profile.
bool is_in_profile(Json const& operation, std::string_view profile);

}  // namespace lockstep::catalogue
