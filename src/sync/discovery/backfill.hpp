// SPDX-License-Identifier: Apache-2.0
// Back-fill: reads both sides whole, then asks for every record to be decided, in the low lane beside live work and in portions.
// Each phase is in the database, so that a killed process goes on where it stood.
#pragma once

#include "sync/context.hpp"

namespace lockstep::sync {

// Brings the sync one step further; returns the sync as it then stands. `again_at` in the result when it has to wait.
struct BackfillStep {
    Sync sync;
    std::optional<TimePoint> again_at;
};
Task<Result<BackfillStep>> advance_backfill(Context& context, std::shared_ptr<Sync const> sync);

}  // namespace lockstep::sync
