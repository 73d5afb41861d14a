// SPDX-License-Identifier: Apache-2.0
// Text forms of bytes: the examples of RFC 4648, what strict means, and that decoding undoes encoding.
#include "base/bytes.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace lockstep {
namespace {

TEST(Hex, WritesLowerCaseAndReadsBoth) {
    EXPECT_EQ(to_hex(std::string_view("\x00\xffz", 3)), "00ff7a");
    EXPECT_EQ(from_hex("00FF7a"), std::string("\x00\xffz", 3));
}

TEST(Hex, RefusesOddLengthAndOtherCharacters) {
    EXPECT_EQ(from_hex("abc").error().code, "base.bad_hex");
    EXPECT_EQ(from_hex("0g").error().code, "base.bad_hex");
    EXPECT_EQ(from_hex(" 0").error().code, "base.bad_hex");
}

TEST(Base64, MatchesTheExamplesOfTheStandard) {
    std::vector<std::pair<std::string, std::string>> const examples{{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
    for (auto const& [bytes, text] : examples) {
        EXPECT_EQ(to_base64(bytes), text);
        EXPECT_EQ(from_base64(text), bytes);
    }
}

TEST(Base64, RefusesEverySecondSpelling) {
    for (auto const* text : {"Zg", "Zg=", "Zg===", "=", "====", "Zh==", "Zm9=", "Zm 9", "Zm9v\n", "Z=g=", "Zg==Zg==", "Zm9-"}) {
        auto const bytes = from_base64(text);
        ASSERT_FALSE(bytes) << text;
        EXPECT_EQ(bytes.error().code, "base.bad_base64");
    }
}

TEST(Base64Url, HasNoPaddingAndNothingAnAddressWouldEscape) {
    EXPECT_EQ(to_base64url("\xfb\xff\xfe"), "-__-");
    EXPECT_EQ(to_base64url("f"), "Zg");
}

TEST(EqualConstantTime, ComparesBytes) {
    EXPECT_TRUE(equal_constant_time("", ""));
    EXPECT_TRUE(equal_constant_time("abc", "abc"));
    EXPECT_FALSE(equal_constant_time("abc", "abd"));
    EXPECT_FALSE(equal_constant_time("abc", "ab"));
    EXPECT_FALSE(equal_constant_time(std::string_view("a\0b", 3), std::string_view("a\0c", 3)));
}

TEST(BytesProperty, DecodingUndoesEncoding) {
    EXPECT_TRUE(rc::check([](std::string const& bytes) {
        RC_ASSERT((from_hex(to_hex(bytes)) == bytes));
        RC_ASSERT((from_base64(to_base64(bytes)) == bytes));
    }));
}

TEST(BytesProperty, WhatDecodesIsTheOnlySpelling) {
    EXPECT_TRUE(rc::check([] {
        auto const text = *rc::gen::container<std::string>(rc::gen::elementOf(std::string("ABYZaz019+/=")));
        if (auto const bytes = from_base64(text)) RC_ASSERT(to_base64(*bytes) == text);
    }));
}

}  // namespace
}  // namespace lockstep
