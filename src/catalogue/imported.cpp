// SPDX-License-Identifier: Apache-2.0
#include "catalogue/imported.hpp"

namespace lockstep::catalogue {

bool is_imported(Connector const& connector) { return find(connector.declaration, "/imported") != nullptr; }

bool needs_credential(Connector const& connector) { return !find_bool(connector.declaration, "/auth/none").value_or(false); }

bool needs_confirmation(Operation const& operation) {
    return operation.has_side_effect("cannot_be_undone") || operation.has_side_effect("effects_unknown");
}

std::vector<std::string> credential_places(Connector const& connector) {
    std::vector<std::string> places;
    for (auto const* where : {"/auth/headers", "/auth/query"}) {
        auto const* named = find_object(connector.declaration, where);
        if (named == nullptr) continue;
        for (auto const& member : *named) places.emplace_back(member.key());
    }
    return places;
}

}  // namespace lockstep::catalogue
