// SPDX-License-Identifier: Apache-2.0
// Reads the text of an OpenAPI document, JSON or YAML. Anybody may have written it: bytes, depth, values and repetition by
// aliases are bounded, and what is refused is told with its place. Pure.
#pragma once

#include <cstddef>
#include <string_view>

#include "base/json.hpp"

namespace lockstep::imports {

inline constexpr std::size_t document_bytes_max = std::size_t{4} << 20U;
inline constexpr std::size_t document_depth_max = 64;
inline constexpr std::size_t document_values_max = 300'000;  // with everything that aliases repeat

// invalid "imports.bad_document" with the reason "empty", "size", "syntax", "values", "depth", "alias" or "repeated", and where
// it is.
Result<Json> read_document(std::string_view text);

}  // namespace lockstep::imports
