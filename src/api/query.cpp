// SPDX-License-Identifier: Apache-2.0
#include "api/query.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/id_text.hpp"
#include "base/text.hpp"

namespace lockstep::api {
namespace {

constexpr std::size_t value_bytes_max = 1024;
constexpr std::array<std::string_view, 8> credential_names{
    "token", "access_token", "api_key", "apikey", "key", "authorization", "password", "secret"};

bool is_plain_text(std::string_view text) {
    return is_valid_utf8(text) && std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

// Browsers write a space as "+" and a plus sign as "%2B". People who type addresses write phone numbers and e-mail addresses with
// a plain "+": at the start, or in a text with "@", it stays one.
std::string decode(std::string_view text) {
    std::string spaced{text};
    if (!text.contains('@') && !text.contains("%40")) {
        for (std::size_t i = 1; i < spaced.size(); ++i) {
            if (spaced[i] == '+') spaced[i] = ' ';
        }
    }
    return percent_decode(spaced);
}

}  // namespace

Result<Query> Query::parse(std::string_view text, std::span<std::string_view const> known) {
    Query query;
    if (text.empty()) return query;
    for (auto const part : split(text, '&')) {
        if (part.empty()) continue;
        auto const at = part.find('=');
        auto name = decode(part.substr(0, at));
        auto value = at == std::string_view::npos ? std::string() : decode(part.substr(at + 1));
        if (std::ranges::find(credential_names, lower_ascii(name)) != credential_names.end() &&
            std::ranges::find(known, name) == known.end()) {
            return fail(ErrorKind::invalid, "api.credential_in_address",
                "reading the address: a credential belongs into the Authorization header, addresses end up in logs");
        }
        if (std::ranges::find(known, name) == known.end()) {
            return fail(ErrorKind::invalid, "api.unknown_parameter",
                "reading the address: there is no parameter \"" + printable(name.substr(0, 60)) + "\" here",
                {{"reason", "named"}, {"name", printable(name.substr(0, 60))}});
        }
        if (value.size() > value_bytes_max || !is_plain_text(value)) {
            return fail(ErrorKind::invalid, "api.bad_parameter",
                "reading the address: the value of \"" + name + "\" is too long or no text",
                {{"reason", "text"}, {"name", name}});
        }
        if (!query.values_.emplace(name, std::move(value)).second) {
            return fail(ErrorKind::invalid, "api.bad_parameter", "reading the address: \"" + name + "\" is given twice",
                {{"reason", "twice"}, {"name", name}});
        }
    }
    return query;
}

std::string const& Query::text(std::string_view name) const {
    static std::string const nothing;
    auto const found = values_.find(name);
    return found == values_.end() ? nothing : found->second;
}

Result<std::int64_t> Query::limit() const {
    if (!has("limit")) return 50;
    auto const& text = this->text("limit");
    std::int64_t value = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || end != text.data() + text.size() || value < 1 || value > 200) {
        return fail(ErrorKind::invalid, "api.bad_parameter", "reading the address: \"limit\" is a whole number from 1 to 200",
            {{"reason", "number"}, {"name", "limit"}, {"least", "1"}, {"most", "200"}});
    }
    return value;
}

namespace {

std::unexpected<Error> bad_cursor() {
    return fail(ErrorKind::invalid, "api.bad_parameter", "reading the address: \"cursor\" is none that a page of this list gave");
}

}  // namespace

Result<std::string> Query::cursor(std::string_view prefix) const {
    auto const& text = this->text("cursor");
    if (text.empty() || is_id(prefix, text)) return text;
    return bad_cursor();
}

Result<std::int64_t> Query::number_cursor() const {
    auto const& text = this->text("cursor");
    if (text.empty()) return 0;
    std::int64_t value = 0;
    auto const [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (failure != std::errc{} || end != text.data() + text.size() || value < 1) return bad_cursor();
    return value;
}

Result<std::string> Query::word(std::string_view name, std::span<std::string_view const> words) const {
    auto const& text = this->text(name);
    if (text.empty() || std::ranges::find(words, text) != words.end()) return text;
    std::string list;
    for (auto const word : words) list += (list.empty() ? "" : ", ") + std::string(word);
    return fail(ErrorKind::invalid, "api.bad_parameter", "reading the address: \"" + std::string(name) + "\" is one of " + list,
        {{"reason", "word"}, {"name", std::string(name)}, {"choices", list}});
}

Result<std::optional<TimePoint>> Query::time(std::string_view name) const {
    auto const& text = this->text(name);
    if (text.empty()) return std::optional<TimePoint>{};
    if (auto const time = parse_time(text)) return std::optional(*time);
    return fail(ErrorKind::invalid, "api.bad_parameter",
        "reading the address: \"" + std::string(name) + "\" is no moment such as 2026-03-01T10:04:03Z",
        {{"reason", "time"}, {"name", std::string(name)}});
}

}  // namespace lockstep::api
