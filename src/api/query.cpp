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

std::int64_t Query::number(std::string_view name) const {
    auto const& text = this->text(name);
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

std::optional<TimePoint> Query::moment(std::string_view name) const {
    auto const time = parse_time(text(name));
    return time ? std::optional(*time) : std::nullopt;
}

std::vector<std::string> Query::list(std::string_view name) const {
    auto const& text = this->text(name);
    if (text.empty()) return {};
    std::vector<std::string> values;
    for (auto const each : split(text, ',')) values.emplace_back(each);
    return values;
}

}  // namespace lockstep::api
