// SPDX-License-Identifier: Apache-2.0
// Small functions on text that need no tables. Unicode normal forms stand in contacts/normal_form.hpp.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace lockstep {

bool is_valid_utf8(std::string_view text);
// Every byte that is no part of a character becomes U+FFFD.
std::string with_valid_utf8(std::string_view text);
std::string_view trim_ascii(std::string_view text);
std::string lower_ascii(std::string_view text);
bool equal_ignoring_case(std::string_view a, std::string_view b);
std::vector<std::string_view> split(std::string_view text, char separator);

// Escapes control characters, ANSI sequences and bidirectional controls, so that a log line or a terminal shows what is there.
std::string printable(std::string_view text);

// RFC 3986 percent-encoding of everything but unreserved characters.
std::string percent_encode(std::string_view text);
// Invalid escapes stay as they are.
std::string percent_decode(std::string_view text);

}  // namespace lockstep
