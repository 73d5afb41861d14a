// SPDX-License-Identifier: Apache-2.0
#include "calls/curl.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "calls/masking.hpp"

namespace lockstep::calls {
namespace {

constexpr std::string_view credential_place = "${credential}";
constexpr std::array<std::string_view, 4> made_by_curl{"host", "content-length", "connection", "accept-encoding"};

bool is_control(unsigned char letter) { return (letter < 0x20 && letter != '\n') || letter == 0x7F; }

// U+0080 to U+009F: controls as well, two bytes long.
bool is_wide_control(std::string_view text, std::size_t at) {
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    return byte(at) == 0xC2 && at + 1 < text.size() && byte(at + 1) >= 0x80 && byte(at + 1) <= 0x9F;
}

bool has_controls(std::string_view text) {
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (is_control(static_cast<unsigned char>(text[at])) || is_wide_control(text, at)) return true;
    }
    return false;
}

void append_octal(std::string& out, unsigned char byte) {
    out += '\\';
    for (int shift = 6; shift >= 0; shift -= 3) out += static_cast<char>('0' + ((byte >> shift) & 7));
}

std::string escaped_word(std::string_view text) {
    std::string word = "$'";
    for (std::size_t at = 0; at < text.size(); ++at) {
        auto const letter = static_cast<unsigned char>(text[at]);
        if (letter == 0) continue;  // no argument of a program can hold it
        if (letter == '\'' || letter == '\\') {
            word += '\\';
            word += text[at];
        } else if (letter == '\n') {
            word += "\\n";
        } else if (is_control(letter)) {
            append_octal(word, letter);
        } else if (is_wide_control(text, at)) {
            append_octal(word, letter);
            append_octal(word, static_cast<unsigned char>(text[++at]));
        } else {
            word += text[at];
        }
    }
    return word + "'";
}

// A header as one word; the credential's place is a variable, which stands in double quotes beside the rest.
std::string header_word(std::string_view name, std::string_view value, std::vector<CredentialHeader> const& credentials) {
    auto const line = std::string(name) + ":";
    if (value != mask) return shell_word(value.empty() ? std::string(name) + ";" : line + " " + std::string(value));
    auto const known = std::ranges::find_if(credentials, [&](auto const& each) { return equal_ignoring_case(each.name, name); });
    auto const whole = std::string_view(known != credentials.end() ? std::string_view(known->value) : credential_place);
    auto const at = std::min(whole.find(credential_place), whole.size());
    auto word = shell_word(line + " " + std::string(whole.substr(0, at))) + "\"$" + std::string(token_variable) + "\"";
    if (at + credential_place.size() < whole.size()) word += shell_word(whole.substr(at + credential_place.size()));
    return word;
}

}  // namespace

std::string shell_word(std::string_view text) {
    if (has_controls(text)) return escaped_word(text);
    std::string word = "'";
    for (auto const letter : text) {
        if (letter == '\'')
            word += "'\\''";
        else
            word += letter;
    }
    return word + "'";
}

std::vector<CredentialHeader> credential_headers(catalogue::Connector const& connector) {
    std::vector<CredentialHeader> headers;
    if (auto const* declared = find_object(connector.declaration, "/auth/headers")) {
        for (auto const& header : *declared) {
            if (auto const* value = header.value().if_string())
                headers.push_back({std::string(header.key()), std::string(*value)});
        }
    }
    return headers;
}

std::string curl_command(
    Json const& call, std::vector<CredentialHeader> const& credentials, std::vector<std::string> const& remarks) {
    std::string text;
    for (auto const& remark : remarks) text += "# " + printable(remark) + "\n";
    auto const method = find_text(call, "/request/method").value_or("GET");
    // --globoff: brackets and braces in an address are meant as they stand.
    text += "curl --globoff";
    if (method != "GET") text += " --request " + shell_word(method);
    text += " --url " + shell_word(find_text(call, "/request/url").value_or(""));
    if (auto const* headers = find_array(call, "/request/headers")) {
        for (auto const& header : *headers) {
            auto const name = find_text(header, "/name").value_or("");
            if (std::ranges::find(made_by_curl, lower_ascii(name)) != made_by_curl.end()) continue;
            text += " \\\n  --header " + header_word(name, find_text(header, "/value").value_or(""), credentials);
        }
    }
    if (auto const body = find_text(call, "/request/body/text"); body && !body->empty())
        text += " \\\n  --data-raw " + shell_word(*body);
    return text + "\n";
}

}  // namespace lockstep::calls
