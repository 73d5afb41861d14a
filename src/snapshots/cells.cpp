// SPDX-License-Identifier: Apache-2.0
#include "snapshots/cells.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "contacts/date.hpp"
#include "contacts/normal_form.hpp"
#include "contacts/phone.hpp"

namespace lockstep::snapshots {
namespace {

struct ThreeNumbers {
    unsigned first = 0, second = 0;
    std::string_view year;
};

std::optional<unsigned> one_or_two_digits(std::string_view text) {
    unsigned number = 0;
    if (text.empty() || text.size() > 2) return std::nullopt;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

// Two short numbers and a year of four digits, parted by one kind of sign; a time may follow.
std::optional<ThreeNumbers> year_last(std::string_view cell) {
    auto text = trim_ascii(cell);
    auto const first = text.find_first_of("/-. ");
    if (first == std::string_view::npos) return std::nullopt;
    auto const second = text.find(text[first], first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    auto year = text.substr(second + 1);
    auto const end = std::min(year.find_first_of(" T"), year.size());
    if (end < year.size() && !year.substr(end).contains(':')) return std::nullopt;
    year = year.substr(0, end);
    if (year.size() != 4 || !std::ranges::all_of(year, [](char c) { return c >= '0' && c <= '9'; })) return std::nullopt;
    auto const one = one_or_two_digits(text.substr(0, first));
    auto const two = one_or_two_digits(text.substr(first + 1, second - first - 1));
    if (!one || !two) return std::nullopt;
    return ThreeNumbers{*one, *two, year};
}

std::string two_digits(unsigned number) { return number < 10 ? "0" + std::to_string(number) : std::to_string(number); }

template <std::size_t n>
bool is_among(std::array<std::string_view, n> const& words, std::string_view word) {
    return std::ranges::find(words, word) != words.end();
}

constexpr std::array<std::string_view, 8> female{"f", "femme", "female", "feminin", "feminine", "woman", "fille", "w"};
constexpr std::array<std::string_view, 9> male{"m", "h", "homme", "male", "masculin", "masculine", "man", "garcon", "mr"};
constexpr std::array<std::string_view, 6> french_words{"fr", "frca", "frfr", "french", "francais", "fra"};
constexpr std::array<std::string_view, 7> english_words{"en", "enca", "enus", "english", "anglais", "eng", "engb"};

std::string by_meaning(Target const& target, std::string const& text) {
    auto const word = squeezed(text);
    if (target.means == "gender") {
        if (is_among(female, word)) return "f";
        if (is_among(male, word)) return "m";
        return word;
    }
    if (is_among(french_words, word)) return "fr";
    if (is_among(english_words, word)) return "en";
    return word;
}

}  // namespace

std::string squeezed(std::string_view text) {
    auto key = contacts::name_key(text);
    std::erase(key, ' ');
    return key;
}

DateReading reading_of_date(std::string_view cell) {
    if (auto const numbers = year_last(cell)) {
        auto const [one, two, year] = *numbers;
        if (one == 0 || two == 0 || one > 31 || two > 31 || (one > 12 && two > 12)) return DateReading::none;
        if (one > 12) return DateReading::day_first;
        if (two > 12) return DateReading::month_first;
        return one == two ? DateReading::clear : DateReading::either;
    }
    // Bare numbers are more often something else than a date.
    if (!cell.contains('-') && !cell.contains('/') && !cell.contains('.')) return DateReading::none;
    return contacts::is_civil_date(contacts::date_form(cell)) ? DateReading::clear : DateReading::none;
}

std::optional<std::string> read_date(std::string_view cell, DateOrder order) {
    if (auto const numbers = year_last(cell)) {
        auto day = numbers->first, month = numbers->second;
        if (order == DateOrder::month_first) std::swap(day, month);
        auto iso = std::string(numbers->year) + "-" + two_digits(month) + "-" + two_digits(day);
        if (!contacts::is_civil_date(iso)) return std::nullopt;
        return contacts::date_form(iso);
    }
    auto form = contacts::date_form(cell);
    if (form.empty() || contacts::is_civil_date(form)) return form;
    return std::nullopt;
}

std::optional<bool> read_yes_no(std::string_view cell) {
    constexpr std::array<std::string_view, 8> yes{"yes", "oui", "true", "vrai", "1", "x", "y", "o"};
    constexpr std::array<std::string_view, 6> no{"no", "non", "false", "faux", "0", "n"};
    auto const word = squeezed(cell);
    if (is_among(yes, word)) return true;
    if (is_among(no, word)) return false;
    return std::nullopt;
}

std::optional<bool> read_archived_word(std::string_view cell) {
    constexpr std::array<std::string_view, 10> archived{
        "archived", "archive", "archivee", "inactive", "inactif", "disabled", "desactive", "desactivee", "closed", "ferme"};
    constexpr std::array<std::string_view, 6> active{"active", "actif", "activee", "enabled", "open", "ouvert"};
    auto const word = squeezed(cell);
    if (is_among(archived, word)) return true;
    if (is_among(active, word)) return false;
    return std::nullopt;
}

bool looks_like_email(std::string_view cell) {
    cell = trim_ascii(cell);
    auto const at = cell.find('@');
    return at != std::string_view::npos && at > 0 && cell.find('@', at + 1) == std::string_view::npos &&
           cell.find('.', at) != std::string_view::npos && !cell.ends_with('.') && !cell.contains(' ') && !cell.contains(',');
}

bool looks_like_phone(std::string_view cell, contacts::Region const& region) {
    auto const digits = std::ranges::count_if(cell, [](char c) { return c >= '0' && c <= '9'; });
    return digits >= 10 && digits <= 15 && contacts::to_e164(cell, region.code).has_value();
}

std::vector<std::string> read_set(std::string_view cell) {
    char const separator = cell.contains(';') ? ';' : cell.contains('|') ? '|' : ',';
    std::vector<std::string> elements;
    for (auto const part : split(cell, separator)) {
        if (!trim_ascii(part).empty()) elements.emplace_back(trim_ascii(part));
    }
    return elements;
}

contacts::Value comparable(Target const& target, contacts::Value const& canonical) {
    if (target.means != "gender" && target.means != "language") return canonical;
    auto const* text = std::get_if<std::string>(&canonical);
    return text == nullptr ? canonical : contacts::Value{by_meaning(target, *text)};
}

}  // namespace lockstep::snapshots
