// SPDX-License-Identifier: Apache-2.0
// What of the API the module accounts works with, and its audit entries.
#pragma once

#include "accounts/connect.hpp"
#include "api/context.hpp"

namespace lockstep::api {

accounts::Parts accounts_of(Context const& context);
connections::UpkeepParts upkeep_of(Context const& context);
// The context outlives it.
connections::Note account_note(Context& context);

}  // namespace lockstep::api
