// SPDX-License-Identifier: Apache-2.0
#include "contacts/date.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <optional>

#include "contacts/normal_form.hpp"

namespace lockstep::contacts {
namespace {

using std::chrono::year_month_day;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool are_digits(std::string_view text) { return !text.empty() && std::ranges::all_of(text, is_digit); }

template <class Number>
std::optional<Number> number_in(std::string_view text) {
    Number out{};
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return out;
}

std::optional<year_month_day> day_of(int year, unsigned month, unsigned day) {
    year_month_day const out{std::chrono::year{year}, std::chrono::month{month}, std::chrono::day{day}};
    return out.ok() ? std::optional{out} : std::nullopt;
}

std::optional<year_month_day> day_of(std::string_view year, std::string_view month, std::string_view day) {
    if (!are_digits(year) || !are_digits(month) || !are_digits(day)) return std::nullopt;
    return day_of(*number_in<int>(year), *number_in<unsigned>(month), *number_in<unsigned>(day));
}

std::string iso(year_month_day const& day) {
    auto const padded = [](int number, std::size_t width) {
        auto out = std::to_string(number);
        return std::string(out.size() < width ? width - out.size() : 0, '0') + out;
    };
    return padded(static_cast<int>(day.year()), 4) + "-" + padded(static_cast<int>(static_cast<unsigned>(day.month())), 2) + "-" +
           padded(static_cast<int>(static_cast<unsigned>(day.day())), 2);
}

bool starts_with_iso_date(std::string_view text) {
    if (text.size() < 10) return false;
    for (std::size_t i = 0; i < 10; ++i) {
        bool const fits = i == 4 || i == 7 ? text[i] == '-' : is_digit(text[i]);
        if (!fits) return false;
    }
    return text.size() == 10 || !is_digit(text[10]);
}

// What apps and people put where there is no date.
bool stands_for_none(std::string_view text) {
    constexpr std::array<std::string_view, 13> words{"0000-00-00", "0001-01-01", "1900-01-01", "0", "-", "--", "n/a", "na",
        "null", "none", "aucune", "invalid date", "undefined"};
    return std::ranges::find(words, text) != words.end();
}

// Three groups of digits with one kind of separator between them; a time may follow after a space or a T.
std::optional<year_month_day> parted_date(std::string_view text) {
    auto const first = text.find_first_of("-/._");
    if (first == std::string_view::npos) return std::nullopt;
    auto const second = text.find(text[first], first + 1);
    if (second == std::string_view::npos) return std::nullopt;
    auto const end = std::min(text.find_first_of(" T", second), text.size());
    if (end < text.size() && !text.substr(end).contains(':')) return std::nullopt;
    auto const one = text.substr(0, first), two = text.substr(first + 1, second - first - 1),
               three = text.substr(second + 1, end - second - 1);
    if (two.size() > 2) return std::nullopt;
    if (one.size() == 4 && three.size() <= 2) return day_of(one, two, three);
    if (three.size() != 4 || one.size() > 2) return std::nullopt;
    if (auto const american = day_of(three, one, two)) return american;
    return day_of(three, two, one);
}

std::optional<year_month_day> counted_date(std::string_view text) {
    auto const digits = text.starts_with('-') ? text.substr(1) : text;
    if (digits.size() < 6 || digits.size() > 15 || !are_digits(digits)) return std::nullopt;
    if (text.size() == 8 && is_digit(text.front())) {
        auto const day = day_of(text.substr(0, 4), text.substr(4, 2), text.substr(6, 2));
        if (day && day->year() > std::chrono::year{1850} && day->year() < std::chrono::year{2150}) return day;
    }
    // Taken for seconds as long as that gives a date from 1837 to 2103; so few milliseconds are some days about 1970.
    constexpr std::int64_t seconds_max = 4'200'000'000;
    constexpr std::int64_t milliseconds_max = 100'000'000'000'000;
    auto const count = number_in<std::int64_t>(text);
    if (!count || *count > milliseconds_max || *count < -milliseconds_max) return std::nullopt;
    auto const milliseconds = *count <= seconds_max && *count >= -seconds_max ? *count * 1000 : *count;
    std::chrono::sys_time<std::chrono::milliseconds> const at{std::chrono::milliseconds{milliseconds}};
    auto const day = year_month_day{std::chrono::floor<std::chrono::days>(at)};
    bool const has_four_digits = day.year() >= std::chrono::year{1000} && day.year() <= std::chrono::year{9999};
    return has_four_digits ? std::optional{day} : std::nullopt;
}

}  // namespace

std::string date_form(std::string_view text) {
    std::string form = text_form(text);
    auto const plain = folded_form(plain_form(form));
    if (starts_with_iso_date(plain)) {
        auto const day = plain.substr(0, 10);
        return stands_for_none(day) ? std::string{} : day;
    }
    if (stands_for_none(plain)) return {};
    auto upper = plain;
    std::ranges::replace(upper, 't', 'T');
    if (auto const day = parted_date(upper)) return date_form(iso(*day));
    if (auto const day = counted_date(plain)) return iso(*day);
    return form;
}

bool is_civil_date(std::string_view text) {
    return text.size() == 10 && starts_with_iso_date(text) &&
           day_of(text.substr(0, 4), text.substr(5, 2), text.substr(8, 2)).has_value();
}

}  // namespace lockstep::contacts
