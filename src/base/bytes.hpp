// SPDX-License-Identifier: Apache-2.0
// Text forms of bytes (RFC 4648). Bytes travel as std::string where they are stored or sent.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace lockstep {

std::string to_hex(std::string_view bytes);
Result<std::string> from_hex(std::string_view text);

std::string to_base64(std::string_view bytes);
// Strict: padding required, no white space, no trailing bits.
Result<std::string> from_base64(std::string_view text);

// URL-safe alphabet without padding; for tokens.
std::string to_base64url(std::string_view bytes);

// Takes the same time for equal lengths wherever the difference is. For secrets.
bool equal_constant_time(std::string_view a, std::string_view b);

}  // namespace lockstep
