// SPDX-License-Identifier: Apache-2.0
#include "catalogue/rate.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/text.hpp"

namespace lockstep::catalogue {
namespace {

using namespace std::chrono_literals;

constexpr Duration pause_max = 1h;
constexpr Duration daily_pause_max = 24h;
constexpr Duration monthly_pause_max = std::chrono::days{32};
constexpr std::int64_t unlimited_from = 10'000'000;  // calls a month; an app that says so has no allowance

// The part of the burst, and of the day, that a lane leaves for the lanes before it.
double burst_kept_by(Lane lane) {
    switch (lane) {
        case Lane::interactive: return 0;
        case Lane::live: return 0.10;
        case Lane::bulk: return 0.30;
    }
    return 0.30;
}

double day_kept_by(Lane lane) {
    switch (lane) {
        case Lane::interactive: return 0;
        case Lane::live: return 0.005;
        case Lane::bulk: return 0.025;
    }
    return 0.025;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    text = trim_ascii(text);
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<std::int64_t> header_number(HttpReply const& reply, std::string const& name) {
    if (name.empty()) return std::nullopt;
    auto const text = reply.headers.find(name);
    return text ? whole_number(*text) : std::nullopt;
}

// "Sun, 06 Nov 1994 08:49:37 GMT", the one form that RFC 9110 lets servers send.
std::optional<TimePoint> http_date(std::string_view text) {
    text = trim_ascii(text);
    if (text.size() != 29 || text.substr(25) != " GMT") return std::nullopt;
    constexpr std::array<std::string_view, 12> months{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    auto const month = std::ranges::find(months, text.substr(8, 3));
    if (month == months.end()) return std::nullopt;
    auto const number = static_cast<int>(month - months.begin()) + 1;
    std::string iso{text.substr(12, 4)};
    iso += number < 10 ? "-0" : "-";
    iso += std::to_string(number);
    iso += '-';
    iso += text.substr(5, 2);
    iso += 'T';
    iso += text.substr(17, 8);
    iso += 'Z';
    auto const time = parse_time(iso);
    return time ? std::optional(*time) : std::nullopt;
}

// How long to wait after 429, as the app says; nullopt when it does not.
std::optional<Duration> retry_after(HttpReply const& reply, TimePoint wall) {
    auto const text = reply.headers.find("Retry-After");
    if (!text) return std::nullopt;
    if (auto const seconds = whole_number(*text)) {
        if (*seconds < 0) return std::nullopt;
        return std::min<Duration>(std::chrono::seconds{std::min<std::int64_t>(*seconds, 3600)}, pause_max);
    }
    if (auto const date = http_date(*text)) return std::clamp<Duration>(*date - wall, 0us, pause_max);
    return std::nullopt;
}

struct Pace {
    double capacity = 0;  // at least one call, however small our share is
    double per_micro = 0;
};

// Nullopt when the app declares no pace. Apps count in windows whose beginning we do not know: what a full bucket lets out at
// once and what refills within one window together stay below the limit.
std::optional<Pace> pace_of(RateState const& state, RateLimits const& limits, double share) {
    auto const limit = static_cast<double>(state.limit > 0 ? state.limit : limits.burst);
    auto const interval = state.interval > 0us ? state.interval : limits.interval;
    if (limit <= 0 || interval <= 0us) return std::nullopt;
    auto const used = std::clamp(share, 0.01, 1.0);
    auto const at_once = std::max(1.0, (1.0 - used) * limit);
    auto const refilled = std::min(used * limit, std::max(limit - at_once, used * limit / 2));
    return Pace{at_once, refilled / static_cast<double>(interval.count())};
}

void fill(RateState& state, Pace const& pace, TimePoint now) {
    if (now > state.filled_at) {
        auto const passed = static_cast<double>((now - state.filled_at).count());
        state.tokens += pace.per_micro * passed;
        state.filled_at = now;
    }
    state.tokens = std::clamp(state.tokens, 0.0, pace.capacity);
}

// What a lane leaves of a day's or month's allowance: others' part of it, and the part for the lanes before it.
std::int64_t kept_of(std::int64_t allowance, Lane lane, double share) {
    if (lane == Lane::interactive) return 0;
    auto const ours = std::clamp(share, 0.01, 1.0);
    return static_cast<std::int64_t>((1.0 - ours + day_kept_by(lane) * ours) * static_cast<double>(allowance) + 0.5);
}

// An app that declares a day's allowance and says nothing of it in its replies: we count, from midnight UTC.
void begin_day(RateState& state, std::int64_t allowance, TimePoint now) {
    if (state.daily_remaining || allowance <= 0) return;
    state.daily_remaining = allowance;
    state.daily_reset_at = TimePoint{std::chrono::floor<std::chrono::days>(now) + std::chrono::days{1}};
}

void learn_month(RateState& state, RateLimits const& limits, HttpReply const& reply, TimePoint now, TimePoint wall) {
    auto const limit = header_number(reply, limits.header_month_limit);
    if (limit && *limit > 0) state.monthly_limit = *limit < unlimited_from ? *limit : 0;
    auto const remaining = header_number(reply, limits.header_month_remaining);
    if (!remaining || *remaining < 0) return;
    if (*remaining >= unlimited_from) {
        state.monthly_remaining.reset();
        state.monthly_reset_at.reset();
        return;
    }
    bool const is_same_month = state.monthly_remaining && state.monthly_reset_at && now < *state.monthly_reset_at;
    state.monthly_remaining = is_same_month ? std::min(*state.monthly_remaining, *remaining) : *remaining;
    if (limits.header_month_reset.empty()) return;
    auto const text = reply.headers.find(limits.header_month_reset);
    auto const reset = text ? parse_time(trim_ascii(*text)) : Result<TimePoint>(TimePoint{});
    if (text && reset) state.monthly_reset_at = now + std::clamp<Duration>(*reset - wall, 0us, monthly_pause_max);
}

}  // namespace

RateState first_rate_state(RateLimits const& limits, TimePoint now) {
    RateState state;
    state.tokens = static_cast<double>(limits.burst);
    state.filled_at = now;
    return state;
}

Turn take_turn(RateState& state, RateLimits const& limits, Lane lane, double share, TimePoint now) {
    if (state.paused_until) {
        if (now < *state.paused_until) return {false, *state.paused_until, "paused"};
        state.paused_until.reset();
    }
    if (state.daily_reset_at && now >= *state.daily_reset_at) {
        state.daily_remaining.reset();
        state.daily_reset_at.reset();
    }
    if (state.monthly_reset_at && now >= *state.monthly_reset_at) {
        state.monthly_remaining.reset();
        state.monthly_reset_at.reset();
    }
    auto const day = state.daily_limit > 0 ? state.daily_limit : limits.per_day;
    begin_day(state, day, now);
    if (state.daily_remaining && day > 0 && *state.daily_remaining <= kept_of(day, lane, share))
        return {false, state.daily_reset_at.value_or(now + pause_max), "daily_reserve"};
    auto const month = state.monthly_limit > 0 ? state.monthly_limit : limits.per_month;
    if (state.monthly_remaining && *state.monthly_remaining <= kept_of(month, lane, share))
        return {false, state.monthly_reset_at.value_or(now + pause_max), "monthly_reserve"};

    if (auto const pace = pace_of(state, limits, share)) {
        fill(state, *pace, now);
        // Never more than the bucket holds, so that small allowances still let bulk work pass.
        auto const needed = std::min(1.0 + burst_kept_by(lane) * pace->capacity, pace->capacity);
        if (state.tokens + 1e-9 < needed) {
            auto const wait = std::ceil((needed - state.tokens) / pace->per_micro);
            return {false, now + Duration{static_cast<std::int64_t>(wait) + 1}, "pace"};
        }
        state.tokens = std::max(0.0, state.tokens - 1.0);
    }
    if (state.daily_remaining) --*state.daily_remaining;
    if (state.monthly_remaining) --*state.monthly_remaining;
    return {true, now, ""};
}

RateState learn(RateState state, RateLimits const& limits, HttpReply const& reply, TimePoint now, TimePoint wall) {
    if (auto const limit = header_number(reply, limits.header_limit); limit && *limit > 0) state.limit = *limit;
    if (auto const interval = header_number(reply, limits.header_interval_ms);
        interval && *interval > 0 && *interval <= 3'600'000) {
        state.interval = std::chrono::milliseconds{*interval};
    }
    if (auto const remaining = header_number(reply, limits.header_remaining); remaining && *remaining >= 0) {
        state.tokens = std::min(state.tokens, static_cast<double>(*remaining));
    }
    if (auto const limit = header_number(reply, limits.header_daily_limit); limit && *limit > 0) state.daily_limit = *limit;
    if (auto const remaining = header_number(reply, limits.header_daily_remaining)) {
        // Answers arrive out of order: within one day the lowest is the truth.
        bool const is_same_day = state.daily_remaining && state.daily_reset_at && now < *state.daily_reset_at;
        state.daily_remaining = is_same_day ? std::min(*state.daily_remaining, *remaining) : *remaining;
    }
    if (auto const reset = header_number(reply, limits.header_daily_reset_ms); reset && *reset >= 0) {
        state.daily_reset_at =
            now + std::min<Duration>(std::chrono::milliseconds{std::min<std::int64_t>(*reset, 86'400'000)}, daily_pause_max);
    }
    learn_month(state, limits, reply, now, wall);
    if (reply.status != 429) return state;

    auto const own = state.interval > 0us ? state.interval : limits.interval;
    Duration pause = retry_after(reply, wall).value_or(std::max<Duration>(own, 1s));
    if (state.daily_remaining && *state.daily_remaining <= 0 && state.daily_reset_at)
        pause = std::max<Duration>(pause, *state.daily_reset_at - now);
    state.paused_until = std::max(state.paused_until.value_or(now), now + pause);
    state.tokens = 0;
    state.filled_at = std::max(state.filled_at, now);
    return state;
}

RateState spend_month(RateState state, TimePoint now) {
    state.monthly_remaining = 0;
    if (!state.monthly_reset_at || *state.monthly_reset_at <= now) state.monthly_reset_at = now + pause_max;
    return state;
}

}  // namespace lockstep::catalogue
