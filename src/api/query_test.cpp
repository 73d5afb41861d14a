// SPDX-License-Identifier: Apache-2.0
#include "api/query.hpp"

#include <gtest/gtest.h>

#include <array>

#include "api/web/web_file.hpp"

namespace lockstep::api {
namespace {

constexpr std::array<std::string_view, 2> known{"query", "limit"};

TEST(Query, ReadsPlusSignsAsPeopleMeanThem) {
    auto const read = [](std::string_view text) { return Query::parse(text, known).value().text("query"); };
    EXPECT_EQ(read("query=Anne+Roy"), "Anne Roy");
    EXPECT_EQ(read("query=%2B15145550123"), "+15145550123");
    EXPECT_EQ(read("query=a%2Bb"), "a+b");
    EXPECT_EQ(read("query=anne+news@example.com"), "anne+news@example.com");
    EXPECT_EQ(read("query=+15145550123"), "+15145550123");
    EXPECT_EQ(read("query="), "");
    EXPECT_EQ(read(""), "");
    EXPECT_EQ(read("&&query=%C3%A9&"), "é");
}

TEST(Query, RefusesWhatItDoesNotKnow) {
    EXPECT_EQ(Query::parse("colour=red", known).error().code, "api.unknown_parameter");
    EXPECT_EQ(Query::parse("token=lsk_1", known).error().code, "api.credential_in_address");
    EXPECT_EQ(Query::parse("query=a&query=b", known).error().code, "api.bad_parameter");
    EXPECT_EQ(Query::parse("query=%ff", known).error().code, "api.bad_parameter");
    EXPECT_EQ(Query::parse("limit=201", known).value().limit().error().code, "api.bad_parameter");
    EXPECT_EQ(Query::parse("limit=", known).value().limit().error().code, "api.bad_parameter");
    EXPECT_EQ(Query::parse("limit=200", known).value().limit().value(), 200);
    EXPECT_EQ(Query::parse("", known).value().limit().value(), 50);
}

TEST(WebFile, HashedNames) {
    EXPECT_TRUE(has_hashed_name("assets/index-BfX9s2aQ.js"));
    EXPECT_TRUE(has_hashed_name("inter-latin-Dx4kXJAl.woff2"));
    EXPECT_FALSE(has_hashed_name("index.html"));
    EXPECT_FALSE(has_hashed_name("assets/logo.svg"));
    EXPECT_FALSE(has_hashed_name("-.js"));
    EXPECT_EQ(content_type_of("a/b.woff2"), "font/woff2");
    EXPECT_EQ(content_type_of("LICENSE"), "application/octet-stream");
}

}  // namespace
}  // namespace lockstep::api
