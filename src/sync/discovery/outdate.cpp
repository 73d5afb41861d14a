// SPDX-License-Identifier: Apache-2.0
#include "sync/discovery/outdate.hpp"

#include "sync/state/mirrors.hpp"
#include "sync/state/syncs.hpp"

namespace lockstep::sync {

Task<Result<void>> outdate_all(
    Database& database, vault::Vault const& vault, Clock& clock, Sync const& sync, std::int64_t rows_at_once) {
    bool is_done = false;
    while (!is_done) {
        CO_TRY(is_done, co_await database.write_value([&](Transaction& transaction) -> Result<bool> {
            TRY(auto const stand, load_stand(transaction, sync.account, sync.id));
            if (!stand || stand->version != sync.version || stand->backfill_phase != outdating_phase) return true;
            TRY(auto const count, outdate_mirrors({transaction, vault, sync.account, sync.id, clock.now()}, rows_at_once));
            if (count == rows_at_once) return false;
            TRY_VOID(change_phase(transaction, sync, outdating_phase, ""));
            return true;
        }));
    }
    co_return Result<void>{};
}

}  // namespace lockstep::sync
