// SPDX-License-Identifier: Apache-2.0
// Holders: who may hold leases and locks. A holder is one installation of the program under an id that survives its restarts
// (a lock on its data folder sees to it that it runs once). Only a holder itself, or its death, frees what it holds.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

#include "base/id.hpp"
#include "ports/database.hpp"

namespace lockstep::work {

// To be repeated well before alive_until, by everyone who shares a database with others.
Result<void> heartbeat(Transaction& transaction, std::string_view holder, TimePoint now, TimePoint alive_until);

// The newest heartbeat of anybody that is to be alive until later than `after`, or nullopt. Nobody has stored a later time than
// its alive_until: who does not beat for so long is not alive. For whoever opens a database after the machine's clock was set
// back.
struct Beat {
    TimePoint at{};
    TimePoint alive_until{};
};
Result<std::optional<Beat>> newest_beat(Transaction& transaction, TimePoint after);

// At the start of the program: frees its own leases and locks, which nobody serves any more. Returns how many leases.
Result<std::int64_t> release_own(Transaction& transaction, std::string_view holder, TimePoint now);

// Frees those of the holder's own leases of one queue that it does not know to be in its hands: a claim may have been stored
// though its answer was lost. `in_hand` are accounts and keys. Returns how many leases.
Result<std::int64_t> release_lost(Transaction& transaction, std::string_view holder, std::string_view queue,
    std::set<std::pair<AccountId, std::string>> const& in_hand, TimePoint now);

// Frees the leases and locks of holders whose alive_until has passed. Should one be alive nevertheless, its fences stop it.
Result<std::int64_t> release_dead(Transaction& transaction, TimePoint now);

}  // namespace lockstep::work
