// SPDX-License-Identifier: Apache-2.0
// Views of byte strings as the unsigned octets that the C libraries want, and fixed-width integers in byte strings.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "ports/random.hpp"

namespace lockstep::vault::detail {

inline unsigned char* octets(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }
inline unsigned char const* octets(std::string_view text) { return reinterpret_cast<unsigned char const*>(text.data()); }

template <class Integer>
void append_big_endian(std::string& out, Integer value) {
    for (std::size_t i = sizeof(Integer); i-- > 0;) out += static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
}

// `text` holds exactly sizeof(Integer) bytes.
template <class Integer>
Integer read_big_endian(std::string_view text) {
    Integer value = 0;
    for (char c : text) value = static_cast<Integer>((value << 8) | static_cast<unsigned char>(c));
    return value;
}

inline std::string random_bytes(SecureRandom& random, std::size_t count) {
    std::string bytes(count, '\0');
    random.fill(std::as_writable_bytes(std::span{bytes}));
    return bytes;
}

}  // namespace lockstep::vault::detail
