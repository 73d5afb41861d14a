// SPDX-License-Identifier: Apache-2.0
#include "general/mail_message.hpp"

#include <algorithm>
#include <array>

#include "base/bytes.hpp"
#include "base/text.hpp"

namespace lockstep::general {
namespace {

constexpr std::size_t address_bytes_max = 254;
constexpr std::size_t local_bytes_max = 64;
constexpr std::size_t plain_header_max = 70;
constexpr std::size_t encoded_word_bytes = 42;  // of the text; 56 in base64, within the 75 of a word
constexpr std::size_t body_line_bytes = 57;     // 76 in base64

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool is_dotted(std::string_view text, std::string_view more) {
    if (text.empty() || text.front() == '.' || text.back() == '.' || text.contains("..")) return false;
    return std::ranges::all_of(text, [&](char c) { return is_letter_or_digit(c) || c == '.' || more.contains(c); });
}

std::string_view domain_of(std::string_view address) { return address.substr(address.rfind('@') + 1); }

std::string two(unsigned value) { return (value < 10 ? "0" : "") + std::to_string(value); }

std::string mail_date(TimePoint wall) {
    constexpr std::array<std::string_view, 7> weekdays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const day = std::chrono::floor<std::chrono::days>(wall);
    std::chrono::year_month_day const date{day};
    auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(wall - day).count();
    return std::string(weekdays[std::chrono::weekday{day}.c_encoding()]) + ", " + two(static_cast<unsigned>(date.day())) + " " +
           std::string(months[static_cast<unsigned>(date.month()) - 1]) + " " + std::to_string(static_cast<int>(date.year())) +
           " " + two(static_cast<unsigned>(seconds / 3600)) + ":" + two(static_cast<unsigned>(seconds / 60 % 60)) + ":" +
           two(static_cast<unsigned>(seconds % 60)) + " +0000";
}

// One a line: an address is no place to break a line in.
std::string list_of(std::vector<std::string> const& addresses) {
    std::string text;
    for (auto const& each : addresses) text += (text.empty() ? "" : ",\r\n ") + each;
    return text;
}

// The most of a text that ends with a whole letter.
std::size_t whole_letters(std::string_view text, std::size_t bytes_max) {
    auto size = std::min(bytes_max, text.size());
    while (size > 0 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
    return size;
}

std::string with_line_ends(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '\r') {
            if (i + 1 < text.size() && text[i + 1] == '\n') continue;
            out += "\r\n";
        } else if (text[i] == '\n') {
            out += "\r\n";
        } else {
            out += text[i];
        }
    }
    return out;
}

std::string quoted_name(std::string const& name) {
    auto text = header_text(name);
    bool const is_encoded = text.starts_with("=?");
    if (is_encoded) return text;
    std::string quoted = "\"";
    for (char const c : text) quoted += c == '"' || c == '\\' ? std::string{'\\', c} : std::string{c};
    return quoted + "\"";
}

}  // namespace

bool is_mail_address(std::string_view text) {
    auto const at = text.rfind('@');
    if (at == std::string_view::npos || text.size() > address_bytes_max || at > local_bytes_max) return false;
    auto const domain = domain_of(text);
    // A hyphen at the ends of a label is refused with the rest of what no registry gives out.
    auto const labels = split(domain, '.');
    bool const has_good_labels = std::ranges::all_of(labels, [](std::string_view label) {
        return !label.empty() && label.size() <= 63 && label.front() != '-' && label.back() != '-';
    });
    return is_dotted(text.substr(0, at), "!#$%&'*+-/=?^_`{|}~") && is_dotted(domain, "-") && has_good_labels;
}

Result<std::vector<std::string>> parse_addresses(std::string_view text) {
    std::vector<std::string> addresses;
    for (auto const part : split(text, ',')) {
        auto const address = trim_ascii(part);
        if (address.empty()) continue;
        if (!is_mail_address(address))
            return fail(ErrorKind::invalid, "general.bad_mail_address", "reading e-mail addresses: one of them is none",
                {{"reason", "named"}, {"name", printable(address.substr(0, 100))}});
        if (std::ranges::find(addresses, address) == addresses.end()) addresses.emplace_back(address);
    }
    return addresses;
}

std::string header_text(std::string_view given) {
    std::string text(with_valid_utf8(given));
    for (auto& c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    }
    bool const is_plain = text.size() <= plain_header_max && !text.contains("=?") && !text.starts_with(' ') &&
                          !text.ends_with(' ') &&
                          std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
    if (is_plain) return text;
    std::string words;
    for (std::string_view rest = text; !rest.empty();) {
        auto const size = whole_letters(rest, encoded_word_bytes);
        words += (words.empty() ? "" : "\r\n ") + ("=?UTF-8?B?" + to_base64(rest.substr(0, size)) + "?=");
        rest.remove_prefix(size);
    }
    return words;
}

std::string message_id(MailDraft const& draft, std::string_view id) {
    return "<" + std::string(id) + "@" + std::string(domain_of(draft.sender)) + ">";
}

std::string mail_message(MailDraft const& draft, std::string_view id, TimePoint wall) {
    std::string text = "Date: " + mail_date(wall) + "\r\n";
    text += "Message-ID: " + message_id(draft, id) + "\r\n";
    text +=
        "From: " + (draft.sender_name.empty() ? draft.sender : quoted_name(draft.sender_name) + "\r\n <" + draft.sender + ">") +
        "\r\n";
    text += "To: " + list_of(draft.to) + "\r\n";
    if (!draft.cc.empty()) text += "Cc: " + list_of(draft.cc) + "\r\n";
    if (!draft.reply_to.empty()) text += "Reply-To: " + draft.reply_to + "\r\n";
    text += "Subject: " + header_text(draft.subject) + "\r\n";
    text += "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n";
    auto const body = with_line_ends(with_valid_utf8(draft.text));
    for (std::string_view rest = body; !rest.empty();) {
        auto const size = std::min(body_line_bytes, rest.size());
        text += to_base64(rest.substr(0, size)) + "\r\n";
        rest.remove_prefix(size);
    }
    return text;
}

}  // namespace lockstep::general
