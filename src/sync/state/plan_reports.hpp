// SPDX-License-Identifier: Apache-2.0
// Rows of `plan_reports`: the latest dry run of each sync. Every function is part of the caller's transaction.
#pragma once

#include "sync/state/scope.hpp"

namespace lockstep::sync {

Result<void> save_plan_report(Scope const& scope, JsonObject const& report);
Result<std::optional<Json>> load_plan_report(Scope const& scope);

}  // namespace lockstep::sync
