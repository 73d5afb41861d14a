// SPDX-License-Identifier: Apache-2.0
#include "sync/engine.hpp"

#include <algorithm>

#include "base/injected_fault.hpp"
#include "events/record_events.hpp"
#include "sync/attached/desk.hpp"
#include "sync/attached/request.hpp"
#include "sync/credential_health.hpp"
#include "sync/discovery/backfill.hpp"
#include "sync/discovery/schedule.hpp"
#include "sync/discovery/sweep.hpp"
#include "sync/forecast/dry_run.hpp"
#include "sync/hidden_fields.hpp"
#include "sync/reconcile/record_run.hpp"
#include "sync/state/mirrors.hpp"
#include "sync/state/sweeps.hpp"
#include "sync/state/syncs.hpp"
#include "work/backoff.hpp"
#include "work/groups.hpp"
#include "work/holders.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

constexpr auto idle_wait = std::chrono::hours{1};
constexpr auto after_error = std::chrono::seconds{1};
constexpr auto poll_looks_again = std::chrono::seconds{5};
constexpr auto drain_time = std::chrono::seconds{30};

// An envelope of another program may know a person by e-mail only. One record with that address is the one meant; with none or
// several nobody is guessed at, and the next poll or sweep finds what changed.
Result<void> find_by_email(Scope const& scope, Side side, events::Event& event) {
    auto const value = contacts::canonical(contacts::FieldKind::email, contacts::Value{event.email}, {});
    auto const* email = std::get_if<std::string>(&value);
    if (email == nullptr) return {};
    TRY(auto const found, find_mirrors(scope, side, MirrorKey::email, *email));
    if (found.ids.size() != 1) {
        event.state = events::EventState::ignored;
        event.note = found.ids.empty() ? "email_unknown" : "email_shared";
        return {};
    }
    event.record_id = found.ids.front();
    return events::name_record(scope.transaction, event.account, event.id, event.record_id);
}

bool is_pairing(Sync const& sync) { return sync.state == SyncState::backfilling && sync.backfill_phase.starts_with("pair"); }

}  // namespace

// A sync that is being kept going. Each of its tasks has a signal of its own, because a signal wakes only who waits.
struct Engine::Tended {
    std::shared_ptr<Sync const> sync;  // replaced whole when it changes
    Signal back_fill_changed;
    Signal plan_changed;
    contacts::PerSide<Signal> poll_changed;
    contacts::PerSide<Signal> sweep_changed;
    contacts::PerSide<Rounds> rounds;
    bool plan_requested = false;

    void changed() {
        back_fill_changed.notify();
        plan_changed.notify();
        for (auto const side : contacts::both_sides) {
            poll_changed[side].notify();
            sweep_changed[side].notify();
        }
    }
};

Engine::Engine(EngineParts parts, EngineOptions options)
    : parts_(std::move(parts)),
      options_(std::move(options)),
      context_{parts_.database, parts_.vault, parts_.directory, parts_.caller, parts_.clock, parts_.random, parts_.log,
          parts_.metrics, beat_soon_, requests_, attached_, TimePoint::max(), options_.holder, {}},
      tasks_(parts_.executor) {
    desk_ = std::make_unique<AttachedDesk>(context_, options_.holder, tasks_, [this] { return syncs(); });
    parts_.caller.on_credential([this](calls::CredentialNotice const& notice) {
        credential_notices_.push_back(notice);
        credential_told_.notify();
    });
}

Engine::~Engine() { parts_.caller.on_credential({}); }

Task<Result<void>> Engine::open() {
    CO_TRY(auto syncs, co_await parts_.database.read_value([](Transaction& transaction) { return load_syncs(transaction); }));
    for (auto& sync : syncs) {
        auto tended = std::make_shared<Tended>();
        remember_attached(sync);
        hide_health_fields(parts_.caller, sync);
        tended->sync = std::make_shared<Sync const>(std::move(sync));
        tended_[tended->sync->id] = std::move(tended);
    }
    auto const now = parts_.clock.now();
    context_.alive_until = now + options_.alive_for;
    co_return co_await parts_.database.write([&, now](Transaction& transaction) -> Result<void> {
        TRY_VOID(work::heartbeat(transaction, options_.holder, now, now + options_.alive_for));
        TRY_VOID(work::release_own(transaction, options_.holder, now));
        for (auto const& [id, tended] : tended_) {
            for (auto const queue : {reconcile_queue, attached_queue})
                TRY_VOID(work::set_group_paused(transaction, tended->sync->account, queue, id.text(),
                    tended->sync->state == SyncState::paused || tended->sync->state == SyncState::draft));
            for (auto const side : contacts::both_sides) {
                auto const connection = parts_.directory.find(tended->sync->connection(side));
                Scope const scope{transaction, parts_.vault, tended->sync->account, id, now};
                if (connection) TRY_VOID(close_outdated_credential_issue(scope, *connection));
            }
        }
        return {};
    });
}

void Engine::tend(std::shared_ptr<Tended> tended) {
    tasks_.spawn(back_fill(tended));
    tasks_.spawn(forecast(tended));
    for (auto const side : contacts::both_sides) {
        tasks_.spawn(poll_side(tended, side));
        tasks_.spawn(sweep_side(tended, side));
    }
}

Task<void> Engine::run() {
    tasks_.spawn(beat());
    tasks_.spawn(tell_credentials());
    tasks_.spawn(desk_->run());
    for (auto const& [id, tended] : tended_) tend(tended);
    is_running_ = true;
    co_await dispatch();
    is_running_ = false;
    co_await tasks_.join(parts_.clock, parts_.clock.now() + drain_time);
}

void Engine::stop() {
    is_stopping_ = true;
    desk_->stop();
    requests_.notify();
    stopping_.notify();
    beat_soon_.notify();
    credential_told_.notify();
    for (auto const& [id, tended] : tended_) tended->changed();
}

void Engine::hold_writes(bool is_held) {
    holds_writes_ = is_held;
    desk_->hold_writes(is_held);
    requests_.notify();
    for (auto const& [id, tended] : tended_) tended->changed();
}

// What tells of a note or task of a person: those of the person are looked at. True: this was such an event.
Result<bool> Engine::ask_for_attached(Transaction& transaction, events::Event& event) {
    if (event.record_id.empty() || !has_attached()) return false;
    auto const connection = parts_.directory.find(event.connection);
    if (!connection) return false;
    bool const is_contact = event.type.starts_with("contact.");
    auto const tells = [&](catalogue::AttachedKind kind) {
        auto const* binding = connection->connector->attached(kind);
        return binding != nullptr && (is_contact ? binding->touches_contact() : binding->is_told_by(event.type));
    };
    if (std::ranges::none_of(catalogue::attached_kinds, tells)) return false;
    TRY(auto const syncs, started_syncs_using(transaction, event.account, event.connection));
    bool is_wanted = false;
    for (auto const& [id, side] : syncs) {
        auto const wanted = attached_of(id);
        if (std::ranges::none_of(catalogue::attached_kinds, [&](auto kind) { return tells(kind) && wanted.contains(kind); }))
            continue;
        Scope const scope{transaction, parts_.vault, event.account, id, event.received_at};
        TRY_VOID(request_attached_of(scope, side, event.record_id, event.id.text()));
        has_asked_for_attached_ = true;
        is_wanted = true;
    }
    return is_wanted && !is_contact;
}

std::set<catalogue::AttachedKind> Engine::attached_of(SyncId const& id) const {
    std::scoped_lock const lock(attached_mutex_);
    auto const found = attached_kinds_.find(id);
    return found == attached_kinds_.end() ? std::set<catalogue::AttachedKind>{} : found->second;
}

bool Engine::has_attached() const {
    std::scoped_lock const lock(attached_mutex_);
    return std::ranges::any_of(attached_kinds_, [](auto const& each) { return !each.second.empty(); });
}

void Engine::remember_attached(Sync const& sync) {
    std::set<catalogue::AttachedKind> kinds;
    for (auto const kind : catalogue::attached_kinds) {
        if (sync.policy.attached(kind).is_on()) kinds.insert(kind);
    }
    std::scoped_lock const lock(attached_mutex_);
    attached_kinds_[sync.id] = std::move(kinds);
}

Result<void> Engine::on_event(Transaction& transaction, events::Event& event) {
    // Nobody could read it: it stays where a person finds it.
    if (event.state == events::EventState::parked && event.note.ends_with("webhooks.malformed_json")) return {};
    TRY(bool const is_attached, ask_for_attached(transaction, event));
    if (is_attached) {
        event.state = events::EventState::done;
        event.note = "attached";
        return {};
    }
    bool const is_named = !event.record_id.empty() || !event.email.empty();
    if (!is_named || !event.type.starts_with("contact.")) {
        event.state = events::EventState::ignored;
        event.note = event.type.starts_with("contact.") ? "names_nobody" : "not_a_contact";
        return {};
    }
    TRY(auto const syncs, started_syncs_using(transaction, event.account, event.connection));
    if (syncs.empty()) {
        event.state = events::EventState::ignored;
        event.note = "no_started_sync";
        return {};
    }
    for (auto const& [id, side] : syncs) {
        Scope const scope{transaction, parts_.vault, event.account, id, event.received_at};
        if (event.record_id.empty()) TRY_VOID(find_by_email(scope, side, event));
        if (event.record_id.empty()) continue;
        TRY_VOID(request_reconcile(scope, {.side = side,
                                              .record_id = event.record_id,
                                              .due_at = event.received_at,
                                              .told_at = event.received_at,
                                              .cause = event.id.text()}));
    }
    return {};
}

void Engine::wake() {
    requests_.notify();
    if (has_asked_for_attached_.exchange(false)) attached_.notify();
}

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
        remember_attached(sync);
        hide_health_fields(parts_.caller, sync);
        auto& tended = tended_[id];
        bool const is_new = !tended;
        if (is_new) tended = std::make_shared<Tended>();
        tended->sync = std::make_shared<Sync const>(std::move(sync));
        if (is_new) tend(tended);
        tended->changed();
    }
    requests_.notify();
    attached_.notify();
    co_return Result<void>{};
}

void Engine::request_plan(SyncId const& id) {
    if (auto found = tended_.find(id); found != tended_.end()) {
        found->second->plan_requested = true;
        found->second->plan_changed.notify();
    }
}

std::vector<std::shared_ptr<Sync const>> Engine::syncs() const {
    std::vector<std::shared_ptr<Sync const>> list;
    for (auto const& [id, tended] : tended_) list.push_back(tended->sync);
    return list;
}

std::optional<contacts::PerSide<Rounds>> Engine::rounds(SyncId const& id) const {
    auto const found = tended_.find(id);
    return found == tended_.end() ? std::nullopt : std::optional(found->second->rounds);
}

bool Engine::is_idle() const { return in_flight_ == 0 && busy_ == 0 && desk_->is_idle(); }

// Says that we are alive, and frees the leases of engines that are not.
Task<void> Engine::beat() {
    while (!is_stopping_) {
        co_await parts_.clock.sleep_until_or(parts_.clock.now() + options_.alive_for / 3, beat_soon_);
        if (is_stopping_) co_return;
        auto const now = parts_.clock.now();
        auto const beaten = co_await parts_.database.write_value([&, now](Transaction& transaction) -> Result<std::int64_t> {
            TRY_VOID(work::heartbeat(transaction, options_.holder, now, now + options_.alive_for));
            return work::release_dead(transaction, now);
        });
        if (beaten) context_.alive_until = now + options_.alive_for;
        co_await release_lost_leases();
        co_await reload_what_changed();
        if (!beaten) parts_.log.error("the engine could not say that it is alive", {{"code", beaten.error().code}});
        if (beaten && *beaten > 0) {
            requests_.notify();
            attached_.notify();
        }
    }
}

// A lease that nobody here serves, because the answer to its claim was lost.
Task<void> Engine::release_lost_leases() {
    if (is_claiming_) co_return;
    is_claiming_ = true;  // nothing is given out meanwhile
    auto const now = parts_.clock.now();
    auto const released = co_await parts_.database.write_value([this, now, in_hand = in_hand_](Transaction& transaction) {
        return work::release_lost(transaction, options_.holder, reconcile_queue, in_hand, now);
    });
    is_claiming_ = false;
    if (released && *released > 0) parts_.metrics.add("lockstep_branch_total", 1, {{"branch", "lost_lease_released"}});
    requests_.notify();
}

// What is served is what is stored, also where another process changed a sync, or the answer to a change of our own was lost.
Task<void> Engine::reload_what_changed() {
    auto const stands = co_await parts_.database.read_value([](Transaction& transaction) { return load_stands(transaction); });
    if (!stands) co_return;
    for (auto const& [id, stand] : *stands) {
        auto const found = tended_.find(id);
        bool const is_known =
            found != tended_.end() && found->second->sync->version == stand.version && found->second->sync->state == stand.state;
        if (is_known || is_stopping_) continue;
        parts_.metrics.add("lockstep_branch_total", 1, {{"branch", "sync_reloaded"}});
        if (auto const reloaded = co_await reload(id); !reloaded)
            parts_.log.error("a sync that was changed could not be loaded", {{"code", reloaded.error().code}});
    }
}

// Stores what became of credentials, in order; what cannot be stored now is tried again.
Task<void> Engine::tell_credentials() {
    while (!is_stopping_) {
        if (credential_notices_.empty()) {
            co_await parts_.clock.sleep_until_or(parts_.clock.now() + idle_wait, credential_told_);
            continue;
        }
        auto const notice = credential_notices_.front();
        std::vector<std::shared_ptr<Sync const>> syncs;
        for (auto const& [id, tended] : tended_) {
            if (tended->sync->a == notice.connection || tended->sync->b == notice.connection) syncs.push_back(tended->sync);
        }
        auto const noted = co_await note_credential(context_, notice, std::move(syncs));
        if (noted) {
            credential_notices_.erase(credential_notices_.begin());
            continue;
        }
        parts_.log.error("what an app says of a credential could not be stored", {{"error", describe(noted.error())}});
        co_await parts_.clock.sleep_until_or(parts_.clock.now() + after_error, stopping_);
    }
}

Task<void> Engine::dispatch() {
    while (!is_stopping_) {
        auto const free = options_.runs_at_once - in_flight_;
        // Claimed by handfuls: one claim per finished run would double the transactions.
        if (free * 8 < options_.runs_at_once || is_claiming_ || holds_writes_) {
            co_await parts_.clock.sleep_until_or(parts_.clock.now() + idle_wait, requests_);
            continue;
        }
        auto const now = parts_.clock.now();
        work::ClaimLimits limits;
        limits.queue = reconcile_queue;
        limits.holder = options_.holder;
        limits.items = free;
        limits.bulk_items = std::max<std::int64_t>(0, options_.runs_at_once * 3 / 4 - bulk_in_flight_);
        limits.per_group = options_.runs_per_sync;
        limits.in_flight = in_flight_of_;
        is_claiming_ = true;
        auto claim = co_await parts_.database.write_value(
            [now, limits](Transaction& transaction) { return work::claim(transaction, limits, now); });
        is_claiming_ = false;
        if (!claim) {
            parts_.log.error("requests could not be claimed", {{"code", claim.error().code}});
            co_await parts_.clock.sleep_until(now + after_error);
            co_await release_lost_leases();
            continue;
        }
        for (auto& item : claim->items) {
            ++in_flight_;
            ++in_flight_of_[item.group];
            in_hand_.emplace(item.account, item.key);
            if (item.lane == work::Lane::bulk) ++bulk_in_flight_;
            tasks_.spawn(serve(std::move(item)));
        }
        if (!claim->items.empty()) continue;
        auto const until =
            std::max(now + std::chrono::milliseconds{1}, std::min(claim->next_due.value_or(now + idle_wait), now + idle_wait));
        co_await parts_.clock.sleep_until_or(until, requests_);
    }
}

Task<void> Engine::serve(work::Item item) {
    bool const is_bulk = item.lane == work::Lane::bulk;
    auto const group = item.group;
    std::pair const hand{item.account, item.key};
    std::string failure;
    bool counts_as_attempt = true;
    if (auto sync = find_sync(SyncId{group})) {
        auto const begun = parts_.clock.now();
        // Whatever goes wrong in one run is that record's trouble, and nobody else's.
        try {
            RecordRun run{context_, std::move(sync), item};
            auto const result = co_await run.run();
            parts_.metrics.observe("lockstep_run_seconds", parts_.clock.now() - begun);
            if (!result) {
                failure = result.error().code;
                counts_as_attempt = failure != "sync.changed_meanwhile";
                if (!counts_as_attempt) beat_soon_.notify();  // what we know of the sync may be out of date
                if (counts_as_attempt)
                    parts_.log.error(
                        "a run failed; it is taken up again", {{"error", describe(result.error())}, {"key", item.key}});
            }
        } catch (std::exception const& unexpected) {
            if (is_stopping_) throw;
            failure = "sync.exception";
            parts_.log.error(
                "a run ended by an exception; it is taken up again", {{"what", unexpected.what()}, {"key", item.key}});
        }
    } else {
        failure = "sync.no_such_sync";
    }
    if (!failure.empty()) co_await give_back(std::move(item), std::move(failure), counts_as_attempt);
    --in_flight_;
    if (is_bulk) --bulk_in_flight_;
    in_hand_.erase(hand);
    if (auto const found = in_flight_of_.find(group); found != in_flight_of_.end() && --found->second == 0)
        in_flight_of_.erase(found);
    requests_.notify();
}

// The lease is given back when the database takes it; until then nobody serves the record, because nobody may.
Task<void> Engine::give_back(work::Item item, std::string why, bool counts_as_attempt) {
    while (!is_stopping_) {
        auto const now = parts_.clock.now();
        auto const pause = counts_as_attempt ? work::backoff(item.attempts, parts_.random) : Duration{after_error};
        auto const given = co_await parts_.database.write_value([&, now, pause](Transaction& transaction) {
            return work::requeue(transaction, work::lease_of(item),
                {.due_at = now + pause, .counts_as_attempt = counts_as_attempt, .payload = std::nullopt, .why = why},
                merge_payloads);
        });
        if (given) co_return;
        co_await parts_.clock.sleep_until(now + after_error);
    }
}

Task<void> Engine::back_fill(std::shared_ptr<Tended> tended) {
    while (!is_stopping_) {
        auto const sync = tended->sync;
        auto until = parts_.clock.now() + idle_wait;
        if (sync->state == SyncState::backfilling && !holds_writes_) {
            ++busy_;
            auto step = co_await advance_backfill(context_, sync);
            --busy_;
            if (!step) {
                parts_.log.error("a back-fill step failed", {{"error", describe(step.error())}});
                until = parts_.clock.now() + after_error;
            } else {
                bool const is_changed = step->sync.state != sync->state || step->sync.backfill_phase != sync->backfill_phase;
                if (tended->sync == sync) {
                    tended->sync = std::make_shared<Sync const>(std::move(step->sync));
                    if (is_changed && (tended->sync->state != sync->state || is_pairing(*tended->sync) != is_pairing(*sync)))
                        tended->changed();
                }
                if (!step->again_at) continue;
                until = *step->again_at;
            }
        }
        co_await parts_.clock.sleep_until_or(until, tended->back_fill_changed);
    }
}

Task<void> Engine::forecast(std::shared_ptr<Tended> tended) {
    while (!is_stopping_) {
        if (tended->plan_requested) {
            tended->plan_requested = false;
            ++busy_;
            auto const planned = co_await dry_run(context_, tended->sync);
            --busy_;
            if (!planned) parts_.log.error("a dry run failed", {{"error", describe(planned.error())}});
            continue;
        }
        co_await parts_.clock.sleep_until_or(parts_.clock.now() + idle_wait, tended->plan_changed);
    }
}

// The app keeps failing, or refuses the credential: calls of the connection are held.
bool Engine::is_held_back(ConnectionId const& connection) const {
    auto const traffic = parts_.caller.traffic(connection);
    return traffic && (traffic->standing.open_until || traffic->standing.refused_since);
}

// A lane of its own for each side: nothing that another side, a sweep or a back-fill waits for holds it up.
Task<void> Engine::poll_side(std::shared_ptr<Tended> tended, Side side) {
    std::int64_t failures = 0;
    TimePoint again_at{};    // after a failure
    bool is_outage = false;  // which was the app's, and not of this one reading
    while (!is_stopping_) {
        auto const sync = tended->sync;
        auto const now = parts_.clock.now();
        // Another call may show earlier that the app answers again.
        if (failures > 0 && now < again_at && !(is_outage && !is_held_back(sync->connection(side)))) {
            co_await parts_.clock.sleep_until_or(std::min(again_at, now + poll_looks_again), tended->poll_changed[side]);
            continue;
        }
        auto until = now + idle_wait;
        auto const connection = parts_.directory.find(sync->connection(side));
        bool const polls = connection && (sync->state == SyncState::running || sync->state == SyncState::backfilling) &&
                           !is_injected(InjectedFault::no_polls);
        if (polls) {
            auto const state =
                co_await parts_.database.read_value([&](Transaction& transaction) -> Result<std::pair<TimePoint, std::int64_t>> {
                    Scope const scope{transaction, parts_.vault, sync->account, sync->id, now};
                    TRY(auto const cursor, load_poll_cursor(scope, side));
                    TRY(auto const last, last_sweep(scope, side));
                    return std::pair{cursor ? cursor->polled_at : TimePoint{}, last ? last->seen : 0};
                });
            auto const pages = state ? state->second / 100 + 1 : 1;
            auto const every = rhythm(sync->policy, monthly_quota(*connection), pages).poll_every;
            until = (state && state->first <= now ? state->first : now - every) + every;
            if (failures > 0) until = std::max(until, now);
            if (now >= until || !state) {
                auto const polled = co_await poll(context_, sync, side);
                failures = polled ? 0 : failures + 1;
                auto& round = tended->rounds[side].poll;
                if (polled)
                    round.is_done(parts_.clock.now());
                else
                    round.has_failed(parts_.clock.now(), polled.error().code);
                round.next_at = parts_.clock.now() + (polled ? every : std::min<Duration>(every, poll_looks_again * failures));
                is_outage = is_held_back(sync->connection(side));
                again_at = parts_.clock.now() + std::min<Duration>(every, poll_looks_again * failures);
                until = parts_.clock.now() + (polled ? every : std::min<Duration>(every, poll_looks_again));
            }
        }
        co_await parts_.clock.sleep_until_or(
            std::max(until, parts_.clock.now() + std::chrono::milliseconds{10}), tended->poll_changed[side]);
    }
}

Task<void> Engine::sweep_side(std::shared_ptr<Tended> tended, Side side) {
    while (!is_stopping_) {
        auto const sync = tended->sync;
        auto const now = parts_.clock.now();
        auto until = now + idle_wait;
        auto const connection = parts_.directory.find(sync->connection(side));
        bool const sweeps =
            connection && (sync->state == SyncState::running || is_pairing(*sync)) && !is_injected(InjectedFault::no_sweeps);
        if (sweeps) {
            auto const last = co_await parts_.database.read_value([&](Transaction& transaction) {
                return last_sweep({transaction, parts_.vault, sync->account, sync->id, now}, side);
            });
            auto const pages = last && *last ? (*last)->seen / 100 + 1 : 1;
            auto const every = rhythm(sync->policy, monthly_quota(*connection), pages).sweep_every;
            until = last && *last && (*last)->finished_at <= now ? (*last)->finished_at + every : now;
            if (now >= until) {
                auto const end = co_await sweep(context_, sync, side, SweepPurpose::heal);
                bool const stopped = !end || (!end->is_complete && end->retry_at != TimePoint{});
                until = stopped ? (end ? end->retry_at : parts_.clock.now() + after_error) : parts_.clock.now() + every;
                auto& round = tended->rounds[side].sweep;
                if (stopped)
                    round.has_failed(parts_.clock.now(), end ? "" : end.error().code);
                else
                    round.is_done(parts_.clock.now());
                round.next_at = until;
                if (!end) parts_.log.error("a sweep failed", {{"error", describe(end.error())}});
            }
        }
        co_await parts_.clock.sleep_until_or(
            std::max(until, parts_.clock.now() + std::chrono::milliseconds{10}), tended->sweep_changed[side]);
    }
}

}  // namespace lockstep::sync
