// SPDX-License-Identifier: Apache-2.0
// Simple case mapping over UTF-8, two-byte sequences at most.
#include "sandbox/letter_case.hpp"

#include <cstdint>

namespace lockstep::sandbox {
namespace {

std::uint32_t lower_letter(std::uint32_t letter) {
    if (letter >= 0xC0 && letter <= 0xDE && letter != 0xD7) return letter + 0x20;  // À to Þ
    if (letter >= 0x100 && letter <= 0x137 && letter != 0x130) return letter | 1;  // Ā to ķ, pairs
    if (letter >= 0x139 && letter <= 0x148) return letter % 2 == 1 ? letter + 1 : letter;
    if (letter >= 0x14A && letter <= 0x177) return letter | 1;
    if (letter == 0x178) return 0xFF;
    if (letter >= 0x179 && letter <= 0x17E) return letter % 2 == 1 ? letter + 1 : letter;
    if (letter >= 0x391 && letter <= 0x3A9) return letter + 0x20;  // Α to Ω
    if (letter >= 0x410 && letter <= 0x42F) return letter + 0x20;  // А to Я
    if (letter >= 0x400 && letter <= 0x40F) return letter + 0x50;
    return letter;
}

}  // namespace

std::string lower_case(std::string_view text) {
    std::string lowered;
    lowered.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const byte = static_cast<unsigned char>(text[i]);
        if (byte >= 'A' && byte <= 'Z') {
            lowered += static_cast<char>(byte + 0x20);
        } else if ((byte & 0xE0U) == 0xC0U && i + 1 < text.size()) {
            auto const letter = lower_letter((byte & 0x1FU) << 6U | (static_cast<unsigned char>(text[i + 1]) & 0x3FU));
            lowered += static_cast<char>(0xC0U | letter >> 6U);
            lowered += static_cast<char>(0x80U | (letter & 0x3FU));
            ++i;
        } else {
            lowered += static_cast<char>(byte);
        }
    }
    return lowered;
}

std::string upper_case_ascii(std::string_view text) {
    std::string raised(text);
    for (auto& c : raised) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 0x20);
    }
    return raised;
}

std::string proper_case_ascii(std::string_view text) {
    std::string proper;
    bool is_first = true;
    for (char c : text) {
        bool const is_small = c >= 'a' && c <= 'z', is_large = c >= 'A' && c <= 'Z';
        if (is_first && is_small) c = static_cast<char>(c - 'a' + 'A');
        if (!is_first && is_large) c = static_cast<char>(c - 'A' + 'a');
        is_first = c == ' ' || c == '-';
        proper += c;
    }
    return proper;
}

std::string one_space_each(std::string_view text) {
    std::string tidy;
    for (char const c : text) {
        if (c != ' ' || !tidy.ends_with(' ')) tidy += c;
    }
    return tidy;
}

}  // namespace lockstep::sandbox
