// SPDX-License-Identifier: Apache-2.0
#include "snapshots/encoding.hpp"

#include <array>

#include "base/text.hpp"

namespace lockstep::snapshots {
namespace {

constexpr std::string_view utf8_mark = "\xEF\xBB\xBF";

// 0x80 to 0x9F of Windows-1252; 0 where it has no character.
constexpr std::array<char32_t, 32> high_controls{0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030,
    0x0160, 0x2039, 0x0152, 0, 0x017D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161,
    0x203A, 0x0153, 0, 0x017E, 0x0178};

std::uint8_t byte_at(std::string_view text, std::size_t at) { return static_cast<std::uint8_t>(text[at]); }

void append(std::string& text, char32_t value) {
    auto const put = [&](char32_t byte) { text += static_cast<char>(static_cast<std::uint8_t>(byte)); };
    if (value < 0x80) return put(value);
    if (value < 0x800) return put(0xC0U | value >> 6U), put(0x80U | (value & 0x3FU));
    if (value < 0x10000) return put(0xE0U | value >> 12U), put(0x80U | (value >> 6U & 0x3FU)), put(0x80U | (value & 0x3FU));
    put(0xF0U | value >> 18U), put(0x80U | (value >> 12U & 0x3FU)), put(0x80U | (value >> 6U & 0x3FU)),
        put(0x80U | (value & 0x3FU));
}

// Length of the UTF-8 character at `at`; 0 when there is none.
std::size_t character_at(std::string_view text, std::size_t at) {
    auto const lead = byte_at(text, at);
    if (lead < 0x80) return 1;
    std::size_t const length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (at + length > text.size() || !is_valid_utf8(text.substr(at, length))) return 0;
    return length;
}

struct Utf8Look {
    std::size_t characters = 0;  // of more than one byte
    std::size_t bad_bytes = 0;
    std::size_t first_bad = 0;
};

Utf8Look look_at_utf8(std::string_view text) {
    Utf8Look look;
    for (std::size_t at = 0; at < text.size();) {
        auto const length = character_at(text, at);
        if (length > 1) ++look.characters;
        if (length == 0 && look.bad_bytes++ == 0) look.first_bad = at;
        at += length == 0 ? 1 : length;
    }
    return look;
}

// `before` is what stands before the place, in UTF-8 or in one byte for a character.
Place place_after(std::string_view before, bool is_utf8) {
    Place place;
    for (std::size_t at = 0; at < before.size(); ++at) {
        if (before[at] == '\n' || (before[at] == '\r' && (at + 1 == before.size() || before[at + 1] != '\n'))) {
            ++place.line;
            place.column = 1;
        } else if (!is_utf8 || (byte_at(before, at) & 0xC0U) != 0x80U) {
            ++place.column;
        }
    }
    return place;
}

std::unexpected<Error> bad_encoding(std::string_view reason, Place const& place) {
    return fail(ErrorKind::invalid, "snapshots.bad_encoding", "reading the characters of a file: " + place_text(place),
        params_of(reason, place));
}

std::unexpected<Error> not_text(std::string_view reason) {
    return fail(ErrorKind::invalid, "snapshots.not_text", "reading a file: it is no text (" + std::string(reason) + ")",
        {{"reason", std::string(reason)}});
}

Result<Decoded> from_utf8(std::string_view bytes, Encoding encoding) {
    if (!is_valid_utf8(bytes)) {
        auto const look = look_at_utf8(bytes);
        return bad_encoding("utf8", place_after(bytes.substr(0, look.first_bad), true));
    }
    return Decoded{std::string(bytes), encoding};
}

Result<Decoded> from_windows_1252(std::string_view bytes) {
    Decoded decoded{.text = {}, .encoding = Encoding::windows_1252};
    decoded.text.reserve(bytes.size() + bytes.size() / 8);
    for (std::size_t at = 0; at < bytes.size(); ++at) {
        char32_t value = byte_at(bytes, at);
        if (value >= 0x80 && value < 0xA0) value = high_controls[value - 0x80];
        if (value == 0) return bad_encoding("windows_1252", place_after(bytes.substr(0, at), false));
        append(decoded.text, value);
    }
    return decoded;
}

Result<Decoded> from_utf16(std::string_view bytes, Encoding encoding) {
    Decoded decoded{.text = {}, .encoding = encoding};
    decoded.text.reserve(bytes.size() / 2 + bytes.size() / 16);
    bool const is_big = encoding == Encoding::utf16_big;
    auto const unit_at = [&](std::size_t at) -> char32_t {
        char32_t const one = byte_at(bytes, at), two = byte_at(bytes, at + 1);
        return is_big ? one << 8U | two : two << 8U | one;
    };
    for (std::size_t at = 0; at < bytes.size(); at += 2) {
        if (at + 1 == bytes.size()) return bad_encoding("utf16", place_after(decoded.text, true));
        auto value = unit_at(at);
        if (value == 0) return not_text("binary");
        if (value >= 0xD800 && value < 0xE000) {
            bool const has_pair = value < 0xDC00 && at + 3 < bytes.size() && (unit_at(at + 2) & 0xFC00U) == 0xDC00U;
            if (!has_pair) return bad_encoding("utf16", place_after(decoded.text, true));
            value = 0x10000U + ((value & 0x3FFU) << 10U) + (unit_at(at + 2) & 0x3FFU);
            at += 2;
        }
        append(decoded.text, value);
    }
    return decoded;
}

}  // namespace

std::string_view to_string(Encoding encoding) {
    switch (encoding) {
        case Encoding::utf8: return "utf-8";
        case Encoding::utf8_with_mark: return "utf-8-bom";
        case Encoding::windows_1252: return "windows-1252";
        case Encoding::utf16_little: return "utf-16le";
        case Encoding::utf16_big: return "utf-16be";
    }
    return "utf-8";
}

MessageParams params_of(std::string_view reason, Place const& place) {
    return {{"reason", std::string(reason)}, {"line", std::to_string(place.line)}, {"column", std::to_string(place.column)}};
}

std::string place_text(Place const& place) {
    return "line " + std::to_string(place.line) + ", column " + std::to_string(place.column);
}

Result<Decoded> decode(std::string_view bytes) {
    if (trim_ascii(bytes).empty()) return not_text("empty");
    // A workbook of a spreadsheet program is a zip archive, or (older) a compound file.
    if (bytes.starts_with("PK\x03\x04") || bytes.starts_with("\xD0\xCF\x11\xE0")) return not_text("workbook");
    if (bytes.starts_with("%PDF-")) return not_text("pdf");
    if (bytes.starts_with("\xFF\xFE")) return from_utf16(bytes.substr(2), Encoding::utf16_little);
    if (bytes.starts_with("\xFE\xFF")) return from_utf16(bytes.substr(2), Encoding::utf16_big);
    if (bytes.contains('\0')) return not_text("binary");
    if (bytes.starts_with(utf8_mark)) return from_utf8(bytes.substr(utf8_mark.size()), Encoding::utf8_with_mark);
    if (is_valid_utf8(bytes)) return Decoded{std::string(bytes), Encoding::utf8};
    // Windows-1252 hardly ever reads like UTF-8 by chance: where much of it does, the file is UTF-8 with a fault in it.
    auto const look = look_at_utf8(bytes);
    if (look.characters > 0 && look.characters >= look.bad_bytes)
        return bad_encoding("utf8", place_after(bytes.substr(0, look.first_bad), true));
    return from_windows_1252(bytes);
}

}  // namespace lockstep::snapshots
