// SPDX-License-Identifier: Apache-2.0
#include "general/timekeeper.hpp"

#include <algorithm>

#include "work/backoff.hpp"
#include "work/claim.hpp"
#include "work/holders.hpp"
#include "work/queue.hpp"

namespace lockstep::general {
namespace {

constexpr std::int64_t at_a_time = 64;
constexpr Duration idle_wait = std::chrono::hours{1};
// The clock on the wall may be set at any moment; then it is not the queue's time that tells what is due.
constexpr Duration looks_at_wall_every = std::chrono::minutes{1};
constexpr Duration after_error = std::chrono::seconds{1};

}  // namespace

void Timekeeper::stop() {
    is_stopping_ = true;
    wake_.notify();
}

void Timekeeper::hold(bool is_held) {
    is_held_ = is_held;
    wake_.notify();
}

Task<void> Timekeeper::run() {
    while (!is_stopping_) {
        auto until = parts_.clock.now() + idle_wait;
        if (!is_held_) {
            auto const next = co_await round();
            if (!next) {
                parts_.log.error("schedules could not be looked at", {{"error", describe(next.error())}});
                until = parts_.clock.now() + after_error;
            } else if (*next) {
                until = std::clamp(**next, parts_.clock.now() + std::chrono::milliseconds{1}, until);
            }
        }
        if (!is_stopping_) co_await parts_.clock.sleep_until_or(until, wake_);
    }
}

Task<Result<std::optional<TimePoint>>> Timekeeper::round() {
    for (;;) {
        auto const now = parts_.clock.now();
        work::ClaimLimits limits;
        limits.queue = schedule_queue;
        limits.holder = parts_.holder;
        limits.items = limits.per_group = at_a_time;
        CO_TRY(auto const first, co_await parts_.database.read_value(
                                     [this](Transaction& transaction) { return first_due(transaction, parts_.account); }));
        auto const claimed = co_await parts_.database.write_value([&](Transaction& transaction) -> Result<work::Claim> {
            // The clock was set forward since it was put into the queue.
            if (first && first->next_at <= parts_.clock.wall())
                TRY_VOID(ask_for(transaction, parts_.account, first->id, first->next_at, parts_.clock));
            return work::claim(transaction, limits, now);
        });
        if (!claimed) {
            // The claim may have been stored though its answer was lost; nothing is in our hands now.
            CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
                TRY_VOID(work::release_lost(transaction, parts_.holder, schedule_queue, {}, now));
                return {};
            }));
            co_return pass_on(claimed.error());
        }
        for (auto const& item : claimed->items) {
            auto const served = co_await serve(item);
            if (served) continue;
            parts_.log.error("a schedule could not be served; it is taken up again",
                {{"error", describe(served.error())}, {"schedule", item.key}});
            CO_TRY_VOID(co_await give_back(item, served.error().code));
        }
        if (!claimed->items.empty() && !is_stopping_) continue;
        if (!first) co_return std::nullopt;  // what may still be in the queue is of paused or removed ones
        co_return std::min(claimed->next_due.value_or(now + idle_wait), now + looks_at_wall_every);
    }
}

events::PreparedEvent Timekeeper::event_of(StoredSchedule const& stored, Firing const& firing, TimePoint id_at) const {
    events::Event event;
    event.account = parts_.account;
    event.id = parts_.random.id<EventTag>(id_at);
    event.connection = ConnectionId{stored.id.text()};
    event.source = events::Source::schedule;
    event.type = schedule_event_type;
    // One event for each time, also should the clock be set back and the same time come again.
    event.delivery_id = stored.id.text() + "@" + format_time(firing.due_at);
    event.payload = to_text(JsonObject{{"schedule", stored.id.text()}, {"label", stored.label},
        {"due_at", format_time(firing.due_at)},
        {"local_time", format_time(local_time(stored.schedule.zone, firing.due_at)).substr(0, std::size("2026-01-01T00:00") - 1)},
        {"zone", stored.schedule.zone}, {"missed", firing.missed}});
    event.received_at = parts_.clock.now();
    event.state = events::EventState::done;
    return events::prepare(parts_.vault, std::move(event));
}

Task<Result<void>> Timekeeper::serve(work::Item const& item) {
    auto const wall = parts_.clock.wall();
    CO_TRY(auto found, co_await parts_.database.read_value([&](Transaction& transaction) {
        return find_schedule(transaction, parts_.account, ScheduleId{item.key});
    }));
    Firings decided;
    std::vector<events::PreparedEvent> prepared;
    if (found && !found->paused_at) {
        decided = decide_firings(found->schedule, found->missed, found->next_at, wall);
        // Ids order by the millisecond: each has one of its own, so that what is made up is listed in its order.
        auto id_at = parts_.clock.now() - std::chrono::milliseconds{decided.firings.size()};
        for (auto const& firing : decided.firings)
            prepared.push_back(event_of(*found, firing, id_at += std::chrono::milliseconds{1}));
    }
    auto const lease = work::lease_of(item);
    CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        TRY(bool const is_ours, work::holds(transaction, lease));
        if (!is_ours) return {};
        TRY(auto stored, find_schedule(transaction, parts_.account, ScheduleId{item.key}));
        if (!stored || stored->paused_at) {
            TRY_VOID(work::complete(transaction, lease));
            return {};
        }
        // Paused and resumed since it was read: it is looked at once more, for the time that it has now.
        bool const is_same = found && !found->paused_at && found->next_at == stored->next_at;
        if (is_same) {
            for (auto const& event : prepared) TRY_VOID(events::store(transaction, event, parts_.listeners));
            if (!decided.firings.empty()) stored->last_at = decided.firings.back().due_at;
            stored->fired += static_cast<std::int64_t>(decided.firings.size());
            stored->left_out += decided.left_out;
            stored->next_at = decided.next_at;
            TRY_VOID(note_firings(transaction, parts_.account, *stored));
        }
        TRY_VOID(work::requeue(transaction, lease, {.due_at = engine_time_of(parts_.clock, stored->next_at), .worked = true}));
        return {};
    }));
    if (!prepared.empty() && parts_.has_fired) parts_.has_fired();
    co_return Result<void>{};
}

Task<Result<void>> Timekeeper::give_back(work::Item const& item, std::string why) {
    auto const due_at = parts_.clock.now() + work::backoff(item.attempts, parts_.random);
    co_return co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(work::requeue(transaction, work::lease_of(item), {.due_at = due_at, .counts_as_attempt = true, .why = why}));
        return {};
    });
}

}  // namespace lockstep::general
