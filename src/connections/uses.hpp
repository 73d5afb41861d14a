// SPDX-License-Identifier: Apache-2.0
// Whether anybody is connected by a profile.
#pragma once

#include <string>
#include <string_view>

#include "base/id.hpp"
#include "ports/database.hpp"

namespace lockstep::connections {

// What one of the connections with this profile is called, also of disabled ones; empty: there is none.
Result<std::string> label_with_profile(Transaction& transaction, AccountId const& account, std::string_view profile);

}  // namespace lockstep::connections
