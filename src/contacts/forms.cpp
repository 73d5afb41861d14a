// SPDX-License-Identifier: Apache-2.0
#include "contacts/forms.hpp"

#include <unicode/locid.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>

#include "contacts/date.hpp"
#include "contacts/normal_form.hpp"

namespace lockstep::contacts {
namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

icu::UnicodeString from_utf8(std::string_view text) {
    return icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

std::string to_utf8(icu::UnicodeString const& text) {
    std::string out;
    text.toUTF8String(out);
    return text_form(out);
}

// The first letter of each word large, also behind a hyphen or an apostrophe; the rest small.
// What is written with some care already is left alone.
std::string proper_name(std::string const& text) {
    if (has_mixed_case(text)) return text;
    auto const small = from_utf8(text).toLower(icu::Locale::getRoot());
    icu::UnicodeString out;
    bool begins = true;
    for (std::int32_t at = 0; at < small.length();) {
        UChar32 const letter = small.char32At(at);
        at += U16_LENGTH(letter);
        out.append(begins ? u_totitle(letter) : letter);
        bool const is_mark = u_charType(letter) == U_NON_SPACING_MARK;
        if (!is_mark) begins = u_isalnum(letter) == 0;
    }
    return to_utf8(out);
}

// "1990-02-03" with its parts in another order; the text itself where it is no date.
std::string in_order(std::string const& date, bool day_first) {
    if (!is_civil_date(date)) return date;
    auto const year = date.substr(0, 4), month = date.substr(5, 2), day = date.substr(8, 2);
    return day_first ? day + "/" + month + "/" + year : month + "/" + day + "/" + year;
}

// Only of the length that we write; whatever else is there, people wrote, and it is read as dates are read everywhere.
std::optional<std::string> from_order(std::string const& shown, bool day_first) {
    auto const plain = plain_form(text_form(shown));
    constexpr std::array<std::size_t, 8> places{0, 1, 3, 4, 6, 7, 8, 9};
    if (plain.size() != 10 || !std::ranges::all_of(places, [&](auto place) { return is_digit(plain[place]); }))
        return std::nullopt;
    if (plain[2] != plain[5] || is_digit(plain[2])) return std::nullopt;
    auto const one = plain.substr(0, 2), two = plain.substr(3, 2), year = plain.substr(6);
    auto iso = year + "-" + (day_first ? two + "-" + one : one + "-" + two);
    if (!is_civil_date(iso)) return std::nullopt;
    return iso;
}

bool is_north_american(std::string_view number) {
    return number.size() == 12 && number.starts_with("+1") && std::ranges::all_of(number.substr(2), is_digit);
}

// A number with at most one mark among its digits: "12.5", "-3".
bool is_number(std::string_view text, char mark) {
    if (text.starts_with('-')) text.remove_prefix(1);
    bool const has_digits = !text.empty() && is_digit(text.front()) && is_digit(text.back());
    return has_digits && std::ranges::count(text, mark) <= 1 &&
           std::ranges::all_of(text, [&](char each) { return is_digit(each) || each == mark; });
}

}  // namespace

bool fits(Form form, FieldKind kind) {
    switch (form) {
        case Form::as_is: return true;
        case Form::day_month_year:
        case Form::month_day_year: return kind == FieldKind::date;
        case Form::phone_national: return kind == FieldKind::phone;
        case Form::upper_case:
        case Form::lower_case:
        case Form::proper_name:
        case Form::decimal_comma: return kind == FieldKind::text;
    }
    return false;
}

bool has_inverse(Form form) { return form != Form::upper_case && form != Form::lower_case && form != Form::proper_name; }

std::string in_form(Form form, std::string const& canonical) {
    switch (form) {
        case Form::as_is: return canonical;
        case Form::upper_case: return to_utf8(from_utf8(canonical).toUpper(icu::Locale::getRoot()));
        case Form::lower_case: return to_utf8(from_utf8(canonical).toLower(icu::Locale::getRoot()));
        case Form::proper_name: return proper_name(canonical);
        case Form::day_month_year: return in_order(canonical, true);
        case Form::month_day_year: return in_order(canonical, false);
        case Form::phone_national:
            if (!is_north_american(canonical)) return canonical;
            return "(" + canonical.substr(2, 3) + ") " + canonical.substr(5, 3) + "-" + canonical.substr(8);
        case Form::decimal_comma: {
            if (!is_number(canonical, '.')) return canonical;
            auto out = canonical;
            std::ranges::replace(out, '.', ',');
            return out;
        }
    }
    return canonical;
}

std::string out_of_form(Form form, FieldKind kind, std::string const& shown, Region const& region) {
    auto const plainly = [&](Region const& in) { return text_in(canonical(kind, Value{shown}, in)); };
    switch (form) {
        case Form::day_month_year:
        case Form::month_day_year: return from_order(shown, form == Form::day_month_year).value_or(plainly(region));
        case Form::phone_national: {
            // We write no other country's numbers without their prefix.
            auto number = plainly(Region{"CA"});
            return is_north_american(number) ? number : plainly(region);
        }
        case Form::decimal_comma: {
            auto out = plainly(region);
            if (is_number(out, ',')) std::ranges::replace(out, ',', '.');
            return out;
        }
        case Form::as_is:
        case Form::upper_case:
        case Form::lower_case:
        case Form::proper_name: return plainly(region);
    }
    return plainly(region);
}

}  // namespace lockstep::contacts
