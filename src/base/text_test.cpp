// SPDX-License-Identifier: Apache-2.0
// Text functions, above all that nothing printable() returns can steer a terminal.
#include "base/text.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>

namespace lockstep {
namespace {

using Parts = std::vector<std::string_view>;

TEST(IsValidUtf8, AcceptsEveryLengthOfCodePoint) {
    EXPECT_TRUE(is_valid_utf8(""));
    EXPECT_TRUE(is_valid_utf8("plain ascii that is longer than one block"));
    EXPECT_TRUE(is_valid_utf8("é"));
    EXPECT_TRUE(is_valid_utf8("héllo wörld, çà et là"));
    EXPECT_TRUE(is_valid_utf8("\xE2\x82\xAC\xF0\x9F\x98\x80"));
    EXPECT_TRUE(is_valid_utf8("\xF4\x8F\xBF\xBF"));
    EXPECT_TRUE(is_valid_utf8(std::string_view("\0", 1)));
}

TEST(IsValidUtf8, RefusesOverlongSurrogatesAndCutOffText) {
    for (std::string_view const text : {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF0\x80\x80\x80",
             "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xC3", "\xE2\x82", "\xF0\x9F\x98", "12345678\xC3", "\xC3\x28"}) {
        EXPECT_FALSE(is_valid_utf8(text)) << printable(text);
    }
}

TEST(TrimAscii, LeavesInnerSpace) {
    EXPECT_EQ(trim_ascii(" \t a b\r\n"), "a b");
    EXPECT_EQ(trim_ascii(" \n "), "");
}

TEST(LowerAscii, LeavesOtherLetters) {
    EXPECT_EQ(lower_ascii("ÀBC-xyZ@["), "Àbc-xyz@[");
    EXPECT_TRUE(equal_ignoring_case("Content-Type", "content-TYPE"));
    EXPECT_FALSE(equal_ignoring_case("a", "ab"));
    EXPECT_FALSE(equal_ignoring_case("@", "`"));
}

TEST(Split, KeepsEmptyParts) {
    EXPECT_EQ(split("a,,b,", ','), (Parts{"a", "", "b", ""}));
    EXPECT_EQ(split("", ','), (Parts{""}));
}

TEST(Printable, ShowsWhatWouldSteerATerminal) {
    EXPECT_EQ(printable("\x1b[31mred"), "\\x1b[31mred");
    EXPECT_EQ(printable("a\nb\r\tc"), "a\\nb\\r\\tc");
    EXPECT_EQ(printable("\xC2\x9B"
                        "31m"),
        "\\u009b31m");
    EXPECT_EQ(printable("\x7f"), "\\x7f");
}

TEST(Printable, ShowsBidirectionalControlsAndBrokenBytes) {
    EXPECT_EQ(printable("user\xE2\x80\xAEgpj.exe"), "user\\u202egpj.exe");
    EXPECT_EQ(printable("\xE2\x81\xA6x\xE2\x81\xA9"), "\\u2066x\\u2069");
    EXPECT_EQ(printable("\xE2\x80\xA8"), "\\u2028");
    EXPECT_EQ(printable("a\xFFz"), "a\\xffz");
}

TEST(Printable, LeavesOrdinaryTextAlone) { EXPECT_EQ(printable("Zoë Müller, 東京 😀"), "Zoë Müller, 東京 😀"); }

TEST(PercentEncode, LeavesOnlyUnreservedCharacters) {
    EXPECT_EQ(percent_encode("az AZ09-._~"), "az%20AZ09-._~");
    EXPECT_EQ(percent_encode("a+b&c=d/é"), "a%2Bb%26c%3Dd%2F%C3%A9");
}

TEST(PercentDecode, LeavesInvalidEscapes) {
    EXPECT_EQ(percent_decode("%41%6a"), "Aj");
    EXPECT_EQ(percent_decode("100%"), "100%");
    EXPECT_EQ(percent_decode("%4"), "%4");
    EXPECT_EQ(percent_decode("%zz+%2B"), "%zz++");
}

TEST(TextProperty, PercentDecodingUndoesEncoding) {
    EXPECT_TRUE(rc::check([](std::string const& text) { RC_ASSERT(percent_decode(percent_encode(text)) == text); }));
}

TEST(TextProperty, JoiningUndoesSplitting) {
    EXPECT_TRUE(rc::check([](std::vector<std::string> const& parts) {
        std::string joined;
        for (auto const& part : parts) joined += part + ',';
        std::string again;
        auto const found = split(joined, ',');
        for (std::size_t i = 0; i + 1 < found.size(); ++i) again += std::string(found[i]) + ',';
        RC_ASSERT(again == joined);
        RC_ASSERT(found.back().empty());
    }));
}

TEST(TextProperty, PrintableTextIsValidAndHasNoControlCharacter) {
    EXPECT_TRUE(rc::check([](std::string const& text) {
        auto const shown = printable(text);
        RC_ASSERT(is_valid_utf8(shown));
        RC_ASSERT(std::ranges::none_of(shown, [](char c) { return (c >= 0 && c < 0x20) || c == 0x7f; }));
        RC_ASSERT(printable(shown) == shown);
    }));
}

}  // namespace
}  // namespace lockstep
