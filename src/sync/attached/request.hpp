// SPDX-License-Identifier: Apache-2.0
// "Look at the notes and tasks of this person": a row in a queue of its own, one per link, so that nothing of it holds up a
// contact. Its lease is the lock of the link's notes and tasks.
#pragma once

#include "catalogue/rate.hpp"
#include "sync/state/scope.hpp"
#include "work/queue.hpp"

namespace lockstep::sync {

inline constexpr std::string_view attached_queue = "attached";

Result<void> request_attached(
    Scope const& scope, LinkId const& link, TimePoint due_at, catalogue::Lane lane, std::string_view cause);
// The same by a record that may have a link or not.
Result<void> request_attached_of(Scope const& scope, contacts::Side side, std::string_view record_id, std::string_view cause);

LinkId attached_link_of(std::string_view key);
std::string merge_attached(std::string_view present, std::string_view added);

}  // namespace lockstep::sync
