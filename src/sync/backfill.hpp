// SPDX-License-Identifier: Apache-2.0
// Back-fill: reads both sides whole, then pairs every record with the other side's, through the same looks as live work.
// Each phase is in the database, so that a killed process goes on where it stood.
#pragma once

#include "sync/context.hpp"

namespace lockstep::sync {

// Brings the sync one phase further; returns the sync as it then stands. `again_at` in the result when it has to wait.
struct BackfillStep {
    Sync sync;
    std::optional<TimePoint> again_at;
};
Task<Result<BackfillStep>> advance_backfill(Context& context, std::shared_ptr<Sync const> sync);

// Looks that a back-fill or dry run still waits for: not those that keep failing.
Result<std::int64_t> pending_looks(Transaction& transaction, Sync const& sync);

}  // namespace lockstep::sync
