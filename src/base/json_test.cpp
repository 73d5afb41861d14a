// SPDX-License-Identifier: Apache-2.0
// The strict reader: what it refuses and where, that limits are exact, and that numbers come back as they were sent.
#include "base/json.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <bit>
#include <boost/json/serialize.hpp>
#include <cmath>
#include <limits>

namespace lockstep {
namespace {

using testing::HasSubstr;

std::string code_of(std::string_view text, JsonLimits const& limits = {}) {
    auto const value = parse_json(text, limits);
    return value ? "read" : value.error().code;
}

std::string message_of(std::string_view text, JsonLimits const& limits = {}) { return parse_json(text, limits).error().message; }

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(ParseJson, ReadsEveryKindOfValue) {
    auto const value = parse_json(
        R"( {"text":"h\u00e9\n","integer":-3,"large":18446744073709551615,"real":0.1,"yes":true,"none":null,"list":[1,[],{}]} )");
    ASSERT_TRUE(value);
    EXPECT_EQ(to_text(*value),
        R"({"text":"hé\n","integer":-3,"large":18446744073709551615,"real":1E-1,"yes":true,"none":null,"list":[1,[],{}]})");
}

TEST(ParseJson, ReadsBareValues) {
    EXPECT_EQ(parse_json("7"), Json(7));
    EXPECT_EQ(parse_json("\"\""), Json(""));
    EXPECT_EQ(parse_json("null"), Json(nullptr));
}

TEST(ParseJson, RefusesWhatIsNotJson) {
    for (auto const* text : {"", " ", "{", "[1,]", "{\"a\":1,}", "{'a':1}", "nul", "01", "+1", "1.", ".5", "NaN", "Infinity",
             "// x\n1", "\"a", "\"\\x\"", "\"\n\"", "[1 2]", "{\"a\" 1}", "{1:2}", "\"\\ud800\""}) {
        EXPECT_EQ(code_of(text), "base.bad_json") << text;
    }
}

TEST(ParseJson, RefusesTextAfterTheEnd) {
    EXPECT_EQ(code_of("{} {}"), "base.bad_json");
    EXPECT_EQ(code_of("1 x"), "base.bad_json");
    EXPECT_EQ(code_of(std::string_view("1\0", 2)), "base.bad_json");
}

TEST(ParseJson, RefusesInvalidUtf8) {
    EXPECT_EQ(code_of("\"\xC3\x28\""), "base.bad_json");
    EXPECT_EQ(code_of("\"\xED\xA0\x80\""), "base.bad_json");
    EXPECT_EQ(code_of("{\"\xFF\":1}"), "base.bad_json");
}

TEST(ParseForeignJson, ReadsWhatIsNearlyJson) {
    auto const read = [](std::string_view text) {
        auto const value = parse_foreign_json(text);
        return value ? to_text(*value) : value.error().code;
    };
    EXPECT_EQ(read(R"({"a":"\ud83d","b":"\ud83d\ude00","c":"\\ud83d"})"),
        "{\"a\":\"\uFFFD\",\"b\":\"\U0001F600\",\"c\":\"\\\\ud83d\"}");
    EXPECT_EQ(read("{\"a\":\"caf\xE9\"}"), "{\"a\":\"caf\uFFFD\"}");
    EXPECT_EQ(read(R"({"a":1,"a":2})"), R"({"a":2})");
    EXPECT_EQ(read("\xEF\xBB\xBF{}"), "{}");
    EXPECT_EQ(read("{\"a\":"), "base.bad_json");
    EXPECT_EQ(read("[1] 2"), "base.bad_json");
}

TEST(ParseForeignJson, KeepsTheLimits) {
    EXPECT_EQ(parse_foreign_json("[1,2,3]", {.members = 2}).error().code, "base.json_limit");
}

TEST(ParseForeignJson, ReadsWhateverTheStrictReaderReads) {
    for (auto const* text : {"{}", "[1,\"h\u00e9\",null]", "{\"a\":{\"b\":[true]}}"})
        EXPECT_EQ(parse_foreign_json(text), parse_json(text)) << text;
}

TEST(ParseJson, SaysWhereItStopped) { EXPECT_THAT(message_of("{\n  \"a\": x\n}"), HasSubstr("line 2, column 8")); }

TEST(ParseJson, NeverRepeatsTheDocumentInItsMessage) {
    EXPECT_EQ(message_of("{\"jane@example.com\": x}").find("jane"), std::string::npos);
}

TEST(ParseJson, RefusesARepeatedKeyAndSaysWhere) {
    EXPECT_EQ(code_of(R"({"a":1,"b":{"a":2}})"), "read");
    EXPECT_EQ(code_of(R"({"a":1,"a":1})"), "base.json_repeated_key");
    EXPECT_EQ(code_of(R"([{"x":[{"k":1,"\u006b":2}]}])"), "base.json_repeated_key");
    EXPECT_EQ(code_of(R"({"":1,"":2})"), "base.json_repeated_key");
    EXPECT_THAT(message_of("{\"a\":1,\n\"a\":2}"), HasSubstr("line 2"));
}

TEST(ParseJson, AllowsExactlyTheLimits) {
    EXPECT_EQ(code_of(nested(5), {.depth = 5}), "read");
    EXPECT_EQ(code_of(nested(6), {.depth = 5}), "base.json_limit");
    EXPECT_EQ(code_of("[1,2,[3]]", {.members = 4}), "read");
    EXPECT_EQ(code_of("[1,2,[3]]", {.members = 3}), "base.json_limit");
    EXPECT_EQ(code_of(R"({"a":{"b":1}})", {.members = 2}), "read");
    EXPECT_EQ(code_of(R"({"a":{"b":1}})", {.members = 1}), "base.json_limit");
    EXPECT_EQ(code_of("[1]", {.bytes = 3}), "read");
    EXPECT_EQ(code_of("[1]", {.bytes = 2}), "base.json_limit");
    EXPECT_EQ(code_of("\"abc\"", {.string_bytes = 3}), "read");
    EXPECT_EQ(code_of("\"abcd\"", {.string_bytes = 3}), "base.json_limit");
    EXPECT_EQ(code_of("\"ab\\ncd\"", {.string_bytes = 4}), "base.json_limit");
    EXPECT_EQ(code_of(R"({"abcd":1})", {.string_bytes = 3}), "base.json_limit");
}

TEST(ParseJson, SurvivesHostileDepth) {
    EXPECT_EQ(code_of(std::string(1 << 20, '[')), "base.json_limit");
    std::string objects;
    for (int i = 0; i < 100'000; ++i) objects += "{\"a\":";
    EXPECT_EQ(code_of(objects), "base.json_limit");
}

TEST(ParseJson, KeepsIntegersThatFitAndRefusesInfiniteNumbers) {
    EXPECT_TRUE(parse_json("9223372036854775807")->is_int64());
    EXPECT_TRUE(parse_json("9223372036854775808")->is_uint64());
    EXPECT_TRUE(parse_json("18446744073709551616")->is_double());
    EXPECT_EQ(code_of("1e400"), "base.json_limit");
    EXPECT_EQ(code_of("-1e400"), "base.json_limit");
    EXPECT_EQ(code_of(std::string(400, '9')), "base.json_limit");
    EXPECT_EQ(code_of(std::string(400, '9') + ".5"), "base.json_limit");
    EXPECT_EQ(code_of(std::string(400, '9') + "e-1"), "base.json_limit");
}

TEST(ParseJson, ReadsNumbersTooSmallToTellAsZero) {
    EXPECT_EQ(parse_json("1e-400"), Json(0.0));
    EXPECT_EQ(parse_json("0." + std::string(400, '0') + "1"), Json(0.0));
    EXPECT_EQ(parse_json("-0." + std::string(400, '0') + "1"), Json(-0.0));
}

TEST(ParseJson, ReadsTheNearestDouble) {
    for (double const number :
        {0.1, 14.3, 1.7976931348623157e308, 5e-324, 2.2250738585072014e-308, 123456.789, 9007199254740993.0}) {
        EXPECT_EQ(parse_json(to_text(Json(number)))->as_double(), number);
    }
    EXPECT_EQ(parse_json("14.3")->as_double(), 14.3);
    EXPECT_EQ(parse_json("8.41")->as_double(), 8.41);
}

TEST(ToPrettyText, IndentsByTwo) {
    auto const value = parse_json(R"({"a":[1,{"b":[]}],"c":{},"d\"":"x"})");
    EXPECT_EQ(to_pretty_text(*value),
        "{\n  \"a\": [\n    1,\n    {\n      \"b\": []\n    }\n  ],\n  \"c\": {},\n  \"d\\\"\": \"x\"\n}");
}

TEST(Find, FollowsPointers) {
    auto const value = *parse_json(R"({"a":{"b/c":[10,"x",true]},"~":{"":5},"n":18446744073709551615,"r":5.0})");
    EXPECT_EQ(find(value, ""), &value);
    EXPECT_EQ(find_integer(value, "/a/b~1c/0"), 10);
    EXPECT_EQ(find_text(value, "/a/b~1c/1"), "x");
    EXPECT_EQ(find_bool(value, "/a/b~1c/2"), true);
    EXPECT_EQ(find_integer(value, "/~0/"), 5);
    EXPECT_NE(find_object(value, "/a"), nullptr);
    EXPECT_NE(find_array(value, "/a/b~1c"), nullptr);
}

TEST(Find, AnswersNothingForMissingStepsAndMalformedPointers) {
    auto const value = *parse_json(R"({"a":[1,2]})");
    for (auto const* pointer :
        {"a", "/b", "/a/2", "/a/-", "/a/01", "/a/x", "/a/0/x", "/~", "/~2", "/a/99999999999999999999", "/a/+1"}) {
        EXPECT_EQ(find(value, pointer), nullptr) << pointer;
    }
}

TEST(Find, NeverCoerces) {
    auto const value = *parse_json(R"({"n":18446744073709551615,"r":5.0,"t":"5","b":true})");
    EXPECT_EQ(find_integer(value, "/n"), std::nullopt);
    EXPECT_EQ(find_integer(value, "/r"), std::nullopt);
    EXPECT_EQ(find_integer(value, "/t"), std::nullopt);
    EXPECT_EQ(find_integer(value, "/b"), std::nullopt);
    EXPECT_EQ(find_text(value, "/b"), std::nullopt);
    EXPECT_EQ(find_bool(value, "/t"), std::nullopt);
    EXPECT_EQ(find_object(value, "/t"), nullptr);
    EXPECT_EQ(find_array(value, "/t"), nullptr);
}

Json arbitrary_json(int depth) {
    auto const kind = *rc::gen::inRange(0, depth > 0 ? 8 : 6);
    switch (kind) {
        case 0: return nullptr;
        case 1: return *rc::gen::arbitrary<bool>();
        case 2: return *rc::gen::arbitrary<std::int64_t>();
        case 3: return *rc::gen::arbitrary<bool>() ? Json("") : Json("é😀\"\\\x01");
        case 4: return *rc::gen::arbitrary<std::int32_t>() / 64.0;
        case 5: {
            auto const number = std::bit_cast<double>(*rc::gen::arbitrary<std::uint64_t>());
            return std::isfinite(number) ? Json(number) : Json(0.5);
        }
        case 6: {
            JsonArray list;
            for (int i = *rc::gen::inRange(0, 4); i > 0; --i) list.push_back(arbitrary_json(depth - 1));
            return list;
        }
        default: {
            JsonObject object;
            for (int i = *rc::gen::inRange(0, 4); i > 0; --i) object["k" + std::to_string(i)] = arbitrary_json(depth - 1);
            return object;
        }
    }
}

TEST(JsonProperty, ReadingUndoesWriting) {
    EXPECT_TRUE(rc::check([] {
        auto const value = arbitrary_json(4);
        auto const compact = parse_json(to_text(value));
        RC_ASSERT(compact.has_value());
        RC_ASSERT(to_text(*compact) == to_text(value));
        auto const pretty = parse_json(to_pretty_text(value));
        RC_ASSERT(pretty.has_value());
        RC_ASSERT(to_text(*pretty) == to_text(value));
    }));
}

TEST(JsonProperty, EveryFiniteDoubleComesBack) {
    EXPECT_TRUE(rc::check([](std::uint64_t bits) {
        auto const number = std::bit_cast<double>(bits);
        RC_PRE(std::isfinite(number));
        auto const value = parse_json(to_text(Json(number)));
        RC_ASSERT(value.has_value());
        RC_ASSERT(value->to_number<double>() == number);
    }));
}

}  // namespace
}  // namespace lockstep
