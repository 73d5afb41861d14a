// SPDX-License-Identifier: Apache-2.0
#include "sync/engine.hpp"

#include <algorithm>

#include "events/record_events.hpp"
#include "sync/backfill.hpp"
#include "sync/dry_run.hpp"
#include "sync/look_run.hpp"
#include "sync/schedule.hpp"
#include "sync/store.hpp"
#include "sync/sweep.hpp"
#include "sync/unknown.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

constexpr auto idle_wait = std::chrono::hours{1};
constexpr auto after_error = std::chrono::seconds{1};
constexpr auto drain_time = std::chrono::seconds{30};

// An envelope of another program may know a person by e-mail only. One record with that address is the one meant; with none or
// several nobody is guessed at, and the next poll or sweep finds what changed.
Result<void> find_by_email(Scope const& scope, Side side, events::Event& event) {
    auto const value = contacts::canonical(contacts::FieldKind::email, contacts::Value{event.email}, {});
    auto const* email = std::get_if<std::string>(&value);
    if (email == nullptr) return {};
    TRY(auto const found, find_mirrors(scope, side, "email", *email));
    if (found.size() != 1) {
        event.state = events::EventState::ignored;
        event.note = found.empty() ? "nobody known has this e-mail address" : "several records have this e-mail address";
        return {};
    }
    event.record_id = found.front();
    return events::name_record(scope.transaction, event.account, event.id, event.record_id);
}

}  // namespace

// A sync that is being kept going.
struct Engine::Tended {
    std::shared_ptr<Sync const> sync;  // replaced whole when it changes
    Signal changed;
    bool plan_requested = false;
    TimePoint next_poll{};
    TimePoint next_sweep[2] = {};
    std::int64_t pages[2] = {1, 1};
};

Engine::Engine(EngineParts parts, EngineOptions options)
    : parts_(std::move(parts)),
      options_(options),
      context_{parts_.database, parts_.vault, parts_.directory, parts_.caller, parts_.clock, parts_.random, parts_.log,
          parts_.metrics, options.mutant, work_, unknown_, {}},
      tasks_(parts_.executor) {}

Engine::~Engine() = default;

Task<Result<void>> Engine::open() {
    CO_TRY(auto syncs, co_await parts_.database.read_value([](Transaction& transaction) { return load_syncs(transaction); }));
    std::vector<std::shared_ptr<Sync const>> shared;
    for (auto& sync : syncs) {
        auto tended = std::make_shared<Tended>();
        tended->sync = std::make_shared<Sync const>(std::move(sync));
        shared.push_back(tended->sync);
        tended_[tended->sync->id] = std::move(tended);
    }
    auto const now = parts_.clock.now();
    co_return co_await parts_.database.write(
        [&, now](Transaction& transaction) { return recover(transaction, parts_.vault, shared, now, options_.mutant); });
}

Task<void> Engine::run() {
    tasks_.spawn(resolve_unknown());
    for (auto const& [id, tended] : tended_) tasks_.spawn(tend(tended));
    co_await dispatch();
    co_await tasks_.join(parts_.clock, parts_.clock.now() + drain_time);
}

void Engine::stop() {
    is_stopping_ = true;
    work_.notify();
    unknown_.notify();
    for (auto const& [id, tended] : tended_) tended->changed.notify();
}

Result<void> Engine::on_event(Transaction& transaction, events::Event& event) {
    bool const is_named = !event.record_id.empty() || !event.email.empty();
    if (!is_named || !event.type.starts_with("contact.")) {
        event.state = events::EventState::ignored;
        event.note =
            event.type.starts_with("contact.") ? "names neither a record id nor an e-mail address" : "not about a contact";
        return {};
    }
    TRY(auto const rows, transaction.query("SELECT sync_id, a_connection, state FROM syncs WHERE account_id = ?1 AND "
                                           "(a_connection = ?2 OR b_connection = ?2) AND state <> 'draft'",
                             event.account, event.connection));
    if (rows.empty()) {
        event.state = events::EventState::ignored;
        event.note = "no started sync uses this connection";
        return {};
    }
    for (auto const& row : rows) {
        auto const id = row.id<SyncId>(0);
        Scope const scope{transaction, parts_.vault, event.account, id, event.received_at};
        auto const side = row.text(1) == event.connection.text() ? Side::a : Side::b;
        if (event.record_id.empty()) TRY_VOID(find_by_email(scope, side, event));
        if (event.record_id.empty()) continue;
        TRY_VOID(ask(scope, {event.account, id, side, event.record_id, LookKind::full, catalogue::Lane::live, event.received_at,
                                event.received_at, 0, 0, std::string(events::to_string(event.source)), event.id.text()}));
    }
    return {};
}

void Engine::wake() { work_.notify(); }

void Engine::on_change(std::function<void(ChangeNotice const&)> listener) { context_.on_change = std::move(listener); }

std::shared_ptr<Sync const> Engine::find_sync(SyncId const& id) const {
    auto const found = tended_.find(id);
    return found == tended_.end() ? nullptr : found->second->sync;
}

Task<Result<void>> Engine::reload(SyncId id) {
    // The account is part of the key, but the engine serves all of them.
    CO_TRY(auto syncs, co_await parts_.database.read_value([](Transaction& transaction) { return load_syncs(transaction); }));
    for (auto& sync : syncs) {
        if (sync.id != id) continue;
        auto& tended = tended_[id];
        bool const is_new = !tended;
        if (is_new) tended = std::make_shared<Tended>();
        tended->sync = std::make_shared<Sync const>(std::move(sync));
        if (is_new) tasks_.spawn(tend(tended));
        tended->changed.notify();
    }
    work_.notify();
    co_return Result<void>{};
}

void Engine::request_plan(SyncId const& id) {
    if (auto found = tended_.find(id); found != tended_.end()) {
        found->second->plan_requested = true;
        found->second->changed.notify();
    }
}

bool Engine::is_idle() const { return in_flight_ == 0 && tending_busy_ == 0; }

Task<void> Engine::dispatch() {
    while (!is_stopping_) {
        auto const free = options_.looks_at_once - in_flight_;
        // Claimed by handfuls: one claim per finished look would double the transactions.
        if (free * 4 < options_.looks_at_once) {
            co_await parts_.clock.sleep_until_or(parts_.clock.now() + idle_wait, work_);
            continue;
        }
        auto const now = parts_.clock.now();
        ClaimLimits const limits{
            free, std::max<std::int64_t>(0, options_.looks_at_once * 3 / 4 - bulk_in_flight_), options_.lease};
        auto claim = co_await parts_.database.write_value(
            [now, limits](Transaction& transaction) { return claim_due(transaction, now, limits); });
        if (!claim) {
            parts_.log.error("looks could not be claimed", {{"code", claim.error().code}});
            co_await parts_.clock.sleep_until(now + after_error);
            continue;
        }
        for (auto& look : claim->looks) {
            ++in_flight_;
            if (look.lane == catalogue::Lane::bulk) ++bulk_in_flight_;
            tasks_.spawn(work_off(std::move(look)));
        }
        if (static_cast<std::int64_t>(claim->looks.size()) == free) continue;
        auto const until =
            std::max(now + std::chrono::milliseconds{1}, std::min(claim->next_due.value_or(now + idle_wait), now + idle_wait));
        co_await parts_.clock.sleep_until_or(until, work_);
    }
}

Task<void> Engine::work_off(Look look) {
    bool const is_bulk = look.lane == catalogue::Lane::bulk;
    if (auto sync = find_sync(look.sync)) {
        auto const record = look.record_id;
        LookRun run{context_, std::move(sync), std::move(look)};
        auto const begun = parts_.clock.now();
        auto const result = co_await run.run();
        parts_.metrics.observe("lockstep_look_seconds", parts_.clock.now() - begun);
        if (!result)
            parts_.log.error("a look failed; it is taken up again when its lease ends",
                {{"error", describe(result.error())}, {"record", record}});
    }
    --in_flight_;
    if (is_bulk) --bulk_in_flight_;
    work_.notify();
}

Task<void> Engine::resolve_unknown() {
    while (!is_stopping_) {
        auto const now = parts_.clock.now();
        auto due =
            co_await parts_.database.read_value([now](Transaction& transaction) { return unknown_due(transaction, now, 20); });
        if (!due) {
            co_await parts_.clock.sleep_until(now + after_error);
            continue;
        }
        for (auto& open : *due) {
            auto sync = find_sync(open.sync);
            if (!sync) continue;
            auto const result = co_await look_for(context_, std::move(sync), std::move(open));
            if (!result) parts_.log.error("an unknown create could not be looked for", {{"error", describe(result.error())}});
        }
        auto const next = co_await parts_.database.read_value([](Transaction& transaction) { return next_unknown(transaction); });
        auto until = parts_.clock.now() + (next ? Duration{idle_wait} : Duration{after_error});
        if (next && *next) until = std::min(until, std::max(**next, parts_.clock.now() + std::chrono::seconds{1}));
        co_await parts_.clock.sleep_until_or(until, unknown_);
    }
}

Task<void> Engine::tend(std::shared_ptr<Tended> tended) {
    while (!is_stopping_) {
        auto const sync = tended->sync;
        auto until = parts_.clock.now() + idle_wait;
        if (tended->plan_requested) {
            tended->plan_requested = false;
            ++tending_busy_;
            auto const planned = co_await dry_run(context_, sync);
            --tending_busy_;
            if (!planned) parts_.log.error("a dry run failed", {{"error", describe(planned.error())}});
            continue;
        }
        if (sync->state == SyncState::backfilling) {
            ++tending_busy_;
            auto step = co_await advance_backfill(context_, sync);
            --tending_busy_;
            if (!step) {
                parts_.log.error("a back-fill step failed", {{"error", describe(step.error())}});
                until = parts_.clock.now() + after_error;
            } else {
                if (tended->sync == sync) tended->sync = std::make_shared<Sync const>(std::move(step->sync));
                if (!step->again_at) continue;
                until = *step->again_at;
            }
        } else if (sync->state == SyncState::running) {
            auto const now = parts_.clock.now();
            auto const a = parts_.directory.find(sync->a);
            auto const b = parts_.directory.find(sync->b);
            Rhythm slowest{sync->policy.poll_every, sync->policy.sweep_every};
            for (auto const side : {Side::a, Side::b}) {
                auto const& entry = side == Side::a ? a : b;
                if (!entry || is_stopping_) continue;
                auto const at = side == Side::a ? 0U : 1U;
                auto const own = rhythm(sync->policy, monthly_quota(*entry), tended->pages[at]);
                slowest.poll_every = std::max(slowest.poll_every, own.poll_every);
                if (now >= tended->next_sweep[at]) {
                    auto const end = co_await sweep(context_, sync, side, SweepPurpose::heal);
                    bool const stopped = !end || (!end->is_complete && end->retry_at != TimePoint{});
                    tended->next_sweep[at] = stopped ? (end ? end->retry_at : now + after_error) : now + own.sweep_every;
                    if (end && end->is_complete) tended->pages[at] = end->seen / 100 + 1;
                }
                until = std::min(until, tended->next_sweep[at]);
            }
            if (now >= tended->next_poll) {
                for (auto const side : {Side::a, Side::b}) {
                    auto const polled = co_await poll(context_, sync, side);
                    if (!polled) parts_.log.error("a poll failed", {{"error", describe(polled.error())}});
                }
                tended->next_poll = now + slowest.poll_every;
            }
            until = std::min(until, tended->next_poll);
        }
        co_await parts_.clock.sleep_until_or(
            std::max(until, parts_.clock.now() + std::chrono::milliseconds{10}), tended->changed);
    }
}

}  // namespace lockstep::sync
