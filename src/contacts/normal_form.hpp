// SPDX-License-Identifier: Apache-2.0
// Normal forms of text, by the tables of Unicode (ICU). Each is a fixed point, and plain ASCII never reaches ICU.
// Invalid UTF-8 does not fail: its bytes become U+FFFD.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace lockstep::contacts {

// NFC, white space trimmed and collapsed to single spaces; invisible characters around the text count as white space.
std::string text_form(std::string_view text);

// Trimmed and in lower case, in NFC, without characters that nobody sees, the domain in letters rather than "xn--". White space
// inside stays: such an address is wrong, and hiding it would not mend it.
std::string email_form(std::string_view text);

// The text form without characters that nobody sees.
std::string phone_form(std::string_view text);

// Full-width letters, digits of any script and every kind of dash as they are on a keyboard. For reading numbers and dates.
std::string plain_form(std::string_view text);

// The text form, case-folded: how elements of sets are compared and reported.
std::string folded_form(std::string_view text);

// For comparing names of people only, never shown or written: folded, without accents, spaces and punctuation, so that
// "Jean-Paul" is "jean paul", "Zoé" is "Zoe" and "Łukasz" is "Lukasz". Only marks that their script treats as accents are
// dropped: never a vowel sign of Devanagari or Thai, or a sound mark of Japanese. Empty only for blank text.
std::string name_key(std::string_view text);

// Neither all capitals nor all small; false as well where letters have no case.
bool has_mixed_case(std::string_view text);

// How long a person would say it is: code points, not bytes.
std::size_t count_code_points(std::string_view text);

}  // namespace lockstep::contacts
