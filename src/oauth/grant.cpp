// SPDX-License-Identifier: Apache-2.0
#include "oauth/grant.hpp"

#include <array>

namespace lockstep::oauth {

std::string_view to_string(GrantState state) {
    switch (state) {
        case GrantState::active: return "active";
        case GrantState::dead: return "dead";
        case GrantState::removed: return "removed";
    }
    return "removed";
}

std::optional<GrantState> grant_state_from(std::string_view text) {
    for (auto const state : std::array{GrantState::active, GrantState::dead, GrantState::removed}) {
        if (to_string(state) == text) return state;
    }
    return std::nullopt;
}

}  // namespace lockstep::oauth
