// SPDX-License-Identifier: Apache-2.0
#include "deliveries/decide.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"

namespace lockstep::deliveries {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<Duration, attempts_max - 1> waits{
    seconds{5}, minutes{5}, minutes{30}, hours{2}, hours{5}, hours{10}, hours{14}, hours{20}, hours{24}};
constexpr int status_gone = 410;

// "Sun, 06 Nov 1994 08:49:37 GMT", the only form that is written any more.
std::optional<TimePoint> read_http_date(std::string_view text) {
    constexpr std::array<std::string_view, 12> names{
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    if (text.size() != 29 || !text.ends_with(" GMT") || text[3] != ',') return std::nullopt;
    auto const month = std::ranges::find(names, text.substr(8, 3));
    if (month == names.end()) return std::nullopt;
    auto const index = (month - names.begin()) + 1;
    auto const number = index < 10 ? "0" + std::to_string(index) : std::to_string(index);
    auto const iso = std::string(text.substr(12, 4)) + "-" + number + "-" + std::string(text.substr(5, 2)) + "T" +
                     std::string(text.substr(17, 8)) + "Z";
    auto const time = parse_time(iso);
    return time ? std::optional(*time) : std::nullopt;
}

}  // namespace

std::string_view to_string(Ending ending) {
    switch (ending) {
        case Ending::none: return "";
        case Ending::gone: return "gone";
        case Ending::failing: return "failing";
    }
    return "";
}

bool is_success(int status) { return status >= 200 && status < 300; }

std::optional<Duration> read_retry_after(std::string_view header, TimePoint wall) {
    auto const text = trim_ascii(header);
    std::int64_t count = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (error == std::errc{} && end == text.data() + text.size()) {
        if (count <= 0) return std::nullopt;
        return seconds{std::min<std::int64_t>(count, std::chrono::duration_cast<seconds>(retry_after_max).count())};
    }
    auto const date = read_http_date(text);
    if (!date || *date <= wall) return std::nullopt;
    return std::min<Duration>(*date - wall, retry_after_max);
}

Decision decide(Standing const& standing, Attempted const& attempted, TimePoint now, std::uint64_t chance) {
    if (is_success(attempted.status)) return {.next = Next::done};
    // A test tells a person how things are; it changes nothing about them.
    if (standing.is_test) return {.next = Next::dead, .failing_since = standing.failing_since};
    Decision decision{.next = Next::dead, .failing_since = standing.failing_since.value_or(now)};
    if (attempted.status == status_gone) {
        decision.switches_off = Ending::gone;
        return decision;
    }
    if (standing.tries + 1 >= attempts_max) {
        if (now - *decision.failing_since >= failing_max) decision.switches_off = Ending::failing;
        return decision;
    }
    auto const wait = waits[static_cast<std::size_t>(standing.tries)];
    auto const most = static_cast<std::uint64_t>(wait.count() / 10);
    auto const longer = Duration{static_cast<std::int64_t>(chance % (most + 1))};
    auto const asked = std::min(attempted.retry_after.value_or(Duration{0}), retry_after_max);
    decision.next = Next::again;
    decision.at = now + std::max(wait, asked) + longer;
    return decision;
}

}  // namespace lockstep::deliveries
