// SPDX-License-Identifier: Apache-2.0
// Errors: what TRY returns, the trace it leaves, and which kinds are worth another try.
#include "base/result.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <memory>

namespace lockstep {
namespace {

Result<int> half(int number) {
    if (number % 2 != 0) return fail(ErrorKind::invalid, "base.bad_time", "halving an odd number");
    return number / 2;
}

Result<int> quarter(int number) {
    TRY(auto const once, half(number));
    TRY(auto const twice, half(once));
    return twice;
}

Result<void> must_be_even(int number) {
    TRY_VOID(half(number));
    return {};
}

TEST(Try, GivesTheValueOrReturnsTheError) {
    EXPECT_EQ(quarter(8), 2);
    EXPECT_EQ(quarter(6).error().message, "halving an odd number");
    EXPECT_TRUE(must_be_even(2));
    EXPECT_FALSE(must_be_even(3));
}

TEST(Try, AddsAPlaceForEachFunctionTheErrorPassed) {
    EXPECT_EQ(half(1).error().trace.size(), 1U);
    EXPECT_EQ(quarter(6).error().trace.size(), 2U);
}

TEST(Try, MovesWhatCannotBeCopied) {
    auto const make = []() -> Result<std::unique_ptr<int>> { return std::make_unique<int>(7); };
    auto const use = [&]() -> Result<int> {
        TRY(auto owned, make());
        return *owned;
    };
    EXPECT_EQ(use(), 7);
}

TEST(Error, ComparesWithoutItsTrace) {
    EXPECT_EQ(half(1).error(), half(3).error());
    EXPECT_NE(half(1).error(), (Error{ErrorKind::invalid, "base.bad_time", "another message", {}}));
}

TEST(IsWorthRetrying, HoldsForKindsThatPass) {
    auto const worth = [](ErrorKind kind) {
        return is_worth_retrying(Error{.kind = kind, .code = {}, .message = {}, .trace = {}});
    };
    for (auto const kind : {ErrorKind::unavailable, ErrorKind::timeout, ErrorKind::limited})
        EXPECT_TRUE(worth(kind)) << to_string(kind);
    for (auto const kind : {ErrorKind::invalid, ErrorKind::not_found, ErrorKind::conflict, ErrorKind::denied,
             ErrorKind::cancelled, ErrorKind::corrupt, ErrorKind::internal}) {
        EXPECT_FALSE(worth(kind)) << to_string(kind);
    }
}

TEST(Describe, ShowsKindCodeMessageAndPlaces) {
    EXPECT_THAT(describe(quarter(6).error()),
        testing::MatchesRegex("invalid base\\.bad_time: halving an odd number \\(base/result_test\\.cpp:[0-9]+ < "
                              "base/result_test\\.cpp:[0-9]+\\)"));
    EXPECT_EQ(describe(Error{ErrorKind::timeout, "a.b", "waiting", {}}), "timeout a.b: waiting");
}

TEST(CheckDeathTest, EndsTheProcessWithTheCondition) {
    EXPECT_DEATH(CHECK(1 + 1 == 3), "CHECK failed: 1 \\+ 1 == 3 at .*result_test.cpp");
}

}  // namespace
}  // namespace lockstep
