// SPDX-License-Identifier: Apache-2.0
// Request: a request's URL taken apart, its query decoded; and the replies that routes give.
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "ports/http.hpp"

namespace lockstep::sandbox {

struct Request {
    std::string_view method;
    std::vector<std::string> segments;  // decoded; "/contacts/x" and "/contacts/x/" are the same
    std::vector<std::pair<std::string, std::string>> query;
    HttpHeaders const* headers = nullptr;
    std::string_view body;

    std::optional<std::string_view> query_value(std::string_view name) const {
        for (auto const& [key, value] : query) {
            if (key == name) return value;
        }
        return std::nullopt;
    }
    // A whole number of the query, or nullopt when it is none.
    std::optional<std::int64_t> query_integer(std::string_view name) const {
        auto const text = query_value(name);
        if (!text) return std::nullopt;
        std::int64_t value = 0;
        auto const [end, error] = std::from_chars(text->data(), text->data() + text->size(), value);
        if (error != std::errc{} || end != text->data() + text->size()) return std::nullopt;
        return value;
    }
};

// The views in it last as long as `request`.
Request parse_request(HttpRequest const& request);

HttpReply json_reply(int status, Json const& body);
// What an admin route answers that could not do what was asked; `title` is the code.
HttpReply problem(int status, std::string_view title, std::string_view detail);
HttpReply problem(Error const& error);

// The token of "Authorization: Bearer <token>"; empty when there is none.
std::string_view bearer_token(HttpHeaders const& headers);

enum class RouteKind : std::uint8_t {
    read,
    write,
    create
};

struct RouteCall {
    Request const& request;
    std::vector<std::string_view> names;  // what the {} of the pattern stand for, in order
    TimePoint now{};
    std::string_view operation;
};

// Where a route leads. Patterns are path segments; "{}" takes any one. The first route that fits wins.
template <class Model>
struct Route {
    std::string_view method;
    std::vector<std::string_view> pattern;
    std::string_view operation;
    RouteKind kind = RouteKind::read;
    HttpReply (*handler)(Model&, RouteCall const&) = nullptr;
};

template <class Model>
Route<Model> const* find_route(
    std::vector<Route<Model>> const& routes, Request const& request, std::vector<std::string_view>& names) {
    for (auto const& route : routes) {
        if (route.pattern.size() != request.segments.size() || route.method != request.method) continue;
        names.clear();
        bool fits = true;
        for (std::size_t i = 0; i < route.pattern.size() && fits; ++i) {
            if (route.pattern[i] == "{}")
                names.push_back(request.segments[i]);
            else
                fits = route.pattern[i] == request.segments[i];
        }
        if (fits) return &route;
    }
    return nullptr;
}

}  // namespace lockstep::sandbox
