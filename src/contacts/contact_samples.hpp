// SPDX-License-Identifier: Apache-2.0
// For tests and benchmarks only: values and rules drawn from a seed, with the awkward ones common.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "contacts/decide.hpp"

namespace lockstep::contacts::samples {

// SplitMix64: the same numbers for the same seed on every machine.
class Draw {
public:
    explicit Draw(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15ULL;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30U)) * 0xBF58476D1CE4E5B9ULL;
        z = (z ^ (z >> 27U)) * 0x94D049BB133111EBULL;
        return z ^ (z >> 31U);
    }
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
    bool chance(std::size_t one_in) { return below(one_in) == 0; }

    template <class T, std::size_t count>
    T const& from(std::array<T, count> const& choices) {
        return choices[below(count)];
    }

private:
    std::uint64_t state_;
};

inline constexpr std::array<char const*, 12> texts{"Anne", " Anne ", "anne", "Jean  Paul", "Jean Paul", "Zo\u00e9", "Zoe\u0301",
    "李雷", "O'Neil", "Stra\u00dfe", "\u3000\u00a0", "Ren\u00e9\u2003e"};
inline constexpr std::array<char const*, 7> emails{
    "a@x.test", " A@X.test", "B@x.TEST", "b@x.test", "c+1@x.test", "\u00c9@x.test", "e\u0301@x.test "};
inline constexpr std::array<char const*, 9> phones{"418 555-0101", "+14185550101", "1-418-555-0101", "+33 6 12 34 56 78",
    "(514) 555-0199", "555-0199", "call the desk", "+1418", "06 12 34 56 78"};
inline constexpr std::array<char const*, 6> dates{
    "1990-02-03", "1990-02-03T00:00:00.000Z", "1991-12-31", "1991-12-31 23:59", "3 Feb 1990", "1990"};
inline constexpr std::array<char const*, 6> countries{"CA", "Canada", "canada ", "\u00c9tats-Unis", "USA", "Atlantis"};
inline constexpr std::array<char const*, 6> subdivisions{"QC", "Qu\u00e9bec", "quebec", "Ont.", "Ontario", "Outaouais"};
inline constexpr std::array<char const*, 10> elements{
    "lead", "Lead", "VIP", "vip ", "client", "\u00e9t\u00e9", "E\u0301T\u00c9", "STRASSE", "stra\u00dfe", " "};

// Any code points, in any order: for canonical forms.
inline std::string any_text(Draw& draw) {
    std::string out;
    for (std::size_t left = draw.below(8); left > 0; --left) {
        auto code = static_cast<std::uint32_t>(draw.chance(3)   ? draw.below(0x250)
                                               : draw.chance(2) ? draw.below(0x3000)
                                                                : draw.below(0x11000));
        if (draw.chance(6)) code = 0x300 + static_cast<std::uint32_t>(draw.below(0x70));
        if (code >= 0xD800 && code < 0xE000) code = 0x20;
        auto const put = [&](std::uint32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
        if (code < 0x80) {
            put(code);
        } else if (code < 0x800) {
            put(0xC0U | code >> 6U);
            put(0x80U | (code & 0x3FU));
        } else if (code < 0x10000) {
            put(0xE0U | code >> 12U);
            put(0x80U | (code >> 6U & 0x3FU));
            put(0x80U | (code & 0x3FU));
        } else {
            put(0xF0U | code >> 18U);
            put(0x80U | (code >> 12U & 0x3FU));
            put(0x80U | (code >> 6U & 0x3FU));
            put(0x80U | (code & 0x3FU));
        }
    }
    return out;
}

inline std::string one_text(Draw& draw, FieldKind kind) {
    switch (kind) {
        case FieldKind::text: return draw.from(texts);
        case FieldKind::email: return draw.from(emails);
        case FieldKind::phone: return draw.from(phones);
        case FieldKind::date: return draw.from(dates);
        case FieldKind::country: return draw.from(countries);
        case FieldKind::subdivision: return draw.from(subdivisions);
        case FieldKind::set: return draw.from(elements);
    }
    return {};
}

inline Value value(Draw& draw, FieldKind kind) {
    if (draw.chance(5)) return draw.chance(2) ? Value{} : Value{std::string{}};
    if (kind != FieldKind::set) return Value{one_text(draw, kind)};
    std::vector<std::string> out;
    for (std::size_t left = draw.below(5); left > 0; --left) out.push_back(one_text(draw, kind));
    return Value{std::move(out)};
}

inline FieldRule rule(Draw& draw, FieldKind kind) {
    return {
        .kind = kind,
        .direction = static_cast<Direction>(draw.below(3)),
        .conflict = static_cast<ConflictRule>(draw.below(6)),
        .blank = static_cast<BlankRule>(draw.below(2)),
        .first_match = static_cast<FirstMatchRule>(draw.below(4)),
        .enforce = draw.chance(2),
    };
}

inline FieldState state(Draw& draw, FieldKind kind) {
    auto const time = [&]() -> std::optional<TimePoint> {
        if (draw.chance(4)) return std::nullopt;
        return from_micros(static_cast<std::int64_t>(draw.below(4)) * 60'000'000);
    };
    FieldState out;
    if (!draw.chance(4)) out.base = value(draw, kind);
    out.a = draw.chance(4) && out.base ? *out.base : value(draw, kind);
    out.b = draw.chance(4) && out.base ? *out.base : value(draw, kind);
    out.a_changed_at = time();
    out.b_changed_at = time();
    return out;
}

inline constexpr std::array kinds{FieldKind::text, FieldKind::email, FieldKind::phone, FieldKind::date, FieldKind::country,
    FieldKind::subdivision, FieldKind::set};

}  // namespace lockstep::contacts::samples
