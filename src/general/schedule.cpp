// SPDX-License-Identifier: Apache-2.0
#include "general/schedule.hpp"

#include <unicode/basictz.h>
#include <unicode/timezone.h>

#include <algorithm>
#include <memory>

#include "base/text.hpp"

namespace lockstep::general {
namespace {

using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr int days_looked_at = 9;  // a week, and the days that begin before `after` in any zone

std::unexpected<Error> bad(std::string message) {
    return fail(ErrorKind::invalid, "general.bad_schedule", "reading a schedule: " + std::move(message));
}

// Null for a zone that is none.
std::unique_ptr<icu::BasicTimeZone> zone_of(std::string const& name) {
    std::unique_ptr<icu::TimeZone> zone{icu::TimeZone::createTimeZone(icu::UnicodeString::fromUTF8(name))};
    if (!zone || *zone == icu::TimeZone::getUnknown()) return nullptr;
    return std::unique_ptr<icu::BasicTimeZone>(dynamic_cast<icu::BasicTimeZone*>(zone.release()));
}

double to_udate(TimePoint time) { return static_cast<double>(std::chrono::floor<milliseconds>(time.time_since_epoch()).count()); }

milliseconds offset_at(icu::BasicTimeZone const& zone, TimePoint time) {
    std::int32_t raw = 0, saving = 0;
    auto status = U_ZERO_ERROR;
    zone.getOffset(to_udate(time), 0, raw, saving, status);
    CHECK(U_SUCCESS(status));
    return milliseconds{raw + saving};
}

// `local` as if it were UTC.
TimePoint to_utc(icu::BasicTimeZone const& zone, TimePoint local) {
    std::int32_t raw = 0, saving = 0;
    auto status = U_ZERO_ERROR;
    zone.getOffsetFromLocal(to_udate(local), UCAL_TZ_LOCAL_FORMER, UCAL_TZ_LOCAL_FORMER, raw, saving, status);
    CHECK(U_SUCCESS(status));
    return local - milliseconds{raw + saving};
}

}  // namespace

Result<Schedule> read_schedule(JsonObject const& inputs) {
    Json const json(inputs);
    Schedule schedule;
    auto const every = find_text(json, "/every").value_or("");
    schedule.every = every == "minutes" ? Every::minutes : every == "week" ? Every::week : Every::day;
    schedule.minutes = find_integer(json, "/minutes").value_or(15);
    auto const at = find_text(json, "/at").value_or("09:00");
    auto const digit = [&](std::size_t i) { return i < at.size() && at[i] >= '0' && at[i] <= '9' ? at[i] - '0' : 100; };
    auto const hour = digit(0) * 10 + digit(1), minute = digit(3) * 10 + digit(4);
    if (at.size() != 5 || at[2] != ':' || hour > 23 || minute > 59) return bad("the time has to read like 09:00");
    schedule.minute_of_day = hour * 60 + minute;
    if (auto const* weekdays = find_array(json, "/weekdays")) {
        for (auto const& each : *weekdays) schedule.weekdays.push_back(static_cast<int>(each.to_number<std::int64_t>()));
    }
    if (schedule.every == Every::week && schedule.weekdays.empty()) return bad("a weekly one needs a weekday");
    schedule.zone = std::string(find_text(json, "/zone").value_or("UTC"));
    if (zone_of(schedule.zone) == nullptr)
        return bad("\"" + printable(schedule.zone) + "\" is no time zone such as America/Toronto");
    return schedule;
}

JsonObject schedule_inputs(Schedule const& schedule) {
    if (schedule.every == Every::minutes) return {{"every", "minutes"}, {"minutes", schedule.minutes}, {"zone", schedule.zone}};
    auto const two = [](std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    JsonObject inputs{{"every", schedule.every == Every::week ? "week" : "day"},
        {"at", two(schedule.minute_of_day / 60) + ":" + two(schedule.minute_of_day % 60)}, {"zone", schedule.zone}};
    if (schedule.every == Every::week) {
        JsonArray weekdays;
        for (auto const each : schedule.weekdays) weekdays.emplace_back(each);
        inputs["weekdays"] = std::move(weekdays);
    }
    return inputs;
}

TimePoint next_due(Schedule const& schedule, TimePoint after) {
    if (schedule.every == Every::minutes) {
        auto const step = std::chrono::duration_cast<Duration>(minutes{schedule.minutes});
        auto const whole = std::chrono::floor<days>(after);
        auto const passed = (after - whole) / step + 1;
        // The last stretch of a day is shorter where the day is no whole number of them.
        return std::min<TimePoint>(whole + passed * step, whole + days{1});
    }
    auto const zone = zone_of(schedule.zone);
    CHECK(zone != nullptr);
    auto const local_day = std::chrono::floor<days>(after + offset_at(*zone, after));
    for (int i = -1; i < days_looked_at; ++i) {
        auto const day = local_day + days{i};
        auto const weekday = static_cast<int>(std::chrono::weekday{day}.iso_encoding());
        if (schedule.every == Every::week && std::ranges::find(schedule.weekdays, weekday) == schedule.weekdays.end()) continue;
        auto const due = to_utc(*zone, TimePoint{day} + minutes{schedule.minute_of_day});
        if (due > after) return due;
    }
    CHECK(false);  // every week has each weekday
    return after;
}

TimePoint local_time(std::string const& zone, TimePoint time) {
    auto const known = zone_of(zone);
    return known == nullptr ? time : time + offset_at(*known, time);
}

}  // namespace lockstep::general
