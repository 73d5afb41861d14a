// SPDX-License-Identifier: Apache-2.0
// Readings of whole sides: the complete sweep (resumable page by page) and the incremental poll. They only find what to look at; a
// listing is evidence, not truth: it may lag, lack a page, or say that nobody is there.
#pragma once

#include "sync/context.hpp"
#include "sync/state/sweeps.hpp"

namespace lockstep::sync {

struct SweepEnd {
    bool is_complete = false;  // false: not available with this profile, or stopped on the way
    std::int64_t seen = 0;
    TimePoint retry_at{};  // when it stopped on the way
};

// Goes on where an unfinished sweep of that side stopped.
Task<Result<SweepEnd>> sweep(Context& context, std::shared_ptr<Sync const> sync, contacts::Side side, SweepPurpose purpose);

// One round of the incremental poll; no effect where the profile has none.
Task<Result<void>> poll(Context& context, std::shared_ptr<Sync const> sync, contacts::Side side);

}  // namespace lockstep::sync
