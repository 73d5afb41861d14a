// SPDX-License-Identifier: Apache-2.0
#include "api/query.hpp"

#include <gtest/gtest.h>

#include <array>
#include <string>
#include <tuple>
#include <vector>

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
}

TEST(Query, ReadsNumbersAndLists) {
    EXPECT_EQ(Query::parse("limit=200", known).value().number("limit"), 200);
    EXPECT_EQ(Query::parse("", known).value().number("limit"), 0);
    EXPECT_EQ(Query::parse("query=a,b", known).value().list("query"), (std::vector<std::string>{"a", "b"}));
    EXPECT_TRUE(Query::parse("query=", known).value().list("query").empty());
    EXPECT_EQ(
        Query::parse("query=2026-03-01T10:04:00Z", known).value().moment("query"), parse_time("2026-03-01T10:04:00Z").value());
    EXPECT_FALSE(Query::parse("", known).value().moment("query"));
}

TEST(WebFile, IsServedAsItWasCompressed) {
    auto const files = web_files_from({{"a.js", "plain"}, {"a.js.br", "brotli"}, {"a.js.gz", "gzip"}, {"b.js", "alone"}});
    auto const ask = [&](std::string const& path, std::string const& encodings, std::string const& known = {}) {
        HttpRequest request;
        if (!encodings.empty()) request.headers.add("Accept-Encoding", encodings);
        if (!known.empty()) request.headers.add("If-None-Match", known);
        return *answer_with_file(files, request, path);
    };
    for (auto const& [encodings, body, coding] : std::vector<std::tuple<std::string, std::string, std::string>>{
             {"gzip, deflate, br, zstd", "brotli", "br"}, {"GZIP;q=0.5", "gzip", "gzip"}, {"br;q=0, gzip", "gzip", "gzip"},
             {"br;q=0.0, gzip;q=0", "plain", ""}, {"", "plain", ""}, {"identity", "plain", ""}, {"brx", "plain", ""}}) {
        auto const reply = ask("/a.js", encodings);
        EXPECT_EQ(reply.body, body) << encodings;
        EXPECT_EQ(reply.headers.find("Content-Encoding").value_or(""), coding) << encodings;
        EXPECT_EQ(reply.headers.find("Vary"), "Accept-Encoding");
        EXPECT_EQ(reply.headers.find("Content-Type"), "text/javascript; charset=utf-8");
    }
    auto const plain = std::string(*ask("/a.js", "").headers.find("ETag")),
               coded = std::string(*ask("/a.js", "br").headers.find("ETag"));
    EXPECT_NE(plain, coded);
    EXPECT_EQ(ask("/a.js", "br", coded).status, 304);
    EXPECT_EQ(ask("/a.js", "br", plain).status, 200);
    EXPECT_EQ(ask("/b.js", "br").body, "alone");
    EXPECT_FALSE(answer_with_file(files, {}, "/a.js.br"));
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
