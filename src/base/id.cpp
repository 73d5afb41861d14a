// SPDX-License-Identifier: Apache-2.0
// Writes 128 bits as 26 characters that sort like the bits.
#include "base/id.hpp"
#include "base/id_text.hpp"

#include <algorithm>
#include <cstdint>

namespace lockstep {
namespace {

constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

}  // namespace

bool is_id(std::string_view prefix, std::string_view text) {
    if (!text.starts_with(prefix)) return false;
    text.remove_prefix(prefix.size());
    return text.size() == 27 && text.front() == '_' && text.find_first_not_of(alphabet, 1) == std::string_view::npos;
}

std::string id_suffix(TimePoint time, std::array<std::byte, 10> const& random) {
    std::array<std::uint8_t, 16> bytes{};
    auto const millis = static_cast<std::uint64_t>(std::max<std::int64_t>(0, to_micros(time) / 1000));
    for (std::size_t i = 0; i < 6; ++i) bytes[i] = static_cast<std::uint8_t>(millis >> (8 * (5 - i)));
    for (std::size_t i = 0; i < 10; ++i) bytes[6 + i] = std::to_integer<std::uint8_t>(random[i]);

    // 128 bits in 26 characters of five bits; the first carries the three bits left over.
    std::string text(26, '0');
    unsigned __int128 value = 0;
    for (auto byte : bytes) value = value << 8 | byte;
    for (std::size_t i = 26; i-- > 0; value >>= 5) text[i] = alphabet[static_cast<std::size_t>(value & 31U)];
    return text;
}

}  // namespace lockstep
