// SPDX-License-Identifier: Apache-2.0
// What a create at one side would send: rendered, and with the policy's say on what it sets off.
#pragma once

#include "connections/connection.hpp"
#include "sync/reconcile/pair_plan.hpp"

namespace lockstep::sync {

// invalid "sync.would_invite" when it would e-mail the person and the policy does not allow it.
Result<catalogue::BoundCall> create_call(
    Policy const& policy, connections::Connection const& to, contacts::Side side, std::vector<PlannedChange> const& changes);

}  // namespace lockstep::sync
