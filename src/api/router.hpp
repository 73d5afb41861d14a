// SPDX-License-Identifier: Apache-2.0
// Router: which handler answers which method and path. Patterns read as in docs/api/openapi.yaml: "/api/v1/syncs/{sync_id}".
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/context.hpp"

namespace lockstep::api {

using Handler = Task<Result<HttpReply>> (*)(Context&);

struct Route {
    std::string_view method;
    std::string_view pattern;
    Scope scope;
    Handler handler;
};

class Router {
public:
    void add(std::vector<Route> routes);

    struct Found {
        Route const* route = nullptr;  // null: see allowed
        std::vector<std::pair<std::string, std::string>> parameters;
        std::string allowed;  // methods of the path when the method is not one of them; empty: no such path
    };
    // `path` as it was sent, without the query. HEAD finds what GET finds.
    Found find(std::string_view method, std::string_view path) const;

    std::vector<Route> const& routes() const { return routes_; }

private:
    std::vector<Route> routes_;
};

}  // namespace lockstep::api
