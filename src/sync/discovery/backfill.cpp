// SPDX-License-Identifier: Apache-2.0
// Phases: "outdate" (the mapping has changed: outdate.hpp), "" (to begin), "read" (both sides are read), "pair_a" and "pair_b"
// (every record of a side is asked for, the next one written behind the phase's name: "pair_a:<last id>"), "pair" (what was asked
// for is worked off), "done".
#include "sync/discovery/backfill.hpp"

#include "sync/discovery/custom_fields.hpp"
#include "sync/discovery/outdate.hpp"
#include "sync/discovery/sweep.hpp"
#include "sync/reconcile/request.hpp"
#include "sync/state/changes.hpp"
#include "sync/state/id_source.hpp"
#include "sync/state/links.hpp"
#include "sync/state/mirrors.hpp"
#include "sync/state/syncs.hpp"
#include "work/groups.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

constexpr auto after_failure = std::chrono::seconds{10};
constexpr std::int64_t asked_at_once = 500;
constexpr std::int64_t bulk_waiting_max = 2'000;  // asked for and not worked off yet: the queue stays short
constexpr auto look_around = std::chrono::milliseconds{250};

Task<Result<Sync>> enter(Context& context, Sync sync, std::string phase) {
    IdSource const ids{context.random};
    CO_TRY(auto const stored, co_await context.database.write_value([&, ids](Transaction& transaction) -> Result<Sync> {
        auto ids_now = ids;
        auto next = sync;
        next.backfill_phase = phase;
        if (phase == "done") next.state = SyncState::running;
        Scope const scope{transaction, context.vault, sync.account, sync.id, context.clock.now()};
        TRY(auto const present, load_sync(transaction, sync.account, sync.id));
        if (!present || present->state != SyncState::backfilling || present->version != sync.version)
            return present ? *present : sync;
        if (phase == "pair_a") {
            next.backfill_batch = ids_now.id<BatchTag>(scope.now);
            TRY_VOID(insert_batch(scope, next.backfill_batch, "backfill", sync.version));
        }
        TRY_VOID(set_sync_state(transaction, next));
        return next;
    }));
    context.requests.notify();
    co_return stored;
}

// Asks for the next records of one side, behind everything else.
Task<Result<BackfillStep>> ask_for_more(Context& context, Sync const& sync, Side side, std::string after) {
    std::string_view const prefix = side == Side::a ? "pair_a" : "pair_b";
    struct Asked {
        std::string last;
        bool is_full = false;
    };
    CO_TRY(auto const asked, co_await context.database.write_value([&](Transaction& transaction) -> Result<Asked> {
        Scope const scope{transaction, context.vault, sync.account, sync.id, context.clock.now()};
        TRY(auto const present, load_stand(transaction, sync.account, sync.id));
        if (!present || present->state != SyncState::backfilling || present->version != sync.version) return Asked{after, true};
        TRY(auto const counts, work::counts_of(transaction, sync.account, reconcile_queue, sync.id.text()));
        auto const& bulk = counts.lanes[static_cast<std::size_t>(work::Lane::bulk)];
        if (bulk.waiting + bulk.leased >= bulk_waiting_max) return Asked{after, true};
        TRY(auto const ids, mirrors_after(scope, side, after, asked_at_once));
        for (auto const& id : ids) {
            if (side == Side::b) {  // those with a link were asked for from side a
                TRY(auto const link, link_id_of(scope, side, id));
                if (link) continue;
            }
            TRY_VOID(request_reconcile(scope, {.side = side,
                                                  .record_id = id,
                                                  .due_at = scope.now,
                                                  .lane = catalogue::Lane::bulk,
                                                  .reason = RequestReason::backfill}));
        }
        Asked result{ids.empty() ? std::string() : ids.back(), false};
        auto next = sync;
        next.backfill_phase = ids.empty() ? (side == Side::a ? "pair_b" : "pair") : std::string(prefix) + ":" + result.last;
        TRY_VOID(set_sync_state(transaction, next));
        return result;
    }));
    context.requests.notify();
    if (asked.is_full) co_return BackfillStep{sync, context.clock.now() + look_around};
    auto next = sync;
    next.backfill_phase = asked.last.empty() ? (side == Side::a ? "pair_b" : "pair") : std::string(prefix) + ":" + asked.last;
    co_return BackfillStep{std::move(next), std::nullopt};
}

}  // namespace

Task<Result<BackfillStep>> advance_backfill(Context& context, std::shared_ptr<Sync const> sync) {
    auto const wait = [&](TimePoint until) { return BackfillStep{*sync, until}; };
    auto const phase = sync->backfill_phase;
    if (phase.empty() || phase == "done" || phase == outdating_phase) {
        CO_TRY_VOID(co_await outdate_all(context.database, context.vault, context.clock, *sync));
        CO_TRY(auto next, co_await enter(context, *sync, "read"));
        co_return BackfillStep{std::move(next), std::nullopt};
    }
    if (phase == "read" || phase == "read_records") {
        for (auto const side : contacts::both_sides) {
            auto const fields = co_await refresh_custom_fields(context, sync, side, true);
            if (!fields) {
                context.log.warning("custom fields could not be read; the back-fill waits",
                    {{"code", fields.error().code}, {"sync", sync->id.text()}});
                co_return wait(context.clock.now() + after_failure);
            }
            CO_TRY(auto const end, co_await sweep(context, sync, side, SweepPurpose::fill));
            if (!end.is_complete && end.retry_at != TimePoint{}) co_return wait(end.retry_at);
        }
        CO_TRY(auto next, co_await enter(context, *sync, "pair_a"));
        co_return BackfillStep{std::move(next), std::nullopt};
    }
    constexpr std::size_t prefix = 6;
    auto const after = phase.size() > prefix + 1 ? phase.substr(prefix + 1) : std::string();
    if (phase.starts_with("pair_a")) co_return co_await ask_for_more(context, *sync, Side::a, after);
    if (phase.starts_with("pair_b")) co_return co_await ask_for_more(context, *sync, Side::b, after);
    CO_TRY(auto const waiting, co_await context.database.read_value([&](Transaction& transaction) -> Result<std::int64_t> {
        TRY(auto const counts, work::counts_of(transaction, sync->account, reconcile_queue, sync->id.text()));
        auto const& bulk = counts.lanes[static_cast<std::size_t>(work::Lane::bulk)];
        return bulk.waiting + bulk.leased;
    }));
    // A record that waits for its own reasons (a create that is looked for, a poisoned one) holds nobody up: the last few per
    // cent do not keep the back-fill from ending, and are worked off all the same.
    if (waiting > 0) {
        CO_TRY(auto const due, co_await context.database.read_value([&](Transaction& transaction) -> Result<std::int64_t> {
            TRY(auto const first,
                work::first_due(transaction, sync->account, reconcile_queue, sync->id.text(), work::Lane::bulk));
            bool const is_due = first && *first <= context.clock.now() + std::chrono::seconds{2};
            TRY(auto const counts, work::counts_of(transaction, sync->account, reconcile_queue, sync->id.text()));
            return (is_due ? 1 : 0) + counts.lanes[static_cast<std::size_t>(work::Lane::bulk)].leased;
        }));
        if (due > 0) co_return wait(context.clock.now() + look_around);
    }
    CO_TRY(auto next, co_await enter(context, *sync, "done"));
    co_return BackfillStep{std::move(next), std::nullopt};
}

}  // namespace lockstep::sync
