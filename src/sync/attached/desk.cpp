// SPDX-License-Identifier: Apache-2.0
#include "sync/attached/desk.hpp"

#include <algorithm>

#include "sync/attached/attached_run.hpp"
#include "sync/attached/request.hpp"
#include "sync/attached/store.hpp"
#include "sync/state/syncs.hpp"
#include "work/backoff.hpp"
#include "work/groups.hpp"
#include "work/holders.hpp"

namespace lockstep::sync {
namespace {

constexpr std::int64_t runs_at_once = 32;
constexpr std::int64_t links_at_once = 200;
constexpr std::int64_t bulk_due_max = 1'000;  // asked for by a walk and not worked off yet
constexpr auto idle_wait = std::chrono::hours{1};
constexpr auto walk_again = std::chrono::seconds{1};
constexpr auto after_error = std::chrono::seconds{1};

// Of a sync that copies anything: when the latest of its directions was chosen.
std::optional<TimePoint> round_of(Sync const& sync) {
    if (sync.state != SyncState::running && sync.state != SyncState::backfilling) return std::nullopt;
    std::optional<TimePoint> round;
    for (auto const* policy : {&sync.policy.notes, &sync.policy.tasks}) {
        if (policy->is_on()) round = std::max(round.value_or(TimePoint{}), policy->since.value_or(TimePoint{}));
    }
    return round;
}

}  // namespace

AttachedDesk::AttachedDesk(Context& context, std::string holder, TaskGroup& tasks, Syncs syncs)
    : context_(context), holder_(std::move(holder)), tasks_(tasks), syncs_(std::move(syncs)) {}

Task<void> AttachedDesk::run() {
    tasks_.spawn(walk());
    co_await dispatch();
}

void AttachedDesk::stop() {
    is_stopping_ = true;
    context_.attached.notify();
    walk_soon_.notify();
}

void AttachedDesk::hold_writes(bool is_held) {
    holds_writes_ = is_held;
    context_.attached.notify();
    walk_soon_.notify();
}

std::shared_ptr<Sync const> AttachedDesk::find(std::string const& id) const {
    for (auto const& sync : syncs_()) {
        if (sync->id.text() == id) return sync;
    }
    return nullptr;
}

Task<void> AttachedDesk::dispatch() {
    while (!is_stopping_) {
        // Whatever woke us may be a setting that was changed.
        walk_soon_.notify();
        auto const free = runs_at_once - in_flight_;
        // Rows of syncs that copy nothing any more are ended when one copies again.
        bool const is_any_on = std::ranges::any_of(syncs_(), [](auto const& sync) { return round_of(*sync).has_value(); });
        if (free <= 0 || holds_writes_ || !is_any_on) {
            co_await context_.clock.sleep_until_or(context_.clock.now() + idle_wait, context_.attached);
            continue;
        }
        auto const now = context_.clock.now();
        work::ClaimLimits limits;
        limits.queue = attached_queue;
        limits.holder = holder_;
        limits.items = free;
        limits.bulk_items = free;
        limits.per_group = runs_at_once / 2;
        limits.in_flight = in_flight_of_;
        auto claim = co_await context_.database.write_value(
            [now, limits](Transaction& transaction) { return work::claim(transaction, limits, now); });
        if (!claim) {
            context_.log.error("requests for notes could not be claimed", {{"code", claim.error().code}});
            co_await context_.clock.sleep_until(now + after_error);
            co_await release_lost();
            continue;
        }
        for (auto& item : claim->items) {
            ++in_flight_;
            ++in_flight_of_[item.group];
            in_hand_.emplace(item.account, item.key);
            tasks_.spawn(serve(std::move(item)));
        }
        if (!claim->items.empty()) continue;
        auto const until =
            std::max(now + std::chrono::milliseconds{1}, std::min(claim->next_due.value_or(now + idle_wait), now + idle_wait));
        co_await context_.clock.sleep_until_or(until, context_.attached);
    }
}

// Leases whose claim was stored though its answer was lost.
Task<void> AttachedDesk::release_lost() {
    auto const now = context_.clock.now();
    auto const released = co_await context_.database.write_value([this, now, in_hand = in_hand_](Transaction& transaction) {
        return work::release_lost(transaction, holder_, attached_queue, in_hand, now);
    });
    if (!released) context_.log.warning("lost requests for notes could not be freed", {{"code", released.error().code}});
}

Task<void> AttachedDesk::serve(work::Item item) {
    auto const group = item.group;
    std::pair const hand{item.account, item.key};
    std::string failure;
    bool counts_as_attempt = true;
    if (auto sync = find(group)) {
        try {
            AttachedRun run{context_, std::move(sync), item};
            auto const result = co_await run.run();
            if (!result) {
                failure = result.error().code;
                counts_as_attempt = failure != "sync.changed_meanwhile";
                if (!counts_as_attempt) context_.beat_soon.notify();  // what we know of the sync may be out of date
                if (counts_as_attempt)
                    context_.log.error("notes of a person failed; they are taken up again",
                        {{"error", describe(result.error())}, {"key", item.key}});
            }
        } catch (std::exception const& unexpected) {
            if (is_stopping_) throw;
            failure = "sync.exception";
            context_.log.error("notes of a person ended by an exception; they are taken up again",
                {{"what", unexpected.what()}, {"key", item.key}});
        }
    } else {
        failure = "sync.no_such_sync";
    }
    if (!failure.empty()) co_await give_back(std::move(item), std::move(failure), counts_as_attempt);
    --in_flight_;
    in_hand_.erase(hand);
    if (auto const found = in_flight_of_.find(group); found != in_flight_of_.end() && --found->second == 0)
        in_flight_of_.erase(found);
    context_.attached.notify();
}

Task<void> AttachedDesk::give_back(work::Item item, std::string why, bool counts_as_attempt) {
    while (!is_stopping_) {
        auto const now = context_.clock.now();
        auto const pause = counts_as_attempt ? work::backoff(item.attempts, context_.random) : Duration{after_error};
        auto const given = co_await context_.database.write_value([&, now, pause](Transaction& transaction) {
            return work::requeue(transaction, work::lease_of(item),
                {.due_at = now + pause, .counts_as_attempt = counts_as_attempt, .payload = std::nullopt, .why = why},
                merge_attached);
        });
        if (given) co_return;
        co_await context_.clock.sleep_until(now + after_error);
    }
}

Task<void> AttachedDesk::walk() {
    while (!is_stopping_) {
        bool is_over = true;
        if (!holds_writes_) {
            for (auto const& sync : syncs_()) {
                auto const round = round_of(*sync);
                auto const done = walked_.find(sync->id);
                if (!round || (done != walked_.end() && done->second == *round)) continue;
                ++busy_;
                auto const more = co_await ask_for_more(sync);
                --busy_;
                is_over = is_over && more && !*more;
                if (more && !*more) walked_[sync->id] = *round;
                if (!more) context_.log.error("a walk over links failed", {{"error", describe(more.error())}});
            }
        }
        auto const pause = is_over ? Duration{idle_wait} : Duration{walk_again};
        co_await context_.clock.sleep_until_or(context_.clock.now() + pause, walk_soon_);
    }
}

// True: there is more to ask for.
Task<Result<bool>> AttachedDesk::ask_for_more(std::shared_ptr<Sync const> sync) {
    auto const round = *round_of(*sync);
    struct Step {
        bool is_done = false;
        bool has_asked = false;
    };
    auto const body = [&](Transaction& transaction, bool asks) -> Result<Step> {
        Scope const scope{transaction, context_.vault, sync->account, sync->id, context_.clock.now()};
        TRY(auto const stored, load_walk(scope));
        auto walk = stored && stored->round == round ? *stored : AttachedWalk{round, "", false};
        if (walk.is_done) return Step{true, false};
        if (!asks) return Step{};
        TRY(auto const counts, work::counts_of(transaction, sync->account, attached_queue, sync->id.text()));
        auto const& bulk = counts.lanes[static_cast<std::size_t>(work::Lane::bulk)];
        bool const is_due = counts.oldest_due_at && *counts.oldest_due_at <= scope.now;
        if (is_due && bulk.waiting + bulk.leased >= bulk_due_max) return Step{};
        TRY(auto const links, links_after(scope, walk.after_link, links_at_once));
        for (auto const& link : links) TRY_VOID(request_attached(scope, link, scope.now, catalogue::Lane::bulk, ""));
        walk.is_done = static_cast<std::int64_t>(links.size()) < links_at_once;
        if (!links.empty()) walk.after_link = links.back().text();
        TRY_VOID(save_walk(scope, walk));
        return Step{walk.is_done, !links.empty()};
    };
    CO_TRY(auto const looked, co_await context_.database.read_value([&](Transaction& t) { return body(t, false); }));
    if (looked.is_done) co_return false;
    CO_TRY(auto const step, co_await context_.database.write_value([&](Transaction& t) { return body(t, true); }));
    if (step.has_asked) context_.attached.notify();
    co_return !step.is_done;
}

}  // namespace lockstep::sync
