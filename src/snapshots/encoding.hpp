// SPDX-License-Identifier: Apache-2.0
// From the bytes of an exported file to UTF-8. Which encoding it is in is recognised, never asked; what cannot be read is refused
// with its place, because a name that is read wrongly would look like a changed name.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace lockstep::snapshots {

enum class Encoding : std::uint8_t {
    utf8,
    utf8_with_mark,
    windows_1252,
    utf16_little,
    utf16_big
};
std::string_view to_string(Encoding encoding);

// As a person counts in an editor: from 1, in characters.
struct Place {
    std::size_t line = 1;
    std::size_t column = 1;
    bool operator==(Place const&) const = default;
};
// "reason", "line" and "column", as the sentences of messages/<language>.json need them.
MessageParams params_of(std::string_view reason, Place const& place);
std::string place_text(Place const& place);

struct Decoded {
    std::string text;
    Encoding encoding = Encoding::utf8;
};

// invalid "snapshots.not_text" (a workbook, a PDF, an empty or a binary file), "snapshots.bad_encoding" with line and column.
Result<Decoded> decode(std::string_view bytes);

}  // namespace lockstep::snapshots
