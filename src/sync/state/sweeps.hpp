// SPDX-License-Identifier: Apache-2.0
// Rows of `sweeps` and `poll_cursors`: how far the readings of each side have come, so that a restart goes on there. Every
// function is part of the caller's transaction.
#pragma once

#include <map>

#include "sync/state/scope.hpp"

namespace lockstep::sync {

enum class SweepPurpose : std::uint8_t {
    fill,  // back-fill and forecast: copies are made; records that a listing shows in part are read
    heal,  // live: differences become events; records that are missing are looked at, never believed gone
};

struct SweepProgress {
    SweepId id;
    std::string operation;             // which listing it reads; empty: not chosen yet
    std::optional<JsonObject> inputs;  // of the next page; absent: from the start
    std::int64_t page = 1;
    std::int64_t seen = 0;
    TimePoint started_at{};
};
// An unfinished one for the same purpose.
Result<std::optional<SweepProgress>> load_sweep(Scope const& scope, contacts::Side side, SweepPurpose purpose);
struct SweepStand {
    SweepPurpose purpose = SweepPurpose::heal;
    std::optional<std::int64_t> total;  // as the app states it
    bool is_finished = false;
};
Result<void> save_sweep(Scope const& scope, contacts::Side side, SweepProgress const& progress, SweepStand const& stand);
// When the last complete one ended, and how many records it saw.
struct LastSweep {
    TimePoint finished_at{};
    std::int64_t seen = 0;
};
Result<std::optional<LastSweep>> last_sweep(Scope const& scope, contacts::Side side);

// When both sides of every sync of the account were last polled and read whole, in two statements.
struct ReadTimes {
    contacts::PerSide<std::optional<TimePoint>> polled_at;
    contacts::PerSide<std::optional<TimePoint>> swept_at;
};
Result<std::map<SyncId, ReadTimes>> read_times(Transaction& transaction, AccountId const& account);

struct PollCursor {
    TimePoint since{};
    std::optional<std::string> text;
    TimePoint polled_at{};
};
Result<std::optional<PollCursor>> load_poll_cursor(Scope const& scope, contacts::Side side);
Result<void> save_poll_cursor(Scope const& scope, contacts::Side side, PollCursor const& cursor);

}  // namespace lockstep::sync
