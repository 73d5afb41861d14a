// SPDX-License-Identifier: Apache-2.0
#include "sync/discovery/name_fill.hpp"

#include "sync/state/name_words.hpp"
#include "sync/state/syncs.hpp"

namespace lockstep::sync {

Task<Result<std::int64_t>> fill_names(Database& database, vault::Vault const& vault, Clock& clock, bool const& is_stopping,
    Signal& stopped, NameFillOptions options) {
    CO_TRY(auto const syncs, co_await database.read_value([](Transaction& transaction) { return load_syncs(transaction); }));
    std::int64_t filled = 0;
    for (auto const& each : syncs) {
        while (!is_stopping) {
            CO_TRY(auto const count, co_await database.write_value([&](Transaction& transaction) -> Result<std::int64_t> {
                // With the mapping as it is by now: it says which fields are the name.
                TRY(auto const sync, load_sync(transaction, each.account, each.id));
                if (!sync) return std::int64_t{0};
                Scope const scope{transaction, vault, sync->account, sync->id, clock.now()};
                return fill_name_words(scope, sync->mapping, options.rows_at_once);
            }));
            filled += count;
            if (count < options.rows_at_once) break;
            co_await clock.sleep_until_or(clock.now() + options.pause, stopped);
        }
    }
    co_return filled;
}

}  // namespace lockstep::sync
