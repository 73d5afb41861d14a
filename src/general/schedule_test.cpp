// SPDX-License-Identifier: Apache-2.0
#include "general/schedule.hpp"

#include <gmock/gmock.h>
#include <rapidcheck.h>

namespace lockstep::general {
namespace {

Schedule schedule(std::string_view inputs) { return read_schedule(parse_json(inputs).value().as_object()).value(); }
std::string code_of(std::string_view inputs) {
    auto const read = read_schedule(parse_json(inputs).value().as_object());
    return read ? "" : read.error().code;
}
std::vector<std::string> next(std::string_view inputs, std::string_view after, int count) {
    auto const given = schedule(inputs);
    auto time = parse_time(after).value();
    std::vector<std::string> times;
    for (int i = 0; i < count; ++i) {
        time = next_due(given, time);
        times.push_back(format_time(time).substr(0, 16));
    }
    return times;
}
using testing::ElementsAre;

TEST(Schedule, each_day_at_a_time_of_the_zone) {
    EXPECT_THAT(next(R"({"every":"day","at":"09:00","zone":"America/Toronto"})", "2026-01-15T14:00:00Z", 2),
        ElementsAre("2026-01-16T14:00", "2026-01-17T14:00"));
    EXPECT_THAT(next(R"({"every":"day","at":"09:00","zone":"America/Toronto"})", "2026-01-15T13:59:59Z", 1),
        ElementsAre("2026-01-15T14:00"));
    EXPECT_THAT(next(R"({"every":"day","at":"00:30","zone":"Pacific/Kiritimati"})", "2026-01-15T09:00:00Z", 1),
        ElementsAre("2026-01-15T10:30"));
}

// 8 March 2026: 02:00 becomes 03:00. 1 November 2026: 02:00 becomes 01:00.
TEST(Schedule, the_change_of_clocks) {
    EXPECT_THAT(next(R"({"every":"day","at":"09:00","zone":"America/Toronto"})", "2026-03-07T00:00:00Z", 3),
        ElementsAre("2026-03-07T14:00", "2026-03-08T13:00", "2026-03-09T13:00"));
    // Left out by the clocks: an hour later by the wall.
    EXPECT_THAT(next(R"({"every":"day","at":"02:30","zone":"America/Toronto"})", "2026-03-07T12:00:00Z", 2),
        ElementsAre("2026-03-08T07:30", "2026-03-09T06:30"));
    // Comes twice: the first time, and once.
    EXPECT_THAT(next(R"({"every":"day","at":"01:30","zone":"America/Toronto"})", "2026-10-31T12:00:00Z", 2),
        ElementsAre("2026-11-01T05:30", "2026-11-02T06:30"));
}

TEST(Schedule, each_week_on_some_days) {
    EXPECT_THAT(next(R"({"every":"week","weekdays":[1,4],"at":"18:15","zone":"Europe/Paris"})", "2026-06-01T16:15:00Z", 3),
        ElementsAre("2026-06-04T16:15", "2026-06-08T16:15", "2026-06-11T16:15"));
    // Sunday evening there is Monday here.
    EXPECT_THAT(next(R"({"every":"week","weekdays":[7],"at":"22:00","zone":"America/Vancouver"})", "2026-01-05T05:00:00Z", 1),
        ElementsAre("2026-01-05T06:00"));
}

TEST(Schedule, every_few_minutes) {
    EXPECT_THAT(next(R"({"every":"minutes","minutes":15})", "2026-01-15T23:40:00Z", 3),
        ElementsAre("2026-01-15T23:45", "2026-01-16T00:00", "2026-01-16T00:15"));
    EXPECT_THAT(next(R"({"every":"minutes","minutes":1000})", "2026-01-15T17:00:00Z", 2),
        ElementsAre("2026-01-16T00:00", "2026-01-16T16:40"));
}

TEST(Schedule, what_is_none) {
    for (auto const* inputs :
        {R"({"every":"day","at":"9:00"})", R"({"every":"day","at":"24:00"})", R"({"every":"day","at":"12:60"})",
            R"({"every":"week"})", R"({"every":"day","zone":"Mars/Olympus"})", R"({"every":"day","zone":""})"})
        EXPECT_EQ(code_of(inputs), "general.bad_schedule") << inputs;
}

TEST(Schedule, is_read_as_it_was_written) {
    for (auto const* inputs :
        {R"({"every":"minutes","minutes":15,"zone":"UTC"})", R"({"every":"day","at":"09:05","zone":"America/Toronto"})",
            R"({"every":"week","at":"18:30","zone":"Europe/Paris","weekdays":[1,4]})"})
        EXPECT_EQ(to_text(Json(schedule_inputs(schedule(inputs)))), inputs);
}

// Whatever the zone and the moment: later than it was, within a day and the change of clocks, and never the same time twice.
TEST(Schedule, goes_forward_by_a_day) {
    EXPECT_TRUE(rc::check([] {
        auto const* zone = *rc::gen::element("America/Toronto", "Australia/Lord_Howe", "Europe/Paris", "UTC", "Asia/Kolkata",
            "America/Sao_Paulo", "Africa/Casablanca", "Pacific/Apia");
        auto const minute = *rc::gen::inRange(0, 1440);
        auto const start =
            from_micros(std::int64_t{1'700'000'000'000'000} + *rc::gen::inRange(0, 50'000'000) * std::int64_t{10'000'000});
        Schedule const given{.every = Every::day, .minutes = 15, .minute_of_day = minute, .weekdays = {}, .zone = zone};
        auto const due = next_due(given, start);
        RC_ASSERT(due > start);
        RC_ASSERT(due - start <= std::chrono::hours{26});
        RC_ASSERT(next_due(given, due) - due >= std::chrono::hours{22});
    }));
}

}  // namespace
}  // namespace lockstep::general
