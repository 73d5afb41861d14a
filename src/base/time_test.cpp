// SPDX-License-Identifier: Apache-2.0
// Times as text: what both apps send, and what is not a time.
#include "base/time.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace lockstep {
namespace {

std::string again(std::string_view text) {
    auto const time = parse_time(text);
    return time ? format_time(*time) : time.error().code;
}

TEST(ParseTime, ReadsZoneAndOffset) {
    EXPECT_EQ(again("2026-03-01T10:04:00.000Z"), "2026-03-01T10:04:00.000Z");
    EXPECT_EQ(again("2026-03-01T10:04:00Z"), "2026-03-01T10:04:00.000Z");
    EXPECT_EQ(again("2026-03-01T10:04:00+02:00"), "2026-03-01T08:04:00.000Z");
    EXPECT_EQ(again("2026-03-01 00:30:00-05:30"), "2026-03-01T06:00:00.000Z");
    EXPECT_EQ(again("1970-01-01T00:00:00Z"), "1970-01-01T00:00:00.000Z");
    EXPECT_EQ(again("2024-02-29T23:59:59.9999999Z"), "2024-02-29T23:59:59.999Z");
}

TEST(ParseTime, KeepsMicroseconds) { EXPECT_EQ(to_micros(*parse_time("1970-01-01T00:00:01.000005Z")), 1'000'005); }

TEST(ParseTime, RefusesWhatIsNotAFullTime) {
    for (auto const* text : {"", "2026-03-01", "2026-03-01T10:04Z", "2026-03-01T10:04:00", "2026-02-29T00:00:00Z",
             "2026-13-01T00:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01T10:60:00Z", "2026-03-01T10:04:00.Z",
             "2026-03-01T10:04:00Zx", "2026-03-01T10:04:00+2:00", "2026-03-01T10:04:00+24:00", "1969-12-31T23:59:59Z",
             "20260301T100400Z", "2026-03-01T10:04:00 Z", "2026-03- 1T10:04:00Z"}) {
        EXPECT_EQ(again(text), "base.bad_time") << text;
    }
}

TEST(TimeProperty, ReadingUndoesWritingInWholeMilliseconds) {
    EXPECT_TRUE(rc::check([] {
        auto const millis = *rc::gen::inRange<std::int64_t>(0, 253'402'300'799'999);
        auto const time = from_micros(millis * 1000);
        RC_ASSERT((parse_time(format_time(time)) == time));
    }));
}

}  // namespace
}  // namespace lockstep
