// SPDX-License-Identifier: Apache-2.0
// Locks by name, in the database: for what only one at a time may do among several nodes. A lock ends by itself, so whoever
// acts under it asks holds() in the transaction that does.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ports/database.hpp"

namespace lockstep::work {

struct Lock {
    std::string name;
    std::string holder;
    std::int64_t fence = 0;
};

// The fence under which the lock is held from now on; none when somebody has it, be it the holder itself.
Result<std::optional<std::int64_t>> try_lock(
    Transaction& transaction, std::string_view name, std::string_view holder, TimePoint until, TimePoint now);

// Each false: the lock was lost, nothing was changed.
Result<bool> extend(Transaction& transaction, Lock const& lock, TimePoint until, TimePoint now);
Result<bool> unlock(Transaction& transaction, Lock const& lock);

Result<bool> holds(Transaction& transaction, Lock const& lock, TimePoint now);

}  // namespace lockstep::work
