// SPDX-License-Identifier: Apache-2.0
// What stands in a connection's credential when its tokens come from a grant of OAuth: the grant's id, and how often a person
// has agreed. No app ever sees it, and nobody can enter it, because it begins with a control character.
#pragma once

#include <optional>

#include "base/id.hpp"
#include "connections/connection.hpp"

namespace lockstep::connections {

Secret grant_reference(GrantId const& grant, std::int64_t generation);
// nullopt: the credential is a token or key that a person entered.
std::optional<GrantId> grant_of(Secret const& credential);

}  // namespace lockstep::connections
