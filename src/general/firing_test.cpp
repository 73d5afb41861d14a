// SPDX-License-Identifier: Apache-2.0
#include "general/firing.hpp"

#include <gmock/gmock.h>
#include <rapidcheck.h>

namespace lockstep::general {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

TimePoint at(std::string_view text) { return parse_time(text).value(); }
Schedule schedule(std::string_view inputs) { return read_schedule(parse_json(inputs).value().as_object()).value(); }
Schedule const mornings = schedule(R"({"every":"week","weekdays":[1,2,3,4,5],"at":"08:00","zone":"America/Toronto"})");

std::vector<std::string> times(Firings const& firings) {
    std::vector<std::string> list;
    for (auto const& each : firings.firings) list.push_back(format_time(each.due_at).substr(0, 16));
    return list;
}

TEST(Firing, BeforeItsTimeNothingHappens) {
    auto const due = at("2026-03-02T13:00:00Z");
    auto const decided = decide_firings(mornings, Missed::all, due, due - 1ms);
    EXPECT_THAT(decided.firings, IsEmpty());
    EXPECT_EQ(decided.next_at, due);
    EXPECT_EQ(decided.left_out, 0);
}

TEST(Firing, AtItsTimeItFiresOnceWhateverIsToBecomeOfMissedOnes) {
    auto const due = at("2026-03-02T13:00:00Z");
    for (auto const missed : {Missed::skip, Missed::once, Missed::all}) {
        auto const decided = decide_firings(mornings, missed, due, due + 2min);
        EXPECT_THAT(decided.firings, ElementsAre(Firing{due, 0}));
        EXPECT_EQ(decided.next_at, due + 24h);
        EXPECT_EQ(decided.left_out, 0);
    }
}

// From Wednesday to Monday afternoon nobody looked: Wednesday, Thursday, Friday and Monday passed.
TEST(Firing, MissedTimesAreSkippedStoodForOrMadeUp) {
    auto const next = at("2026-02-25T13:00:00Z"), wall = at("2026-03-02T19:00:00Z");
    auto const skipped = decide_firings(mornings, Missed::skip, next, wall);
    EXPECT_THAT(skipped.firings, IsEmpty());
    EXPECT_EQ(skipped.left_out, 4);
    auto const once = decide_firings(mornings, Missed::once, next, wall);
    EXPECT_THAT(once.firings, ElementsAre(Firing{at("2026-03-02T13:00:00Z"), 3}));
    EXPECT_EQ(once.left_out, 0);
    auto const all = decide_firings(mornings, Missed::all, next, wall);
    EXPECT_THAT(times(all), ElementsAre("2026-02-25T13:00", "2026-02-26T13:00", "2026-02-27T13:00", "2026-03-02T13:00"));
    for (auto const& each : {skipped, once, all}) EXPECT_EQ(each.next_at, at("2026-03-03T13:00:00Z"));
    // The last one is fresh, the ones before it were missed.
    auto const fresh = decide_firings(mornings, Missed::skip, next, at("2026-03-02T13:04:00Z"));
    EXPECT_THAT(times(fresh), ElementsAre("2026-03-02T13:00"));
    EXPECT_EQ(fresh.left_out, 3);
}

TEST(Firing, AYearOfMinutesIsMadeUpByTheNewestHundred) {
    auto const every_minute = schedule(R"({"every":"minutes","minutes":1})");
    auto const next = at("2025-03-02T00:00:00Z");
    auto const decided = decide_firings(every_minute, Missed::all, next, next + std::chrono::days{365} + 30s);
    ASSERT_EQ(decided.firings.size(), 100U);
    EXPECT_EQ(decided.firings.front().due_at, next + std::chrono::days{365} - 99min);
    EXPECT_EQ(decided.firings.back().due_at, next + std::chrono::days{365});
    EXPECT_EQ(decided.left_out, 365 * 1440 + 1 - 100);
    EXPECT_EQ(decided.next_at, next + std::chrono::days{365} + 1min);
}

// 8 March 2026: 02:30 does not exist and comes at 03:30. 1 November 2026: 01:30 comes twice and counts the first time.
TEST(Firing, OnceADayOnTheDaysWhenTheClocksChange) {
    auto const gap = schedule(R"({"every":"day","at":"02:30","zone":"America/Toronto"})");
    auto const spring = decide_firings(gap, Missed::all, at("2026-03-07T07:30:00Z"), at("2026-03-10T00:00:00Z"));
    EXPECT_THAT(times(spring), ElementsAre("2026-03-07T07:30", "2026-03-08T07:30", "2026-03-09T06:30"));
    auto const twice = schedule(R"({"every":"day","at":"01:30","zone":"America/Toronto"})");
    auto const autumn = decide_firings(twice, Missed::all, at("2026-10-31T05:30:00Z"), at("2026-11-03T00:00:00Z"));
    EXPECT_THAT(times(autumn), ElementsAre("2026-10-31T05:30", "2026-11-01T05:30", "2026-11-02T06:30"));
    // The second 01:30 of that night.
    auto const between = decide_firings(twice, Missed::all, at("2026-11-02T06:30:00Z"), at("2026-11-01T06:30:00Z"));
    EXPECT_THAT(between.firings, IsEmpty());
}

// However often and unevenly somebody looks: each time is dealt with once, none is forgotten, and counting agrees with walking.
TEST(Firing, EachTimeIsDealtWithOnce) {
    EXPECT_TRUE(rc::check([] {
        Schedule given;
        given.every = *rc::gen::element(Every::minutes, Every::day, Every::week);
        given.minutes = *rc::gen::inRange(1, 1441);
        given.minute_of_day = *rc::gen::inRange(0, 1440);
        given.weekdays = {*rc::gen::inRange(1, 8)};
        given.zone = *rc::gen::element("America/Toronto", "Australia/Lord_Howe", "UTC", "Africa/Casablanca");
        auto const missed = *rc::gen::element(Missed::skip, Missed::once, Missed::all);
        auto const start =
            from_micros(std::int64_t{1'772'000'000'000'000} + *rc::gen::inRange(0, 86'400) * std::int64_t{1'000'000});
        auto const first = next_due(given, start);
        std::int64_t dealt_with = 0;
        auto next = first, wall = start, before = start;
        for (int look = 0; look < 20; ++look) {
            wall += std::chrono::minutes{*rc::gen::inRange(0, 3'000)};
            auto const decided = decide_firings(given, missed, next, wall);
            for (auto const& firing : decided.firings) {
                RC_ASSERT(firing.due_at > before);
                RC_ASSERT(firing.due_at <= wall);
                before = firing.due_at;
                dealt_with += 1 + firing.missed;
            }
            dealt_with += decided.left_out;
            RC_ASSERT(decided.next_at > wall);
            next = decided.next_at;
        }
        std::int64_t walked = 0;
        for (auto time = first; time <= wall; time = next_due(given, time)) ++walked;
        RC_ASSERT(dealt_with == walked);
    }));
}

TEST(Firing, TheWordsForMissedTimes) {
    for (auto const missed : {Missed::skip, Missed::once, Missed::all}) EXPECT_EQ(missed_from(to_string(missed)), missed);
    EXPECT_EQ(missed_from("never"), std::nullopt);
}

}  // namespace
}  // namespace lockstep::general
