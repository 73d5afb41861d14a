// SPDX-License-Identifier: Apache-2.0
// Writes 128 bits as 26 characters that sort like the bits.
#include "base/id.hpp"

#include <algorithm>
#include <cstdint>

namespace lockstep {

std::string id_suffix(TimePoint time, std::array<std::byte, 10> const& random) {
    constexpr std::string_view alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
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
