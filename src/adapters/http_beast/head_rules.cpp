// SPDX-License-Identifier: Apache-2.0
#include "adapters/http_beast/head_rules.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace lockstep::adapters {
namespace {

BadMessage bad_request(std::string_view reason) { return {.status = 400, .code = "http.bad_request", .reason = reason}; }

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

bool is_host_character(char letter) {
    return letter > ' ' && letter < 0x7f && std::string_view("/\\?#@<>\"").find(letter) == std::string_view::npos;
}

}  // namespace

std::optional<BadMessage> check_raw_head(std::string_view head) {
    for (std::size_t at = 0; (at = head.find('\n', at)) != std::string_view::npos; ++at) {
        if (at == 0 || head[at - 1] != '\r') return bad_request("a line ends without a carriage return");
        if (at + 1 < head.size() && (head[at + 1] == ' ' || head[at + 1] == '\t')) return bad_request("a header line is folded");
    }
    return std::nullopt;
}

std::optional<BadMessage> check_framing(HttpHeaders const& headers, HeadFacts const& facts) {
    int lengths = 0;
    int encodings = 0;
    for (auto const& [name, value] : headers.all()) {
        if (equal_ignoring_case(name, "Content-Length")) {
            if (++lengths > 1) return bad_request("there is more than one Content-Length");
            if (value.empty() || !std::ranges::all_of(value, is_digit)) return bad_request("Content-Length is not a number");
        }
        if (equal_ignoring_case(name, "Transfer-Encoding")) {
            if (++encodings > 1) return bad_request("there is more than one Transfer-Encoding");
            if (!equal_ignoring_case(value, "chunked")) return bad_request("Transfer-Encoding is not chunked");
        }
    }
    if (lengths > 0 && encodings > 0) return bad_request("there are both Content-Length and Transfer-Encoding");
    if (encodings > 0 && facts.version < 11) return bad_request("HTTP/1.0 has no Transfer-Encoding");
    if (facts.is_chunked != (encodings > 0)) return bad_request("the length of the body is unclear");
    return std::nullopt;
}

std::optional<BadMessage> check_request_head(
    std::string_view method, std::string_view target, HttpHeaders const& headers, HeadFacts const& facts) {
    if (method == "TRACE" || method == "CONNECT") {
        return BadMessage{.status = 405, .code = "http.method_refused", .reason = "this method is not served"};
    }
    if (auto bad = check_framing(headers, facts)) return bad;
    auto const is_printable = [](char letter) { return letter > ' ' && letter < 0x7f; };
    if (target.empty() || target.front() != '/' || !std::ranges::all_of(target, is_printable) || target.contains('#')) {
        return bad_request("the request target is not a path");
    }
    int hosts = 0;
    for (auto const& [name, value] : headers.all()) {
        if (!equal_ignoring_case(name, "Host")) continue;
        if (++hosts > 1) return bad_request("there is more than one Host");
        if (!std::ranges::all_of(value, is_host_character)) return bad_request("Host is malformed");
    }
    if (hosts == 0 && facts.version >= 11) return bad_request("Host is missing");
    return std::nullopt;
}

std::optional<AbsoluteTarget> split_absolute_target(std::string_view target) {
    for (std::string_view const scheme : {"http://", "https://"}) {
        if (target.size() <= scheme.size() || !equal_ignoring_case(target.substr(0, scheme.size()), scheme)) continue;
        auto const rest = target.substr(scheme.size());
        auto const end = rest.find_first_of("/?#");
        AbsoluteTarget parts{rest.substr(0, end), end == std::string_view::npos ? "/" : rest.substr(end)};
        // "http://host?query" has no path of its own; nobody sends it, and it is not worth building one.
        if (parts.host.empty() || !std::ranges::all_of(parts.host, is_host_character)) return std::nullopt;
        return parts;
    }
    return std::nullopt;
}

bool is_chunk_extension(std::string_view text) {
    auto const skip_space = [&] {
        while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
    };
    auto const take_token = [&] {
        auto const end = std::ranges::find_if(text, [](char letter) { return !is_token(std::string_view(&letter, 1)); });
        auto const size = static_cast<std::size_t>(end - text.begin());
        text.remove_prefix(size);
        return size > 0;
    };
    auto const take_quoted = [&] {
        for (std::size_t at = 1; at < text.size(); ++at) {
            if (text[at] == '\\') {
                if (++at == text.size()) return false;
            } else if (text[at] == '"') {
                text.remove_prefix(at + 1);
                return true;
            }
            if (!is_header_value(text.substr(at, 1))) return false;
        }
        return false;
    };
    for (skip_space(); !text.empty(); skip_space()) {
        if (text.front() != ';') return false;
        text.remove_prefix(1);
        skip_space();
        if (!take_token()) return false;
        skip_space();
        if (text.empty() || text.front() != '=') continue;
        text.remove_prefix(1);
        skip_space();
        if (!(text.starts_with('"') ? take_quoted() : take_token())) return false;
    }
    return true;
}

bool is_token(std::string_view text) {
    auto const is_token_character = [](char letter) {
        return is_digit(letter) || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
               std::string_view("!#$%&'*+-.^_`|~").contains(letter);
    };
    return !text.empty() && std::ranges::all_of(text, is_token_character);
}

bool is_header_value(std::string_view text) {
    return std::ranges::all_of(text, [](char letter) {
        auto const byte = static_cast<unsigned char>(letter);
        return byte == '\t' || (byte >= 0x20 && byte != 0x7f);
    });
}

}  // namespace lockstep::adapters
