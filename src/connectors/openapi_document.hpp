// SPDX-License-Identifier: Apache-2.0
// For tests: does an HTTP request fit an OpenAPI document? Path, method, query, headers and body, with unknown members refused.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"
#include "ports/http.hpp"

namespace lockstep::connectors {

class OpenApiDocument {
public:
    // `corrected`: some vendors write "type: object" over an example that is a text or number; there the example is believed.
    // Or "type: any", which JSON Schema does not know; there every value fits.
    OpenApiDocument(Json document, bool corrected);

    // Problems in words; empty when the request fits. `base_url` is taken off the request's URL.
    std::vector<std::string> check(HttpRequest const& request, std::string_view base_url) const;

private:
    struct Route {
        Json const* path_item = nullptr;
        Json const* operation = nullptr;
        std::vector<std::pair<std::string, std::string>> path_values;
    };

    Json const& resolved(Json const& value) const;
    std::optional<Route> find_route(std::string_view path, std::string_view method) const;
    std::vector<Json const*> parameters_of(Route const& route) const;
    void check_body(Route const& route, HttpRequest const& request, std::vector<std::string>& problems) const;
    void check_text(Json const& parameter, std::string const& text, std::vector<std::string>& problems) const;

    Json document_;
};

}  // namespace lockstep::connectors
