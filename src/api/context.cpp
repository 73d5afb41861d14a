// SPDX-License-Identifier: Apache-2.0
#include "api/context.hpp"

#include <algorithm>

namespace lockstep::api {

std::string_view to_string(Scope scope) {
    switch (scope) {
        case Scope::open: return "open";
        case Scope::read: return "read";
        case Scope::write: return "write";
        case Scope::owner: return "owner";
    }
    return "open";
}

std::string const& Context::path(std::string_view name) const {
    auto const found =
        std::ranges::find(path_parameters, name, [](auto const& parameter) -> std::string_view { return parameter.first; });
    CHECK(found != path_parameters.end());
    return found->second;
}

}  // namespace lockstep::api
