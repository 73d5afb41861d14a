// SPDX-License-Identifier: Apache-2.0
// The only file that knows libphonenumber. Parsing costs microseconds, so what was parsed lately is remembered per thread.
#include "contacts/phone.hpp"

#include <phonenumbers/phonenumberutil.h>

#include <algorithm>
#include <cstddef>
#include <unordered_map>

#include "contacts/normal_form.hpp"

namespace lockstep::contacts {
namespace {

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// +1, area and exchange, neither of which begins with 0 or 1: the parser gives these back as they are.
bool is_north_american_e164(std::string_view text) {
    if (text.size() != 12 || text[0] != '+' || text[1] != '1' || text[2] < '2' || text[5] < '2') return false;
    for (std::size_t i = 1; i < text.size(); ++i) {
        if (!is_digit(text[i])) return false;
    }
    return true;
}

std::optional<std::string> parse(std::string const& text, std::string const& region) {
    PhoneNumberUtil const& numbers = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;
    if (numbers.Parse(text, region, &number) != PhoneNumberUtil::NO_PARSING_ERROR) return std::nullopt;
    if (numbers.IsPossibleNumberWithReason(number) != PhoneNumberUtil::IS_POSSIBLE) return std::nullopt;
    std::string e164;
    numbers.Format(number, PhoneNumberUtil::E164, &e164);
    // A French "06 12 34 56 78" read in Canada has the right length; but no area or exchange there begins with 0 or 1.
    if (number.country_code() == 1 && !is_north_american_e164(e164)) return std::nullopt;
    return e164;
}

// Most numbers here are written in one of the few North American ways. Reading them by hand gives what the parser gives
// (a test compares the two) for a hundredth of its time, which a sweep over all contacts feels.
std::optional<std::string> read_north_american(std::string_view text, std::string_view region) {
    if (region != "CA" && region != "US") return std::nullopt;
    std::string digits;
    bool const has_plus = !text.empty() && text.front() == '+';
    if (has_plus) text.remove_prefix(1);
    for (char const c : text) {
        if (is_digit(c)) {
            digits += c;
        } else if (c != ' ' && c != '-' && c != '.' && c != '(' && c != ')') {
            return std::nullopt;
        }
    }
    if (digits.size() == 10 && !has_plus) digits.insert(0, 1, '1');
    digits.insert(0, 1, '+');
    return is_north_american_e164(digits) ? std::optional{std::move(digits)} : std::nullopt;
}

// What is read back must be the same number, else canonical forms would not be fixed points.
std::optional<std::string> parse_and_check(std::string const& text, std::string const& region) {
    auto const e164 = parse(text, region);
    if (!e164 || *e164 == text) return e164;
    return parse(*e164, region) == e164 ? e164 : std::nullopt;
}

bool is_of_a_number(char c) { return is_digit(c) || std::string_view{"+ -.()/"}.contains(c); }

// The number in a text with remarks before and behind: "514-555-0199 poste 12", "cell: 514-555-0199", "514-555-0199 (maison)".
// Letters right behind a few digits are part of the number: "1-800-FLOWERS".
std::string_view without_remarks(std::string_view text) {
    constexpr std::size_t digits_min = 7;
    std::size_t first = 0;
    while (first < text.size() && !is_digit(text[first]) && text[first] != '+') ++first;
    if (first > 0 && first < text.size() && text[first - 1] == '(') --first;
    std::size_t end = first;
    while (end < text.size() && is_of_a_number(text[end])) ++end;
    auto number = text.substr(first, end - first);
    if (static_cast<std::size_t>(std::ranges::count_if(number, is_digit)) < digits_min) return text;
    while (!number.empty() && !is_digit(number.back())) number.remove_suffix(1);
    return number;
}

// No number begins with 0 there: "00" and "001" are how people elsewhere dial out, whatever the country they are in now.
std::string with_plus(std::string_view text, std::string_view region) {
    if ((region == "CA" || region == "US") && text.starts_with("00") && !text.starts_with("000"))
        return "+" + std::string{text.substr(2)};
    return std::string{text};
}

std::optional<std::string> read_with_remarks(std::string const& text, std::string const& region) {
    std::string const plain = plain_form(text);
    auto const number = with_plus(without_remarks(plain), region);
    if (auto quick = read_north_american(number, region)) return quick;
    if (auto e164 = parse_and_check(number, region)) return e164;
    return number == text ? std::nullopt : parse_and_check(text, region);
}

}  // namespace

std::optional<std::string> to_e164(std::string_view text, std::string_view region) {
    constexpr std::size_t text_bytes_max = 250;  // the parser reads no more
    constexpr std::size_t cached_bytes_max = 48;
    constexpr std::size_t cached_numbers_max = 16'384;
    if (is_north_american_e164(text)) return std::string{text};
    if (auto number = read_north_american(text, region)) return number;
    if (text.size() < 2 || text.size() > text_bytes_max) return std::nullopt;
    if (text.size() > cached_bytes_max) return read_with_remarks(std::string{text}, std::string{region});

    thread_local std::unordered_map<std::string, std::optional<std::string>> recent;
    std::string key;
    key.reserve(region.size() + 1 + text.size());
    key.append(region).append(1, '\0').append(text);
    if (auto const found = recent.find(key); found != recent.end()) return found->second;
    auto answer = read_with_remarks(std::string{text}, std::string{region});
    if (recent.size() >= cached_numbers_max) recent.clear();
    recent.emplace(std::move(key), answer);
    return answer;
}

}  // namespace lockstep::contacts
