// SPDX-License-Identifier: Apache-2.0
#include "calls/har.hpp"

#include <gtest/gtest.h>

namespace lockstep::calls {
namespace {

Json call(std::string const& id, std::string_view reply) {
    return parse_json(R"({"id":")" + id +
                      R"(","at":"2026-03-01T10:04:03.120Z","connection":"con_1","operation":"contacts.update_contact",
        "purpose":"write","outcome":"done","took_ms":100.5,"waited_ms":2.5,"tries":1,"lane":"live","record_id":"r1",
        "budget":{"now":99,"day":null,"month":null},
        "request":{"method":"PUT","url":"https://a.test/x?a=%C3%A9&b=","headers":[{"name":"content-type","value":"application/json"}],
            "body":{"text":"{}","bytes":2,"is_cut":false}},"reply":)" +
                      std::string(reply) + "}")
        .value();
}

TEST(Har, HasWhatTheFormatDemandsTheOldestFirst) {
    auto const har = har_document(
        {call("cal_2", "null"), call("cal_1", R"({"status":201,"headers":[{"name":"Content-Type","value":"text/html"}],
            "body":{"text":"<p>","bytes":70000,"is_cut":true}})")},
        "1.0", "the newest 2");
    EXPECT_EQ(find_text(har, "/log/version"), "1.2");
    EXPECT_EQ(find_text(har, "/log/comment"), "the newest 2");
    EXPECT_EQ(find_text(har, "/log/creator/name"), "Lockstep");
    auto const first = *find(har, "/log/entries/0");
    EXPECT_EQ(find_text(first, "/_id"), "cal_1");
    EXPECT_EQ(find_text(first, "/startedDateTime"), "2026-03-01T10:04:03.120Z");
    EXPECT_EQ(first.at("time").as_double(), 103.0);
    EXPECT_EQ(find(first, "/timings/blocked")->as_double(), 2.5);
    EXPECT_EQ(find_text(first, "/request/queryString/0/value"), "é");
    EXPECT_EQ(find_text(first, "/request/queryString/1/value"), "");
    EXPECT_EQ(find_text(first, "/request/postData/mimeType"), "application/json");
    EXPECT_EQ(find_integer(first, "/response/status"), 201);
    EXPECT_EQ(find_integer(first, "/response/content/size"), 70000);
    EXPECT_EQ(find_text(first, "/response/content/comment"), "cut");
    for (auto const* side : {"/request", "/response"}) {
        for (auto const* member : {"httpVersion", "cookies", "headers", "headersSize", "bodySize"})
            EXPECT_NE(find(first, std::string(side) + "/" + member), nullptr) << side << member;
    }
    EXPECT_EQ(find_integer(har, "/log/entries/1/response/status"), 0) << "there was no reply";
    EXPECT_TRUE(har_document({}, "1.0", "").at("log").at("entries").as_array().empty());
}

}  // namespace
}  // namespace lockstep::calls
