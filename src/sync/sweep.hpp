// SPDX-License-Identifier: Apache-2.0
// Reading whole sides: the complete sweep (resumable page by page) and the incremental poll. Both only find what to look at;
// a listing may lag behind, so nothing is decided on what it says.
#pragma once

#include "sync/context.hpp"

namespace lockstep::sync {

struct SweepEnd {
    bool is_complete = false;  // false: not available with this profile, or stopped on the way
    std::int64_t seen = 0;
    TimePoint retry_at{};  // when it stopped on the way
};

enum class SweepPurpose : std::uint8_t {
    fill,  // back-fill and dry run: mirrors are made, records that a listing shows in part are read
    heal,  // live: differences become events; records that are missing are looked at, never believed gone
};

// Goes on where an unfinished sweep of that side stopped.
Task<Result<SweepEnd>> sweep(Context& context, std::shared_ptr<Sync const> sync, contacts::Side side, SweepPurpose purpose);

// One round of the incremental poll; no effect where the profile has none.
Task<Result<void>> poll(Context& context, std::shared_ptr<Sync const> sync, contacts::Side side);

}  // namespace lockstep::sync
