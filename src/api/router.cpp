// SPDX-License-Identifier: Apache-2.0
#include "api/router.hpp"

#include <algorithm>
#include <optional>

#include "base/text.hpp"

namespace lockstep::api {
namespace {

constexpr std::size_t parameter_bytes_max = 300;

using Parameters = std::vector<std::pair<std::string, std::string>>;

bool is_usable(std::string_view text) {
    return !text.empty() && text.size() <= parameter_bytes_max && is_valid_utf8(text) &&
           std::ranges::none_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7F; });
}

// Literal segments win over parameters by the order of the table.
std::optional<Parameters> fits(std::string_view pattern, std::string_view path) {
    auto const wanted = split(pattern, '/');
    auto const given = split(path, '/');
    if (wanted.size() != given.size()) return std::nullopt;
    Parameters parameters;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i].starts_with('{')) {
            auto value = percent_decode(given[i]);
            if (!is_usable(value)) return std::nullopt;
            parameters.emplace_back(wanted[i].substr(1, wanted[i].size() - 2), std::move(value));
        } else if (wanted[i] != given[i]) {
            return std::nullopt;
        }
    }
    return parameters;
}

}  // namespace

void Router::add(std::vector<Route> routes) { std::ranges::move(routes, std::back_inserter(routes_)); }

Router::Found Router::find(std::string_view method, std::string_view path) const {
    auto const wanted = method == "HEAD" ? std::string_view("GET") : method;
    Found found;
    for (auto const& route : routes_) {
        auto parameters = fits(route.pattern, path);
        if (!parameters) continue;
        if (route.method == wanted) return {.route = &route, .parameters = std::move(*parameters), .allowed = {}};
        found.allowed += (found.allowed.empty() ? "" : ", ") + std::string(route.method);
        if (route.method == "GET") found.allowed += ", HEAD";
    }
    return found;
}

}  // namespace lockstep::api
