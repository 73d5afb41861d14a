// SPDX-License-Identifier: Apache-2.0
#include "calls/masking.hpp"

#include <gtest/gtest.h>

namespace lockstep::calls {
namespace {

HealthNames const names{"allergies", "fld_9"};

std::string body(std::string_view text, bool expected) {
    bool is_masked = false;
    auto kept = masked_body(text, names, is_masked);
    EXPECT_EQ(is_masked, expected) << text;
    return kept;
}

TEST(Masking, HidesWhatStandsUnderANameWhateverItIs) {
    EXPECT_EQ(body(R"({"name":"Anne","allergies":"nuts"})", true), R"({"name":"Anne","allergies":"***"})");
    EXPECT_EQ(body(R"({"items":[{"allergies":["nuts","milk"]},{"allergies":7}]})", true),
        R"({"items":[{"allergies":"***"},{"allergies":"***"}]})");
    EXPECT_EQ(body(R"({"deep":{"allergies":{"a":1}}})", true), R"({"deep":{"allergies":"***"}})");
}

TEST(Masking, HidesTheValuesOfACustomFieldOrFilterThatNamesOne) {
    EXPECT_EQ(body(R"({"customFields":[{"id":"fld_9","value":"nuts"},{"id":"fld_1","value":"tea"}]})", true),
        R"({"customFields":[{"id":"fld_9","value":"***"},{"id":"fld_1","value":"tea"}]})");
    EXPECT_EQ(body(R"({"filters":[{"field":"customFields.fld_9","operator":"eq","value":"nuts"}]})", true),
        R"({"filters":[{"field":"customFields.fld_9","operator":"***","value":"***"}]})");
    EXPECT_EQ(body(R"({"key":"contact.allergies","field_value":["nuts"]})", true),
        R"({"key":"contact.allergies","field_value":"***"})");
}

TEST(Masking, LeavesEverythingElseAsItCame) {
    EXPECT_EQ(body(R"({ "name" : "Anne" })", false), R"({ "name" : "Anne" })");
    EXPECT_EQ(body(R"({"allergies":null})", false), R"({"allergies":null})");
    EXPECT_EQ(body("", false), "");
    bool is_masked = false;
    EXPECT_EQ(masked_body("<html>", {}, is_masked), "<html>");
    EXPECT_FALSE(is_masked);
}

TEST(Masking, DoesNotKeepWhatItCannotRead) {
    EXPECT_EQ(body("allergies=nuts", true), "(14 bytes, not kept: they may hold health data)");
    auto const long_one = body(R"({"allergies":")" + std::string(2 << 20, 'n') + "\"}", true);
    EXPECT_LT(long_one.size(), 100U);
}

TEST(Masking, HidesParametersOfAnAddress) {
    bool is_masked = false;
    EXPECT_EQ(
        masked_url("https://a.test/x?page=2&allergies=nuts&q=", names, is_masked), "https://a.test/x?page=2&allergies=***&q=");
    EXPECT_TRUE(is_masked);
    is_masked = false;
    EXPECT_EQ(masked_url("https://a.test/allergies", names, is_masked), "https://a.test/allergies");
    EXPECT_FALSE(is_masked);
}

}  // namespace
}  // namespace lockstep::calls
