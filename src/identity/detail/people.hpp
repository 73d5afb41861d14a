// SPDX-License-Identifier: Apache-2.0
// A row of users, and what a login may be.
#pragma once

#include "identity/access.hpp"

namespace lockstep::identity::detail {

// id, login, role, created_at, joined_at
User user_of(Row const& row);
// Trimmed and in lower case. invalid "identity.bad_login".
Result<std::string> checked_login(std::string_view login);

}  // namespace lockstep::identity::detail
