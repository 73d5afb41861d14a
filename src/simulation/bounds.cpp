// SPDX-License-Identifier: Apache-2.0
#include "simulation/bounds.hpp"

#include <algorithm>
#include <numeric>

#include "simulation/world.hpp"

namespace lockstep::simulation {
namespace {

using sandbox::FaultKind;

constexpr auto same_moment = std::chrono::milliseconds{2};
constexpr auto hearing_takes = std::chrono::seconds{5};
constexpr auto arriving_takes = std::chrono::seconds{15};
constexpr auto poll_takes = std::chrono::seconds{75};      // one round and its calls
constexpr auto sweep_takes = std::chrono::minutes{17};     // one round and its calls
constexpr auto write_is_held = std::chrono::seconds{200};  // after a write without a clear answer: the consistency delay
constexpr auto lease_takes = std::chrono::seconds{330};    // what a failed transaction left undone is taken up again
constexpr auto old_copy_is_read_again = std::chrono::seconds{45};
constexpr auto absence_is_confirmed = std::chrono::minutes{11};
constexpr auto breaker_holds = std::chrono::seconds{20};
constexpr auto breaker_holds_at_most = std::chrono::seconds{150};  // when the app had failed for long
constexpr int failures_that_open_breaker = 5;
constexpr auto slow_call = std::chrono::seconds{3};
constexpr auto longest_pause = std::chrono::seconds{1'100};  // of an exponential back-off

bool has_fault(Swarm const& swarm, Side side, FaultKind kind) {
    return swarm.app_faults[side == Side::a ? 0 : 1].rates_ppm[static_cast<std::size_t>(kind)] > 0;
}

TimePoint end_of(AppCall const& call) {
    if (call.heard_at) return *call.heard_at;
    if (call.failed_at) return *call.failed_at;
    return call.sent_at + std::chrono::seconds{30};
}

bool is_troubled(AppCall const& call) {
    bool const is_fine = call.heard_at && call.status > 0 && call.status < 400;
    return !is_fine || *call.heard_at - call.sent_at > slow_call;
}

}  // namespace

Bounds::Bounds(World& world) : world_(world), troubles_(world.troubles()) {
    auto const& swarm = world.swarm();
    auto const recovery = [](TimePoint from, TimePoint until) {
        return std::chrono::minutes{1} + std::min<Duration>(until - from, longest_pause);
    };
    for (auto const& spell : swarm.spells)
        troubles_.push_back({spell.from, spell.until, spell.side, recovery(spell.from, spell.until)});
    for (auto const& span : world.operators().spans()) {
        auto const until = std::min(span.until, world.now());
        troubles_.push_back({span.from, until, Side::a, recovery(span.from, until)});
    }
    for (auto const& change : world.operators().mapping_changes())
        troubles_.push_back({change.asked_at, change.at, Side::a, std::chrono::minutes{2}});
    for (auto const& step : swarm.clock_steps) troubles_.push_back({step.at, step.at, Side::a, std::chrono::minutes{2}});
    count_failures_in_a_row();
    // A spent allowance is looked at again every hour.
    if (swarm.limits != Limits{}) {
        auto const until = std::min(swarm.limits.lifted_at, swarm.calm_from);
        troubles_.push_back({swarm.start, until, Side::a, std::chrono::minutes{66}});
    }
}

// How many calls of the same app had failed in a row when each ended: a breaker that opens again waits longer each time.
void Bounds::count_failures_in_a_row() {
    auto const& calls = world_.http().calls;
    std::vector<std::size_t> by_end(calls.size());
    std::iota(by_end.begin(), by_end.end(), std::size_t{0});
    std::ranges::sort(by_end, {}, [&](std::size_t nth) { return std::pair{end_of(calls[nth]), nth}; });
    failures_in_a_row_.assign(calls.size(), 0);
    contacts::PerSide<int> in_a_row{0, 0};
    for (auto const nth : by_end) {
        auto const& call = calls[nth];
        bool const has_failed = !call.heard_at || call.status >= 500;
        in_a_row[call.side] = has_failed ? in_a_row[call.side] + 1 : 0;
        failures_in_a_row_[nth] = in_a_row[call.side];
    }
}

bool Bounds::is_disturbed(TimePoint from, TimePoint until) const {
    if (world_.database_struck(from - lease_takes, until)) return true;
    return std::ranges::any_of(
        troubles_, [&](Trouble const& trouble) { return !trouble.side && trouble.from <= until && trouble.until >= from; });
}

Duration Bounds::noticed_after() const {
    Duration longest = std::chrono::minutes{20};
    for (auto const& trouble : troubles_) longest += 2 * (trouble.until - trouble.from);
    return longest;
}

// When it was told, or else found by the next poll; where an index lags longer than polls look back, by the next sweep.
TimePoint Bounds::news_of(RecordKey const& key, TimePoint happened_at) const {
    auto found = happened_at + std::chrono::seconds{3} + poll_takes;
    if (key.first == Side::a && world_.index_may_lag(happened_at)) found = happened_at + sweep_takes;
    for (auto const& told : world_.oracle().told(key)) {
        if (told.happened_at >= happened_at - same_moment) found = std::min(found, told.accepted_at);
    }
    return found;
}

TimePoint Bounds::extended(
    TimePoint bound, RecordKey const& key, RecordKey const& other, TimePoint from, Duration allowance) const {
    auto const& swarm = world_.swarm();
    bool const is_wild = from < swarm.calm_from;
    if (is_wild && (has_fault(swarm, Side::a, FaultKind::stale_read) || has_fault(swarm, Side::b, FaultKind::stale_read)))
        bound += write_is_held + std::chrono::seconds{30};
    if (world_.calm_deeds().index_lags(from)) bound += old_copy_is_read_again;
    if (world_.calm_deeds().is_braked(from)) bound += std::chrono::minutes{7};
    // One thing leads to another: what made it late once moves it into the next trouble.
    constexpr int rounds_max = 4;
    DatabaseStrikes strikes{from - lease_takes};
    for (int round = 0; round < rounds_max; ++round) {
        auto const before = bound;
        bound = after_database(bound, strikes);
        for (auto const& trouble : troubles_) {
            if (trouble.from > bound || trouble.until + trouble.aftermath < from) continue;
            bound = std::max(bound, trouble.until + trouble.aftermath + allowance);
        }
        bound = after_calls(bound, key, other, from, allowance);
        if (bound == before) break;
    }
    return bound;
}

// A transaction that failed is taken up again when its lease ends, and may fail again.
TimePoint Bounds::after_database(TimePoint bound, DatabaseStrikes& strikes) const {
    while (strikes.seen < strikes.most && world_.database_struck(strikes.since, bound)) {
        strikes.since = bound;
        ++strikes.seen;
        bound += lease_takes + std::chrono::seconds{40};
    }
    return bound;
}

bool Bounds::comes_after_outage(AppCall const& call) const {
    return std::ranges::any_of(troubles_, [&](Trouble const& trouble) {
        return trouble.side == call.side && trouble.from <= call.sent_at && call.sent_at <= trouble.until + trouble.aftermath;
    });
}

TimePoint Bounds::after_calls(
    TimePoint bound, RecordKey const& key, RecordKey const& other, TimePoint from, Duration allowance) const {
    int failures = 0;
    for (auto const& call : world_.http().calls) {  // in the order in which they were sent
        if (call.sent_at > bound) break;
        if (end_of(call) < from - std::chrono::minutes{4} || !is_troubled(call)) continue;
        // A record whose writes always fail is no excuse for any other.
        RecordKey const about{call.side, call.record_id};
        if (world_.calm_deeds().is_poisoned(about) && about != key && about != other) continue;
        bool const is_of_pair = (call.side == key.first && call.record_id == key.second) ||
                                (call.side == other.first && call.record_id == other.second);
        auto const nth = static_cast<std::size_t>(&call - world_.http().calls.data());
        Duration const grown = breaker_holds * (1 << std::clamp(failures_in_a_row_.at(nth) - failures_that_open_breaker, 0, 5));
        Duration pause = comes_after_outage(call) ? breaker_holds_at_most : std::min<Duration>(grown, breaker_holds_at_most);
        if (is_of_pair) {
            ++failures;
            pause = std::max(
                pause, std::min<Duration>(longest_pause, std::chrono::seconds{std::int64_t{4} << std::min(failures, 9)}));
            if (call.status == 404) pause = std::max<Duration>(pause, absence_is_confirmed);
            if (call.is_write) {
                // What keeps failing is written at most five times in ten minutes: twenty seconds, doubled each time.
                Duration const backs_off = std::chrono::seconds{std::int64_t{20} << std::min(failures - 1, 5)};
                pause = std::max({pause, Duration{write_is_held}, backs_off});
            }
        } else if (end_of(call) < from) {
            continue;
        }
        bound = std::max(bound, end_of(call) + pause + allowance);
    }
    return bound;
}

TimePoint Bounds::heard_at_the_latest(RecordKey const& key, RecordKey const& other, TimePoint happened_at) const {
    auto const bound = std::max(news_of(key, happened_at), world_.running_since()) + hearing_takes;
    return extended(bound, key, other, happened_at, hearing_takes);
}

TimePoint Bounds::arrived_at_the_latest(
    RecordKey const& key, RecordKey const& other, TimePoint happened_at, TimePoint not_before) const {
    auto const start = std::max({news_of(key, happened_at), not_before, world_.running_since()});
    return extended(start + arriving_takes, key, other, happened_at, arriving_takes);
}

}  // namespace lockstep::simulation
