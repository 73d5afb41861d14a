// SPDX-License-Identifier: Apache-2.0
// Taking a URL apart. Absolute URLs are accepted too, because the simulation hands over what a client would send.
#include "sandbox/request.hpp"

#include "base/text.hpp"

namespace lockstep::sandbox {
namespace {

std::string decode_query(std::string_view text) {
    std::string spaced(text);
    for (auto& c : spaced) {
        if (c == '+') c = ' ';
    }
    return spaced.find('%') == std::string::npos ? spaced : percent_decode(spaced);
}

std::string decode_segment(std::string_view text) {
    return text.find('%') == std::string_view::npos ? std::string(text) : percent_decode(text);
}

}  // namespace

Request parse_request(HttpRequest const& request) {
    Request parsed;
    parsed.method = request.method;
    parsed.headers = &request.headers;
    parsed.body = request.body;
    std::string_view url = request.url;
    if (auto const scheme = url.find("://"); scheme != std::string_view::npos && !url.starts_with('/')) {
        url.remove_prefix(scheme + 3);
        auto const slash = url.find('/');
        url = slash == std::string_view::npos ? std::string_view{} : url.substr(slash);
    }
    auto const fragment = url.find('#');
    if (fragment != std::string_view::npos) url = url.substr(0, fragment);
    auto const mark = url.find('?');
    auto path = url.substr(0, mark);
    while (!path.empty()) {
        if (path.front() == '/') {
            path.remove_prefix(1);
            continue;
        }
        auto const end = path.find('/');
        parsed.segments.push_back(decode_segment(path.substr(0, end)));
        path = end == std::string_view::npos ? std::string_view{} : path.substr(end);
    }
    if (mark != std::string_view::npos) {
        auto rest = url.substr(mark + 1);
        while (!rest.empty()) {
            auto const end = rest.find('&');
            auto const item = rest.substr(0, end);
            auto const equals = item.find('=');
            if (!item.empty()) {
                parsed.query.emplace_back(decode_query(item.substr(0, equals)),
                    equals == std::string_view::npos ? std::string{} : decode_query(item.substr(equals + 1)));
            }
            rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
        }
    }
    return parsed;
}

HttpReply json_reply(int status, Json const& body) {
    HttpReply reply;
    reply.status = status;
    reply.headers.add("Content-Type", "application/json; charset=utf-8");
    reply.body = to_text(body);
    return reply;
}

std::string_view bearer_token(HttpHeaders const& headers) {
    auto const value = headers.find("Authorization");
    constexpr std::string_view scheme = "bearer ";
    if (!value || value->size() <= scheme.size() || !equal_ignoring_case(value->substr(0, scheme.size()), scheme)) return {};
    return trim_ascii(value->substr(scheme.size()));
}

}  // namespace lockstep::sandbox
