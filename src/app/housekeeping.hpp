// SPDX-License-Identifier: Apache-2.0
// Housekeeping: what nobody needs any more goes, table by table, in portions small enough that no delivery waits for one.
// docs/how-to/what-is-kept.md says what is kept for how long.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "app/settings.hpp"
#include "base/id.hpp"
#include "ports/clock.hpp"
#include "ports/database.hpp"

namespace lockstep::app {

// Rows of one table, and since when they may go.
struct PruneRule {
    std::string_view table;
    TimePoint before;
    // Deletes at most `limit` rows that are older than `before`, the oldest first; returns how many.
    std::function<Result<std::int64_t>(Transaction&, TimePoint before, std::int64_t limit)> prune;
};
// A table that is kept for ever has no rule.
std::vector<PruneRule> prune_rules(Settings const& settings, AccountId const& account, TimePoint now);

struct HousekeepingOptions {
    std::int64_t rows_at_once = 200;                 // in one transaction
    Duration pause = std::chrono::milliseconds{20};  // between two of them, for whoever else wants to write
};
// Returns how many rows went, by table. Ends early when `is_stopping` says so; `stopped` is notified then.
Task<Result<std::map<std::string_view, std::int64_t>>> keep_house(Database& database, Clock& clock, std::vector<PruneRule> rules,
    bool const& is_stopping, Signal& stopped, HousekeepingOptions options = {});

}  // namespace lockstep::app
