// SPDX-License-Identifier: Apache-2.0
// The published cases, where they are at hand, and the corners they leave out.
#include "contacts/merge_case.hpp"

#include <gtest/gtest.h>

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <fstream>
#include <sstream>

namespace lockstep::contacts {
namespace {

// Beside the source root, which is the working directory of tests; or found from where this file was compiled.
std::ifstream open_published_cases() {
    std::string const beside = "../shared/merge-cases.json";
    std::ifstream file(beside);
    std::string const here = __FILE__;
    auto const at = here.rfind("src/contacts/");
    if (!file && at != std::string::npos) file.open(here.substr(0, at) + beside);
    return file;
}

Json decided(char const* one_case) {
    auto result = decide_case(boost::json::parse(one_case));
    return result ? *result : Json(result.error().code);
}

std::string short_form(char const* one_case) {
    auto const result = decided(one_case);
    auto const& object = result.as_object();
    return std::string(object.at("decision").as_string()) + " " + std::string(object.at("reason").as_string());
}

TEST(MergeCase, PublishedCasesGiveTheirExpectedResults) {
    auto file = open_published_cases();
    if (!file) GTEST_SKIP() << "../shared/merge-cases.json is not present, so its cases were not tried";
    std::stringstream text;
    text << file.rdbuf();
    auto const cases = boost::json::parse(text.str());
    auto const results = decide_case(cases);
    ASSERT_TRUE(results);
    ASSERT_EQ(results->as_array().size(), cases.as_array().size());
    for (std::size_t i = 0; i < cases.as_array().size(); ++i) {
        EXPECT_EQ(results->as_array()[i], cases.as_array()[i].at("expect")) << boost::json::serialize(cases.as_array()[i]);
    }
}

TEST(MergeCase, BothBlankWithoutABaseAgree) {
    EXPECT_EQ(decided(R"({"field":{"kind":"text"}})"),
        boost::json::parse(R"({"decision":"agree","reason":"equal","base":{"known":true,"value":null}})"));
}

TEST(MergeCase, TheSameChangeOnBothSidesIsAgreementUnderEveryRule) {
    EXPECT_EQ(
        short_form(
            R"({"field":{"kind":"email","direction":"a_to_b","conflict":"ask"},"a":"N@x.test","b":"n@X.test ","base":"o@x.test"})"),
        "agree equal");
}

TEST(MergeCase, FirstMatchMayNotBreakTheDirection) {
    EXPECT_EQ(short_form(R"({"field":{"kind":"text","direction":"a_to_b","first_match":"b","enforce":true},"a":"x","b":"y"})"),
        "none direction");
    EXPECT_EQ(short_form(R"({"field":{"kind":"text","direction":"a_to_b","enforce":true},"a":"","b":"y"})"), "none direction");
    EXPECT_EQ(
        short_form(R"({"field":{"kind":"text","direction":"a_to_b","first_match":"ask"},"a":"x","b":"y"})"), "ask first_match");
}

TEST(MergeCase, NewestAsksWhenATimeIsMissingOrBothAreEqual) {
    EXPECT_EQ(
        short_form(R"({"field":{"kind":"text","first_match":"newest"},"a":"x","b":"y","a_changed_at":"2026-03-01T10:00:00Z"})"),
        "ask first_match");
    EXPECT_EQ(short_form(R"({"field":{"kind":"text","conflict":"newest"},"a":"x","b":"y","base":"z",
                       "a_changed_at":"2026-03-01T10:00:00Z","b_changed_at":"2026-03-01T12:00:00+02:00"})"),
        "ask conflict");
    EXPECT_EQ(short_form(R"({"field":{"kind":"text","conflict":"newest"},"a":"x","b":"y","base":"z",
                       "a_changed_at":"2026-03-01T10:00:00.5Z","b_changed_at":"2026-03-01T10:00:00Z"})"),
        "write_b conflict_newest");
}

TEST(MergeCase, LongestCountsCodePointsOfCanonicalForms) {
    EXPECT_EQ(short_form(R"({"field":{"kind":"text","conflict":"longest"},"a":"李雷李","b":"abcd","base":"z"})"),
        "write_a conflict_longest");
    EXPECT_EQ(
        short_form(R"({"field":{"kind":"text","conflict":"longest"},"a":" Zoe\u0301 ","b":"Ann","base":"z"})"), "ask conflict");
}

TEST(MergeCase, ABlankOfTheOwnerUnderKeepStopsOnlyItsOwnWay) {
    EXPECT_EQ(short_form(R"({"field":{"kind":"text","direction":"a_to_b","blank":"keep"},"a":"","b":"x","base":"z"})"),
        "none blank_kept");
    EXPECT_EQ(short_form(R"({"field":{"kind":"text","direction":"a_to_b","blank":"keep"},"a":"x","b":"","base":"z"})"),
        "write_b owner");
    EXPECT_EQ(
        short_form(R"({"field":{"kind":"text","direction":"a_to_b","blank":"keep","enforce":true},"a":"x","b":"","base":"x"})"),
        "none blank_kept");
    EXPECT_EQ(
        short_form(
            R"({"field":{"kind":"text","direction":"a_to_b","blank":"propagate","enforce":true},"a":"x","b":"","base":"x"})"),
        "write_b enforced");
    EXPECT_EQ(short_form(R"({"field":{"kind":"text","direction":"a_to_b","blank":"propagate"},"a":"x","b":"","base":"x"})"),
        "none direction");
}

TEST(MergeCase, UnionHasNoMeaningForASingleValue) {
    EXPECT_EQ(short_form(R"({"field":{"kind":"text","conflict":"union"},"a":"x","b":"y","base":"z"})"), "ask conflict");
}

TEST(MergeCase, OneWaySetsApplyTheOwnersEditsOnly) {
    EXPECT_EQ(
        decided(R"({"field":{"kind":"set","direction":"b_to_a"},"a":["own","old"],"b":["New","kept"],"base":["old","kept"]})"),
        boost::json::parse(
            R"({"decision":"write_a","reason":"set","a":{"add":["new"],"remove":["old"]},"b":{"add":[],"remove":[]},
                               "base":{"known":true,"value":["kept","new"]}})"));
}

TEST(MergeCase, AnEmptySetIsBlank) {
    EXPECT_EQ(decided(R"({"field":{"kind":"set"},"a":[],"b":["x"],"base":["X"]})"),
        boost::json::parse(R"({"decision":"write_b","reason":"set","a":{"add":[],"remove":[]},"b":{"add":[],"remove":["x"]},
                               "base":{"known":true,"value":null}})"));
}

TEST(MergeCase, AMalformedCaseDoesNotStopTheOthers) {
    auto const result = decided(R"([1, {"field":{"kind":"text"}}, {"field":{"kind":"colour"}}, {"field":{"kind":"text"},"a":7},
        {"field":{"kind":"text"},"a_changed_at":"yesterday"}, {}, {"field":{"kind":"text","enforce":"yes"}}, {"field":{"kind":"text"},"region":1}])");
    ASSERT_EQ(result.as_array().size(), 8U);
    for (std::size_t i = 0; i < 8; ++i) {
        auto const* object = result.as_array()[i].if_object();
        ASSERT_NE(object, nullptr);
        EXPECT_EQ(object->contains("error"), i != 1) << i;
        if (i != 1) EXPECT_EQ(object->at("error").at("code"), "contacts.bad_case");
    }
    EXPECT_EQ(result.as_array()[2].at("error").at("message"),
        "reading \"kind\": it has to be one of text, email, phone, date, country, subdivision, set");
}

TEST(MergeCase, OneCaseAloneGivesOneResultOrAnError) {
    EXPECT_TRUE(decided(R"({"field":{"kind":"text"}})").is_object());
    EXPECT_EQ(decided("3"), "contacts.bad_case");
}

}  // namespace
}  // namespace lockstep::contacts
