// SPDX-License-Identifier: Apache-2.0
// After a change of the mapping every copy may lack fields that are mapped now: all are marked to be read anew, in portions. The
// phase of the back-fill says that it has to be done until it is, so whoever comes next, also after a restart, goes on with it.
#pragma once

#include "ports/clock.hpp"
#include "sync/state/scope.hpp"

namespace lockstep::sync {

inline constexpr std::string_view outdating_phase = "outdate";

// Ends when all are marked and the phase is "" again, or when the sync has another phase or another version by now.
Task<Result<void>> outdate_all(
    Database& database, vault::Vault const& vault, Clock& clock, Sync const& sync, std::int64_t rows_at_once = 500);

}  // namespace lockstep::sync
