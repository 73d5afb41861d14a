// SPDX-License-Identifier: Apache-2.0
// Side: which of a sync's two apps, and PerSide<T>: one T for each of them, instead of twins called x_a and x_b.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace lockstep::contacts {

enum class Side : std::uint8_t {
    a,
    b
};
constexpr Side other(Side side) { return side == Side::a ? Side::b : Side::a; }
inline constexpr std::array<Side, 2> both_sides{Side::a, Side::b};
std::string_view to_string(Side side);
// "b" is side b; everything else is side a, because only our own texts are read with it.
inline Side side_from(std::string_view text) { return text == "b" ? Side::b : Side::a; }

template <class T>
struct PerSide {
    T a{};
    T b{};

    T& operator[](Side side) { return side == Side::a ? a : b; }
    T const& operator[](Side side) const { return side == Side::a ? a : b; }
    bool operator==(PerSide const&) const = default;
};

}  // namespace lockstep::contacts
