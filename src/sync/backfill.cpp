// SPDX-License-Identifier: Apache-2.0
#include "sync/backfill.hpp"

#include "sync/custom_fields.hpp"
#include "sync/id_source.hpp"
#include "sync/journal.hpp"
#include "sync/looks.hpp"
#include "sync/sweep.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

constexpr std::int64_t attempts_waited_for = 3;
constexpr auto look_around = std::chrono::milliseconds{250};
constexpr auto after_failure = std::chrono::seconds{10};

Task<Result<BackfillStep>> enter(Context& context, Sync sync, std::string phase) {
    IdSource const ids{context.random};
    auto next = sync;
    next.backfill_phase = phase;
    if (phase == "done") next.state = SyncState::running;
    CO_TRY(auto const stored, co_await context.database.write_value([&, ids](Transaction& transaction) -> Result<Sync> {
        auto ids_now = ids;
        auto stored_sync = next;
        Scope const scope{transaction, context.vault, sync.account, sync.id, context.clock.now()};
        TRY(auto const present, load_sync(transaction, sync.account, sync.id));
        if (!present || present->state != SyncState::backfilling) return present ? *present : sync;
        if (phase == "pair_a") {
            stored_sync.backfill_batch = ids_now.id<BatchTag>(scope.now);
            TRY_VOID(insert_batch(scope, stored_sync.backfill_batch, "backfill", sync.version));
            TRY_VOID(ask_for_all(scope, Side::a, false, scope.now));
        }
        if (phase == "pair_b") TRY_VOID(ask_for_all(scope, Side::b, true, scope.now));
        TRY_VOID(set_sync_state(transaction, stored_sync));
        return stored_sync;
    }));
    context.work.notify();
    co_return BackfillStep{stored, std::nullopt};
}

Task<Result<bool>> is_quiet(Context& context, Sync const& sync) {
    co_return co_await context.database.read_value([&](Transaction& transaction) -> Result<bool> {
        TRY(auto const pending, pending_looks(transaction, sync));
        return pending == 0;
    });
}

}  // namespace

Result<std::int64_t> pending_looks(Transaction& transaction, Sync const& sync) {
    TRY(auto const rows,
        transaction.query(
            "SELECT COUNT(*) FROM looks WHERE account_id = ?1 AND sync_id = ?2 AND attempts < ?3 AND reason <> 'confirm_missing'",
            sync.account, sync.id, attempts_waited_for));
    return rows.front().integer(0);
}

Task<Result<BackfillStep>> advance_backfill(Context& context, std::shared_ptr<Sync const> sync) {
    auto const wait = [&](TimePoint until) { return BackfillStep{*sync, until}; };
    auto const& phase = sync->backfill_phase;
    if (phase.empty() || phase == "done") co_return co_await enter(context, *sync, "read");
    if (phase == "read") {
        for (auto const side : {Side::a, Side::b}) {
            auto const fields = co_await refresh_custom_fields(context, sync, side, true);
            if (!fields) {
                context.log.warning("custom fields could not be read; the back-fill waits",
                    {{"code", fields.error().code}, {"sync", sync->id.text()}});
                co_return wait(context.clock.now() + after_failure);
            }
            CO_TRY(auto const end, co_await sweep(context, sync, side, SweepPurpose::fill));
            if (!end.is_complete && end.retry_at != TimePoint{}) co_return wait(end.retry_at);
        }
        co_return co_await enter(context, *sync, "read_records");
    }
    CO_TRY(auto const quiet, co_await is_quiet(context, *sync));
    if (!quiet) co_return wait(context.clock.now() + look_around);
    if (phase == "read_records") co_return co_await enter(context, *sync, "pair_a");
    if (phase == "pair_a") co_return co_await enter(context, *sync, "pair_b");
    co_return co_await enter(context, *sync, "done");
}

}  // namespace lockstep::sync
