// SPDX-License-Identifier: Apache-2.0
// Which values do not go into the records of calls: what a sync's mapping marks as health.
#pragma once

#include "calls/caller.hpp"
#include "sync/sync.hpp"

namespace lockstep::sync {

// Told anew whenever a sync is loaded or its mapping has changed.
void hide_health_fields(calls::Caller& caller, Sync const& sync);

}  // namespace lockstep::sync
