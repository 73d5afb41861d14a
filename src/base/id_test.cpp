// SPDX-License-Identifier: Apache-2.0
// Ids: their text form, and that they sort by the time they were made.
#include "base/id.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <type_traits>

#include "base/id_text.hpp"

namespace lockstep {
namespace {

std::array<std::byte, 10> filled(unsigned char value) {
    std::array<std::byte, 10> bytes{};
    bytes.fill(std::byte{value});
    return bytes;
}

TEST(MakeId, StartsWithWhatItNames) {
    auto const id = make_id<EventTag>(from_micros(0), filled(0));
    EXPECT_EQ(id.text(), "evt_00000000000000000000000000");
    EXPECT_THAT(
        make_id<ChangeTag>(from_micros(1'772'359'440'000'000), filled(0xAB)).text(), testing::MatchesRegex("chg_[0-9a-z]{26}"));
}

TEST(MakeId, TellsEveryBitOfItsRandomPart) {
    auto bytes = filled(0);
    bytes[9] = std::byte{1};
    EXPECT_EQ(id_suffix(from_micros(0), bytes), "00000000000000000000000001");
    EXPECT_EQ(id_suffix(from_micros(0), filled(0xFF)), "0000000000zzzzzzzzzzzzzzzz");
}

TEST(Id, OfOneKindIsNotAnother) {
    static_assert(!std::is_convertible_v<EventId, LinkId>);
    static_assert(!std::is_convertible_v<std::string, EventId>);
    EXPECT_TRUE(EventId{}.empty());
    EXPECT_EQ(EventId{"evt_1"}, EventId{"evt_1"});
}

TEST(Id, IsReadStrictly) {
    auto const id = make_id<EventTag>(from_micros(0), filled(0xFF));
    EXPECT_TRUE(is_id("evt", id.text()));
    for (auto const* other : {"", "evt", "evt_", "garbage", "evt_0000000000ZZZZZZZZZZZZZZZZ", "syn_0000000000zzzzzzzzzzzzzzzz",
             "evt_0000000000zzzzzzzzzzzzzzzzz", "evt-0000000000zzzzzzzzzzzzzzzz"})
        EXPECT_FALSE(is_id("evt", other)) << other;
}

TEST(IdProperty, SortsByMillisecond) {
    EXPECT_TRUE(rc::check([] {
        auto const first = *rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000);
        auto const second = *rc::gen::inRange<std::int64_t>(0, 4'000'000'000'000);
        RC_PRE(first != second);
        auto const a = make_id<EventTag>(from_micros(first * 1000), filled(0xFF));
        auto const b = make_id<EventTag>(from_micros(second * 1000), filled(0x00));
        RC_ASSERT((a < b) == (first < second));
    }));
}

}  // namespace
}  // namespace lockstep
