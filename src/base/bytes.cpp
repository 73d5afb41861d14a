// SPDX-License-Identifier: Apache-2.0
// Hexadecimal and base 64, written out so that strictness is ours to decide.
#include "base/bytes.hpp"

#include <array>
#include <cstddef>
#include <cstdint>

namespace lockstep {

namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base64_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view base64url_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr std::uint8_t no_digit = 0xFF;

constexpr std::array<std::uint8_t, 256> values_of(std::string_view digits) {
    std::array<std::uint8_t, 256> values{};
    values.fill(no_digit);
    for (std::size_t i = 0; i < digits.size(); ++i) values[static_cast<std::uint8_t>(digits[i])] = static_cast<std::uint8_t>(i);
    return values;
}

constexpr std::array<std::uint8_t, 256> hex_values = [] {
    auto values = values_of(hex_digits);
    for (std::uint8_t i = 0; i < 6; ++i) values['A' + i] = static_cast<std::uint8_t>(10 + i);
    return values;
}();
constexpr std::array<std::uint8_t, 256> base64_values = values_of(base64_digits);

std::uint32_t byte_at(std::string_view text, std::size_t at) { return static_cast<std::uint8_t>(text[at]); }

// The whole groups of three, then the rest without padding.
std::string encode(std::string_view bytes, std::string_view digits) {
    std::string text;
    text.reserve((bytes.size() + 2) / 3 * 4);
    std::size_t at = 0;
    for (; at + 3 <= bytes.size(); at += 3) {
        auto const group = byte_at(bytes, at) << 16U | byte_at(bytes, at + 1) << 8U | byte_at(bytes, at + 2);
        text += digits[group >> 18U];
        text += digits[group >> 12U & 63U];
        text += digits[group >> 6U & 63U];
        text += digits[group & 63U];
    }
    auto const left = bytes.size() - at;
    if (left == 0) return text;
    auto const group = byte_at(bytes, at) << 16U | (left == 2 ? byte_at(bytes, at + 1) << 8U : 0U);
    text += digits[group >> 18U];
    text += digits[group >> 12U & 63U];
    if (left == 2) text += digits[group >> 6U & 63U];
    return text;
}

std::unexpected<Error> not_base64() {
    return fail(ErrorKind::invalid, "base.bad_base64", "decoding base 64: the text is not strict base 64");
}

}  // namespace

std::string to_hex(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size() * 2);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        text += hex_digits[byte_at(bytes, i) >> 4U];
        text += hex_digits[byte_at(bytes, i) & 15U];
    }
    return text;
}

Result<std::string> from_hex(std::string_view text) {
    if (text.size() % 2 != 0)
        return fail(ErrorKind::invalid, "base.bad_hex", "decoding hexadecimal: the number of digits is odd");
    std::string bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        auto const high = hex_values[byte_at(text, i)];
        auto const low = hex_values[byte_at(text, i + 1)];
        if (high == no_digit || low == no_digit) {
            return fail(ErrorKind::invalid, "base.bad_hex", "decoding hexadecimal: a character is not a digit");
        }
        bytes += static_cast<char>(high << 4U | low);
    }
    return bytes;
}

std::string to_base64(std::string_view bytes) {
    auto text = encode(bytes, base64_digits);
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

Result<std::string> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return not_base64();
    std::size_t padding = 0;
    while (padding < 2 && padding < text.size() && text[text.size() - 1 - padding] == '=') ++padding;
    auto const digits = text.substr(0, text.size() - padding);

    std::string bytes;
    bytes.reserve(text.size() / 4 * 3);
    std::uint32_t bits = 0;
    unsigned held = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        auto const value = base64_values[byte_at(digits, i)];
        if (value == no_digit) return not_base64();
        bits = bits << 6U | value;
        held += 6;
        if (held >= 8) {
            held -= 8;
            bytes += static_cast<char>(bits >> held & 255U);
        }
    }
    // Bits beyond the last byte must be zero, else two texts would mean the same bytes.
    if ((bits & ((1U << held) - 1U)) != 0) return not_base64();
    return bytes;
}

std::string to_base64url(std::string_view bytes) { return encode(bytes, base64url_digits); }

bool equal_constant_time(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    // volatile keeps the compiler from leaving the loop at the first difference.
    unsigned volatile difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) difference = difference | (byte_at(a, i) ^ byte_at(b, i));
    return difference == 0;
}

}  // namespace lockstep
