// SPDX-License-Identifier: Apache-2.0
// The only file that knows ICU.
#include "contacts/normal_form.hpp"

#include <unicode/idna.h>
#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>

namespace lockstep::contacts {
namespace {

using icu::UnicodeString;

bool is_ascii(std::string_view text) {
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

bool is_ascii_space(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

char lower_of(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c; }

std::string_view trim_spaces(std::string_view text) {
    while (!text.empty() && is_ascii_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_ascii_space(text.back())) text.remove_suffix(1);
    return text;
}

std::string collapse_ascii(std::string_view text) {
    text = trim_spaces(text);
    std::string out;
    out.reserve(text.size());
    bool in_space = false;
    for (char const c : text) {
        if (is_ascii_space(c)) {
            in_space = true;
            continue;
        }
        if (in_space) out += ' ';
        in_space = false;
        out += c;
    }
    return out;
}

UnicodeString from_utf8(std::string_view text) {
    return UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
}

std::string to_utf8(UnicodeString const& text) {
    std::string out;
    text.toUTF8String(out);
    return out;
}

UnicodeString nfc(UnicodeString const& text) {
    UErrorCode status = U_ZERO_ERROR;
    auto const* normalizer = icu::Normalizer2::getNFCInstance(status);
    if (U_FAILURE(status) != 0) return text;
    UnicodeString out = normalizer->normalize(text, status);
    return U_FAILURE(status) != 0 ? text : out;
}

// By compatibility too: full-width letters and digits become plain ones.
UnicodeString decomposed(UnicodeString const& text) {
    UErrorCode status = U_ZERO_ERROR;
    auto const* normalizer = icu::Normalizer2::getNFKDInstance(status);
    if (U_FAILURE(status) != 0) return text;
    UnicodeString out = normalizer->normalize(text, status);
    return U_FAILURE(status) != 0 ? text : out;
}

// Elsewhere a mark is a vowel (Devanagari, Thai) or makes another sound (Japanese), and a name without it another name.
bool marks_are_accents(UChar32 c) {
    UErrorCode status = U_ZERO_ERROR;
    auto const script = uscript_getScript(c, &status);
    return script == USCRIPT_LATIN || script == USCRIPT_GREEK || script == USCRIPT_CYRILLIC || script == USCRIPT_HEBREW ||
           script == USCRIPT_ARABIC;
}

bool is_point_or_haraka(UChar32 c) { return (c >= 0x0591 && c <= 0x05C7) || (c >= 0x064B && c <= 0x065F) || c == 0x0670; }

// Letters that no table of Unicode takes apart, as who has not got them on the keyboard writes them.
void append_plain(UnicodeString& out, UChar32 c) {
    switch (c) {
        case U'\u0142': out.append(u'l'); break;
        case U'\u00f8': out.append(u'o'); break;
        case U'\u0111':
        case U'\u00f0': out.append(u'd'); break;
        case U'\u00e6': out.append(u"ae", 2); break;
        case U'\u0153': out.append(u"oe", 2); break;
        case U'\u00fe': out.append(u"th", 2); break;
        case U'\u0131': out.append(u'i'); break;
        case U'\u0127': out.append(u'h'); break;
        case U'\u0167': out.append(u't'); break;
        default:
            if (auto const digit = u_charDigitValue(c); digit >= 0) {
                out.append(static_cast<char16_t>(u'0' + digit));
            } else {
                out.append(c);
            }
    }
}

UnicodeString collapse(UnicodeString const& text) {
    UnicodeString out;
    bool in_space = false;
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        UChar32 const c = text.char32At(i);
        if (u_isUWhiteSpace(c) != 0) {
            in_space = !out.isEmpty();
            continue;
        }
        if (in_space) out.append(static_cast<char16_t>(u' '));
        in_space = false;
        out.append(c);
    }
    return out;
}

UnicodeString trim(UnicodeString const& text) {
    std::int32_t first = 0;
    std::int32_t last = text.length();
    // All white space lies in the basic plane, so single units are enough.
    while (first < last && u_isUWhiteSpace(text.charAt(first)) != 0) ++first;
    while (last > first && u_isUWhiteSpace(text.charAt(last - 1)) != 0) --last;
    return text.tempSubStringBetween(first, last);
}

// Changing case can undo NFC and NFC can make room for another change of case; a few letters need a second round.
template <class Change>
UnicodeString settle(UnicodeString text, Change change) {
    for (int round = 0; round < 8; ++round) {
        UnicodeString next = text;
        change(next);
        next = nfc(next);
        if (next == text) break;
        text = next;
    }
    return text;
}

// Marks of direction, soft hyphens, byte order marks, spaces without width: they come along when text is copied from a page.
bool is_invisible(UChar32 c) { return u_charType(c) == U_FORMAT_CHAR || c == 0x034F || (c >= 0xFE00 && c <= 0xFE0F); }

UnicodeString without_invisible(UnicodeString const& text) {
    UnicodeString out;
    for (std::int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        if (UChar32 const c = text.char32At(i); !is_invisible(c)) out.append(c);
    }
    return out;
}

// Around a text they are as white space is; inside it a joiner may belong to the word.
UnicodeString without_invisible_ends(UnicodeString const& text) {
    auto const is_nothing = [&](std::int32_t at) {
        UChar32 const c = text.charAt(at);
        return is_invisible(c) || u_isUWhiteSpace(c) != 0;
    };
    std::int32_t first = 0;
    std::int32_t last = text.length();
    while (first < last && is_nothing(first)) ++first;
    // A variation selector or a joiner after a sign is part of the sign.
    while (last > first && is_nothing(last - 1) && (text.charAt(last - 1) < 0xFE00 || text.charAt(last - 1) > 0xFE0F)) --last;
    return text.tempSubStringBetween(first, last);
}

// "xn--" labels and their letters are one domain; people write and read the letters.
UnicodeString with_readable_domain(UnicodeString const& address) {
    auto const at = address.lastIndexOf(u'@');
    if (at < 0) return address;
    UErrorCode status = U_ZERO_ERROR;
    static icu::IDNA const* const names = icu::IDNA::createUTS46Instance(UIDNA_NONTRANSITIONAL_TO_UNICODE, status);
    if (U_FAILURE(status) != 0 || names == nullptr) return address;
    UnicodeString domain;
    icu::IDNAInfo info;
    names->nameToUnicode(address.tempSubString(at + 1), domain, info, status);
    if (U_FAILURE(status) != 0 || info.hasErrors()) return address;
    return address.tempSubString(0, at + 1) + domain;
}

UnicodeString folded(UnicodeString const& text) {
    return settle(collapse(without_invisible_ends(nfc(text))), [](UnicodeString& each) { each.foldCase(); });
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string text_form(std::string_view text) {
    if (is_ascii(text)) return collapse_ascii(text);
    return to_utf8(collapse(without_invisible_ends(nfc(from_utf8(text)))));
}

std::string email_form(std::string_view text) {
    if (is_ascii(text) && !text.contains("xn--") && !text.contains("XN--")) {
        std::string out{trim_spaces(text)};
        std::ranges::transform(out, out.begin(), lower_of);
        return out;
    }
    return to_utf8(settle(trim(nfc(without_invisible(from_utf8(text)))),
        [](UnicodeString& each) { each = with_readable_domain(each.toLower(icu::Locale::getRoot())); }));
}

std::string phone_form(std::string_view text) {
    if (is_ascii(text)) return collapse_ascii(text);
    return to_utf8(collapse(nfc(without_invisible(from_utf8(text)))));
}

std::string plain_form(std::string_view text) {
    if (is_ascii(text)) return std::string{text};
    UErrorCode status = U_ZERO_ERROR;
    auto const* normalizer = icu::Normalizer2::getNFKCInstance(status);
    if (U_FAILURE(status) != 0) return std::string{text};
    UnicodeString const composed = normalizer->normalize(from_utf8(text), status);
    if (U_FAILURE(status) != 0) return std::string{text};
    UnicodeString out;
    for (std::int32_t i = 0; i < composed.length(); i = composed.moveIndex32(i, 1)) {
        UChar32 const c = composed.char32At(i);
        if (auto const digit = u_charDigitValue(c); digit >= 0) {
            out.append(static_cast<char16_t>(u'0' + digit));
        } else if (u_charType(c) == U_DASH_PUNCTUATION || c == 0x2212) {
            out.append(static_cast<char16_t>(u'-'));
        } else {
            out.append(c);
        }
    }
    return to_utf8(out);
}

std::string folded_form(std::string_view text) {
    if (is_ascii(text)) {
        std::string out = collapse_ascii(text);
        std::ranges::transform(out, out.begin(), lower_of);
        return out;
    }
    return to_utf8(folded(from_utf8(text)));
}

std::string name_key(std::string_view text) {
    if (is_ascii(text)) {
        std::string out;
        for (char const c : text) {
            char const lower = lower_of(c);
            if (is_digit(lower) || (lower >= 'a' && lower <= 'z')) out += lower;
        }
        return out.empty() ? collapse_ascii(text) : out;
    }
    UnicodeString const whole = folded(from_utf8(text));
    UnicodeString const parts = decomposed(whole);
    UnicodeString out;
    bool has_accents = false;  // the script of the letter before treats marks as accents
    for (std::int32_t i = 0; i < parts.length(); i = parts.moveIndex32(i, 1)) {
        UChar32 const c = parts.char32At(i);
        if (u_isalnum(c) != 0) {
            has_accents = marks_are_accents(c);
            append_plain(out, c);
        } else if ((U_GET_GC_MASK(c) & U_GC_M_MASK) != 0 && !has_accents && !is_point_or_haraka(c)) {
            out.append(c);
        }
    }
    return to_utf8(out.isEmpty() ? whole : out);
}

bool has_mixed_case(std::string_view text) {
    bool has_upper = false;
    bool has_lower = false;
    UnicodeString const letters = from_utf8(text);
    for (std::int32_t i = 0; i < letters.length(); i = letters.moveIndex32(i, 1)) {
        UChar32 const c = letters.char32At(i);
        has_upper = has_upper || u_isupper(c) != 0;
        has_lower = has_lower || u_islower(c) != 0;
    }
    return has_upper && has_lower;
}

std::size_t count_code_points(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

}  // namespace lockstep::contacts
