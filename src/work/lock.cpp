// SPDX-License-Identifier: Apache-2.0
#include "work/lock.hpp"

#include "work/detail/statements.hpp"

namespace lockstep::work {

Result<std::optional<std::int64_t>> try_lock(
    Transaction& transaction, std::string_view name, std::string_view holder, TimePoint until, TimePoint now) {
    CHECK(!holder.empty());
    TRY(auto const rows, transaction.query(sql::take_lock, name, holder, until, now));
    if (rows.empty()) return std::optional<std::int64_t>{};
    return std::optional(rows.front().integer(0));
}

Result<bool> extend(Transaction& transaction, Lock const& lock, TimePoint until, TimePoint now) {
    TRY(auto const changed, transaction.execute(sql::extend_lock, lock.name, lock.holder, lock.fence, until, now));
    return changed == 1;
}

Result<bool> unlock(Transaction& transaction, Lock const& lock) {
    TRY(auto const changed, transaction.execute(sql::free_lock, lock.name, lock.holder, lock.fence));
    return changed == 1;
}

Result<bool> holds(Transaction& transaction, Lock const& lock, TimePoint now) {
    TRY(auto const rows, transaction.query(sql::holds_lock, lock.name, lock.holder, lock.fence, now));
    return !rows.empty();
}

}  // namespace lockstep::work
