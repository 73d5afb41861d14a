// SPDX-License-Identifier: Apache-2.0
// Text without tables: ASCII case, UTF-8 validity, percent escapes, and text made safe to show.
#include "base/text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

#include "base/bytes.hpp"

namespace lockstep {

namespace {

struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0;  // 0: the bytes are not UTF-8
};

std::uint8_t byte_at(std::string_view text, std::size_t at) { return static_cast<std::uint8_t>(text[at]); }

// The code point that starts at `at`. RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.
CodePoint code_point_at(std::string_view text, std::size_t at) {
    auto const lead = byte_at(text, at);
    if (lead < 0x80) return {lead, 1};
    std::size_t const length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + length > text.size()) return {};
    auto value = static_cast<char32_t>(lead & (0xFFU >> (length + 1)));
    for (std::size_t i = 1; i < length; ++i) {
        auto const next = byte_at(text, at + i);
        if ((next & 0xC0U) != 0x80) return {};
        value = value << 6U | (next & 0x3FU);
    }
    if (length == 3 && (value < 0x800 || (value >= 0xD800 && value <= 0xDFFF))) return {};
    if (length == 4 && (value < 0x10000 || value > 0x10FFFF)) return {};
    return {value, length};
}

bool is_bidirectional_control(char32_t value) {
    return value == 0x061C || value == 0x200E || value == 0x200F || (value >= 0x202A && value <= 0x202E) ||
           (value >= 0x2066 && value <= 0x2069);
}

// Control characters of ASCII and Latin-1, line and paragraph separators, and what reorders or hides text.
bool has_to_be_escaped(char32_t value) {
    return value < 0x20 || (value >= 0x7F && value <= 0x9F) || value == 0x2028 || value == 0x2029 || value == 0xFEFF ||
           is_bidirectional_control(value);
}

std::string escape(char32_t value) {
    switch (value) {
        case '\n': return "\\n";
        case '\r': return "\\r";
        case '\t': return "\\t";
        default: break;
    }
    auto const low = to_hex(std::string(1, static_cast<char>(value & 0xFFU)));
    if (value < 0x80) return "\\x" + low;
    return "\\u" + to_hex(std::string(1, static_cast<char>(value >> 8U & 0xFFU))) + low;
}

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' ||
           c == '~';
}

}  // namespace

bool is_valid_utf8(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        // Eight bytes of ASCII at a time: most text is nothing else.
        if (std::uint64_t block = 0; text.size() - at >= sizeof block) {
            std::memcpy(&block, text.data() + at, sizeof block);
            if ((block & 0x8080808080808080U) == 0) {
                at += sizeof block;
                continue;
            }
        }
        auto const length = code_point_at(text, at).length;
        if (length == 0) return false;
        at += length;
    }
    return true;
}

std::string with_valid_utf8(std::string_view text) {
    constexpr std::string_view replacement = "\xEF\xBF\xBD";
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        auto const length = code_point_at(text, at).length;
        out += length == 0 ? replacement : text.substr(at, length);
        at += std::max<std::size_t>(length, 1);
    }
    return out;
}

std::string_view trim_ascii(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

std::string lower_ascii(std::string_view text) {
    std::string result(text);
    std::ranges::transform(result, result.begin(), lower);
    return result;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char left, char right) { return lower(left) == lower(right); });
}

std::vector<std::string_view> split(std::string_view text, char separator) {
    std::vector<std::string_view> parts;
    for (;;) {
        auto const at = text.find(separator);
        parts.push_back(text.substr(0, at));
        if (at == std::string_view::npos) return parts;
        text.remove_prefix(at + 1);
    }
}

std::string printable(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        auto const point = code_point_at(text, at);
        if (point.length == 0) {
            result += "\\x" + to_hex(text.substr(at, 1));
            ++at;
            continue;
        }
        if (has_to_be_escaped(point.value)) {
            result += escape(point.value);
        } else {
            result += text.substr(at, point.length);
        }
        at += point.length;
    }
    return result;
}

std::string percent_encode(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result;
    result.reserve(text.size() + text.size() / 4);
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (is_unreserved(text[i])) {
            result += text[i];
            continue;
        }
        result += '%';
        result += digits[byte_at(text, i) >> 4U];
        result += digits[byte_at(text, i) & 15U];
    }
    return result;
}

std::string percent_decode(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            if (auto const byte = from_hex(text.substr(i + 1, 2))) {
                result += *byte;
                i += 2;
                continue;
            }
        }
        result += text[i];
    }
    return result;
}

}  // namespace lockstep
