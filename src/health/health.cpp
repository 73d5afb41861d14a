// SPDX-License-Identifier: Apache-2.0
#include "health/health.hpp"

#include <algorithm>
#include <array>

namespace lockstep::health {
namespace {

using connections::ConnectionState;
using contacts::Side;
using sync::SyncState;

constexpr Duration behind_after = std::chrono::minutes{1};
// Longer than any write without an answer is left alone.
constexpr Duration put_off_is_long = std::chrono::minutes{15};

// How much worse than another: who waits for two things is told of the worse one.
int rank(State state) {
    switch (state) {
        case State::well: return 0;
        case State::working: return 1;
        case State::unknown: return 2;
        case State::waiting: return 3;
        case State::limited: return 4;
        case State::paused: return 5;
        case State::refused: return 6;
    }
    return 0;
}

Weight after_hiccup(TimePoint since, TimePoint now) { return now - since < hiccup ? Weight::attention : Weight::alarm; }

// A time of ours that a caller keeps trying at; what has passed is about to happen.
std::optional<TimePoint> not_before(std::optional<TimePoint> at, TimePoint now) {
    return at ? std::optional(std::max(*at, now)) : std::nullopt;
}

// What one connection's words are made of.
struct Telling {
    ConnectionFacts const& facts;
    TimePoint now;

    Health tell(State state, Weight weight, std::string_view code, std::optional<TimePoint> since = std::nullopt,
        std::optional<TimePoint> next = std::nullopt, MessageParams more = {}) const {
        more.emplace_back("label", facts.label);
        more.emplace_back("app", facts.app);
        return {.state = state,
            .weight = weight,
            .words = {"condition.connection." + std::string(code), std::move(more)},
            .since = since,
            .next_try_at = not_before(next, now),
            .waits = facts.waits};
    }
    Health failing(TimePoint since, std::string const& code, int status, std::optional<TimePoint> next) const {
        std::string_view words = "silent";
        if (code == "calls.malformed_reply") words = "unreadable";
        if (code == "calls.unavailable") words = "failing";
        return tell(State::waiting, after_hiccup(since, now), words, since, next, {{"status", std::to_string(status)}});
    }
};

std::string date_of(std::optional<TimePoint> at) { return at ? format_time(*at).substr(0, 10) : std::string{}; }

std::string days_between(TimePoint since, TimePoint until) {
    return std::to_string(std::chrono::duration_cast<std::chrono::days>(until - since).count());
}

bool is_overdue(Telling const& telling) {
    auto const& replace_by = telling.facts.credential.replace_by;
    return replace_by && telling.now >= *replace_by;
}

MessageParams age_words(Telling const& telling) {
    auto const& credential = telling.facts.credential;
    if (!credential.since || !credential.replace_by) return {};
    return {{"days", days_between(*credential.since, telling.now)},
        {"limit", days_between(*credential.since, *credential.replace_by)}, {"until", date_of(credential.replace_by)}};
}

std::optional<Health> refused(Telling const& telling) {
    auto const& facts = telling.facts;
    auto const* standing = facts.traffic ? &facts.traffic->standing : nullptr;
    bool const is_refused_now = standing != nullptr && standing->refused_since;
    bool const is_proven = standing != nullptr && standing->is_credential_proven;
    bool const needs_person = facts.state == ConnectionState::needs_credential && !is_proven;
    if (!is_refused_now && !needs_person) return std::nullopt;
    auto const since = is_refused_now ? standing->refused_since : facts.remembered.refused_since;
    auto const next = standing != nullptr ? std::optional(standing->ask_again_at) : std::nullopt;
    // One refusal may be a hiccup: it is said, and not yet believed.
    if (!needs_person && standing->refusals_in_a_row <= 1)
        return telling.tell(State::waiting, Weight::attention, "refused_once", since, next);
    if (is_overdue(telling))
        return telling.tell(State::refused, Weight::alarm, "refused_overdue", since, next, age_words(telling));
    return telling.tell(State::refused, Weight::alarm, "refused", since, next);
}

// Calls go through, by the credential before; one refusal may be a hiccup, and nobody is told of it.
std::optional<Health> falling_back(Telling const& telling) {
    auto const& facts = telling.facts;
    if (!facts.traffic || !facts.traffic->fallback_since || facts.traffic->fallback_refusals <= 1) return std::nullopt;
    return telling.tell(State::well, Weight::attention, "fallback", facts.traffic->fallback_since, std::nullopt,
        {{"until", date_of(facts.credential.previous_until)}});
}

// Whatever else is right, somebody has to replace it in time.
std::optional<Health> aged(Telling const& telling, std::optional<TimePoint> answered_at) {
    auto const& credential = telling.facts.credential;
    if (!credential.remind_at || telling.now < *credential.remind_at) return std::nullopt;
    bool const is_late = is_overdue(telling);
    return telling.tell(answered_at ? State::well : State::unknown, Weight::attention,
        is_late ? "credential_overdue" : "credential_old", is_late ? credential.replace_by : credential.remind_at, std::nullopt,
        age_words(telling));
}

std::optional<Health> limited(Telling const& telling) {
    auto const& facts = telling.facts;
    if (facts.quota.free_at) {
        return telling.tell(State::limited, Weight::attention, "quota_spent", std::nullopt, facts.quota.free_at,
            {{"used", std::to_string(std::max(facts.quota.used_month, facts.quota.used_30_days))},
                {"limit", std::to_string(facts.quota.limit)}});
    }
    if (!facts.traffic) return std::nullopt;
    auto const& traffic = *facts.traffic;
    if (traffic.spent_until && *traffic.spent_until > telling.now)
        return telling.tell(State::limited, Weight::attention, "app_spent", traffic.spent_since, traffic.spent_until);
    if (facts.is_bulk_wanted && traffic.bulk_spent_until && *traffic.bulk_spent_until > telling.now)
        return telling.tell(State::limited, Weight::attention, "bulk_spent", std::nullopt, traffic.bulk_spent_until);
    return std::nullopt;
}

std::optional<Health> too_fast(Telling const& telling) {
    if (!telling.facts.traffic) return std::nullopt;
    auto const& traffic = *telling.facts.traffic;
    auto const since = traffic.standing.limited_since;
    if (!since) return std::nullopt;
    return telling.tell(State::limited, telling.now - *since < hiccup ? Weight::quiet : Weight::attention, "too_fast", since,
        traffic.paused_until);
}

std::optional<Health> failing(Telling const& telling) {
    auto const& facts = telling.facts;
    if (facts.traffic && (facts.traffic->answered_at || facts.traffic->standing.failing_since)) {
        auto const& traffic = *facts.traffic;
        if (!traffic.standing.failing_since) return std::nullopt;
        return telling.failing(*traffic.standing.failing_since, traffic.failure_code, traffic.failure_status,
            traffic.standing.open_until ? traffic.standing.open_until : facts.next_call_at);
    }
    auto const& before = facts.remembered;
    if (!before.failing_since) return std::nullopt;
    return telling.failing(*before.failing_since, before.failure_code, before.failure_status, facts.next_call_at);
}

std::optional<Health> denied(Telling const& telling) {
    if (!telling.facts.traffic) return std::nullopt;
    for (auto const& [operation, denial] : telling.facts.traffic->denied) {
        if (telling.now - denial.last_at > denial_counts_for) continue;
        return telling.tell(State::refused, Weight::attention, "denied", denial.since, std::nullopt, {{"operation", operation}});
    }
    return std::nullopt;
}

Weight weight_of_overdue(Duration age) { return age < 5 * behind_after ? Weight::attention : Weight::alarm; }

}  // namespace

std::string_view to_string(State state) {
    switch (state) {
        case State::well: return "well";
        case State::working: return "working";
        case State::waiting: return "waiting";
        case State::limited: return "limited";
        case State::refused: return "refused";
        case State::paused: return "paused";
        case State::unknown: return "unknown";
    }
    return "unknown";
}

std::vector<State> all_states() {
    return {State::well, State::working, State::waiting, State::limited, State::refused, State::paused, State::unknown};
}

std::string_view to_string(Weight weight) {
    switch (weight) {
        case Weight::good: return "good";
        case Weight::quiet: return "quiet";
        case Weight::attention: return "attention";
        case Weight::alarm: return "alarm";
    }
    return "attention";
}

Health connection_health(ConnectionFacts const& facts, TimePoint now) {
    Telling const telling{facts, now};
    if (facts.state == ConnectionState::disabled) return telling.tell(State::paused, Weight::quiet, "disabled");
    for (auto const& look : {refused, limited, failing, denied, falling_back, too_fast}) {
        if (auto found = look(telling)) return *std::move(found);
    }
    auto const answered_at =
        facts.traffic && facts.traffic->answered_at ? facts.traffic->answered_at : facts.remembered.answered_at;
    if (auto found = aged(telling, answered_at)) return *std::move(found);
    if (!answered_at) return telling.tell(State::unknown, Weight::quiet, "never_called");
    return telling.tell(State::well, Weight::good, "well", answered_at);
}

Health delivery_health(ConnectionFacts const& facts, TimePoint now) {
    Telling const telling{facts, now};
    auto const& deliveries = facts.deliveries;
    if (deliveries.rejected_in_a_row > 0) {
        bool const is_much = deliveries.rejected_in_a_row >= rejections_to_tell;
        auto health = telling.tell(State::refused, is_much ? Weight::attention : Weight::quiet,
            "rejected." + (deliveries.rejection.empty() ? std::string("other") : deliveries.rejection), deliveries.rejected_since,
            std::nullopt, {{"count", std::to_string(deliveries.rejected_in_a_row)}});
        if (!messages::has_text(health.words.code + ".message")) health.words.code = "condition.connection.rejected.other";
        return health;
    }
    if (deliveries.accepted_at) return telling.tell(State::well, Weight::good, "delivered", deliveries.accepted_at);
    return telling.tell(State::unknown, Weight::quiet, "no_delivery");
}

namespace {

// A sync is as well as the worse of its sides.
std::optional<Health> side_trouble(SyncFacts const& facts) {
    auto const worse = rank(facts.sides.b.state) > rank(facts.sides.a.state) ? Side::b : Side::a;
    auto const& side = facts.sides[worse];
    if (side.weight == Weight::good || side.state == State::well || side.state == State::working) return std::nullopt;
    // A pace that is kept is no trouble of the sync's, unless its readings suffer.
    auto const& rounds = facts.rounds[worse];
    bool const is_felt = rounds.poll.failing_since || rounds.sweep.failing_since;
    if (side.state == State::limited && side.weight == Weight::quiet && !is_felt) return std::nullopt;
    auto health = side;
    // Somebody wanted the connection to rest, but the sync was not told to.
    if (health.state == State::paused) {
        health.weight = Weight::attention;
        health.words.code = "condition.sync.connection_disabled";
    }
    return health;
}

struct SyncTelling {
    SyncFacts const& facts;
    TimePoint now;

    Health tell(State state, Weight weight, std::string_view code, std::optional<TimePoint> since = std::nullopt,
        std::optional<TimePoint> next = std::nullopt, MessageParams params = {}) const {
        return {.state = state,
            .weight = weight,
            .words = {"condition.sync." + std::string(code), std::move(params)},
            .since = since,
            .next_try_at = not_before(next, now),
            .waits = 0};
    }
};

std::optional<Health> round_trouble(SyncTelling const& telling) {
    for (auto const side : contacts::both_sides) {
        auto const& rounds = telling.facts.rounds[side];
        MessageParams const params{{"label", telling.facts.labels[side]}};
        if (auto const since = rounds.poll.failing_since)
            return telling.tell(
                State::waiting, after_hiccup(*since, telling.now), "poll_failing", since, rounds.poll.next_at, params);
        if (auto const since = rounds.sweep.failing_since)
            return telling.tell(State::waiting, Weight::attention, "sweep_failing", since, rounds.sweep.next_at, params);
    }
    return std::nullopt;
}

Health running_health(SyncTelling const& telling) {
    auto const& facts = telling.facts;
    if (!facts.is_engine_running) return telling.tell(State::paused, Weight::alarm, "no_engine");
    if (auto trouble = side_trouble(facts)) return *std::move(trouble);
    if (auto trouble = round_trouble(telling)) return *std::move(trouble);
    auto const late = facts.oldest_due_at ? telling.now - *facts.oldest_due_at : Duration{0};
    if (late >= behind_after) return telling.tell(State::waiting, weight_of_overdue(late), "behind", facts.oldest_due_at);
    auto const put_off = facts.oldest_enqueued_at ? telling.now - *facts.oldest_enqueued_at : Duration{0};
    if (facts.state == SyncState::running && put_off >= behind_after) {
        return telling.tell(State::waiting, put_off < put_off_is_long ? Weight::quiet : Weight::attention, "put_off",
            facts.oldest_enqueued_at, facts.oldest_due_at);
    }
    if (facts.state == SyncState::backfilling) return telling.tell(State::working, Weight::quiet, "backfilling");
    return telling.tell(State::well, Weight::good, "well");
}

}  // namespace

Health sync_health(SyncFacts const& facts, TimePoint now) {
    SyncTelling const telling{facts, now};
    Health health;
    switch (facts.state) {
        case SyncState::draft: health = telling.tell(State::paused, Weight::quiet, "draft"); break;
        case SyncState::paused: health = telling.tell(State::paused, Weight::quiet, "paused"); break;
        case SyncState::backfilling:
        case SyncState::running: health = running_health(telling); break;
    }
    health.waits = facts.waiting + facts.leased + facts.parked;
    return health;
}

Duration lag(SyncFacts const& facts, TimePoint now) {
    auto const age = [&](std::optional<TimePoint> at) { return at && *at < now ? now - *at : Duration{0}; };
    bool const is_put_off = std::ranges::any_of(std::array{&facts.sides.a, &facts.sides.b}, [](Health const* side) {
        return side->state == State::waiting || side->state == State::limited || side->state == State::refused ||
               side->state == State::paused;
    });
    return is_put_off ? std::max(age(facts.oldest_due_at), age(facts.oldest_enqueued_at)) : age(facts.oldest_due_at);
}

}  // namespace lockstep::health
