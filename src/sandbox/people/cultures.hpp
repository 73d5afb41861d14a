// SPDX-License-Identifier: Apache-2.0
// The material that seeded people are made of, by culture.
#pragma once

#include <span>
#include <string_view>

namespace lockstep::sandbox {

struct Place {
    std::string_view city;
    std::string_view state;
    std::string_view country;
    std::string_view postal_code;
};

struct Culture {
    std::string_view language;
    std::span<std::string_view const> women;
    std::span<std::string_view const> men;
    std::span<std::string_view const> families;
    std::span<std::string_view const> women_latin;  // for addresses of e-mail; same order as the names
    std::span<std::string_view const> men_latin;
    std::span<std::string_view const> families_latin;
    std::span<std::string_view const> streets;
    std::span<Place const> places;
    int weight = 1;
};

std::span<Culture const> cultures();
std::span<std::string_view const> interests();  // tags and groups

}  // namespace lockstep::sandbox
