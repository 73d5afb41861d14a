// SPDX-License-Identifier: Apache-2.0
// Copies from before there was a search by name get their words, in portions small enough that no delivery waits for one. Run
// once after a start; afterwards every copy that is stored brings its own.
#pragma once

#include "ports/clock.hpp"
#include "sync/state/scope.hpp"

namespace lockstep::sync {

struct NameFillOptions {
    std::int64_t rows_at_once = 100;
    Duration pause = std::chrono::milliseconds{20};
};
// Returns how many copies got theirs. Ends early when `is_stopping` says so; `stopped` is notified then.
Task<Result<std::int64_t>> fill_names(Database& database, vault::Vault const& vault, Clock& clock, bool const& is_stopping,
    Signal& stopped, NameFillOptions options = {});

}  // namespace lockstep::sync
