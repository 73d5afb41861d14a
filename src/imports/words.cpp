// SPDX-License-Identifier: Apache-2.0
// Names and texts of a document, made fit for people and for ids.
#include <cctype>

#include "base/text.hpp"
#include "imports/convert.hpp"

namespace lockstep::imports {
namespace {

constexpr std::size_t word_bytes_max = 50;

bool is_lower(char letter) { return letter >= 'a' && letter <= 'z'; }
bool is_upper(char letter) { return letter >= 'A' && letter <= 'Z'; }
bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

// Parts of a name in camel case, kebab case or snake case, in lower case. Abbreviations stay together: "getURLs" is get, urls.
std::vector<std::string> parts_of(std::string_view name) {
    std::vector<std::string> parts;
    std::string part;
    auto const end_part = [&] {
        if (!part.empty()) parts.push_back(std::move(part));
        part.clear();
    };
    for (std::size_t i = 0; i < name.size(); ++i) {
        char const letter = name[i];
        bool const is_letter = is_lower(letter) || is_upper(letter) || is_digit(letter);
        if (!is_letter) {
            end_part();
            continue;
        }
        bool const begins_word = is_upper(letter) && i > 0 && (is_lower(name[i - 1]) || is_digit(name[i - 1]));
        if (begins_word) end_part();
        part += is_upper(letter) ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    end_part();
    return parts;
}

}  // namespace

std::string fit_line(std::string_view text, std::size_t letters_max) {
    auto const valid = with_valid_utf8(text.substr(0, letters_max * 8));
    std::string line;
    bool has_space = false;
    for (char letter : valid) {
        bool const is_space = static_cast<unsigned char>(letter) <= ' ' || letter == 0x7F;
        if (is_space && (has_space || line.empty())) continue;
        line += is_space ? ' ' : letter;
        has_space = is_space;
    }
    line = printable(trim_ascii(line));  // directions of writing that would hide what stands there
    std::size_t letters = 0, end = 0;
    while (end < line.size()) {
        if ((static_cast<unsigned char>(line[end]) & 0xC0U) != 0x80U && ++letters > letters_max) break;
        ++end;
    }
    if (end == line.size()) return line;
    line.resize(end);
    return std::string(trim_ascii(line)) + "…";
}

std::string title_from(std::string_view name) {
    std::string title;
    for (auto const& part : parts_of(name)) title += (title.empty() ? "" : " ") + part;
    if (!title.empty() && is_lower(title.front())) title.front() = static_cast<char>(title.front() - 'a' + 'A');
    return title;
}

std::string word_from(std::string_view name) {
    std::string word;
    for (auto const& part : parts_of(name)) {
        if (word.empty() && is_digit(part.front())) word += "n";
        if (word.size() + part.size() + 1 > word_bytes_max) {
            if (word.empty()) word = part.substr(0, word_bytes_max);
            break;
        }
        word += (word.empty() || word == "n" ? "" : "_") + part;
    }
    return word;
}

}  // namespace lockstep::imports
