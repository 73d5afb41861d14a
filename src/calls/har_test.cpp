// SPDX-License-Identifier: Apache-2.0
#include "calls/har.hpp"

#include <gmock/gmock.h>

#include "calls/test_har.hpp"

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
    EXPECT_THAT(har_problems(har), testing::IsEmpty());
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
    EXPECT_EQ(find_integer(har, "/log/entries/1/response/status"), 0) << "there was no reply";
    auto const empty = har_document({}, "1.0", "");
    EXPECT_THAT(har_problems(empty), testing::IsEmpty());
    EXPECT_TRUE(empty.at("log").at("entries").as_array().empty());
}

// A record may lack what an earlier version did not note.
TEST(Har, IsOneAlsoOfARecordWithHardlyAnything) {
    auto const bare = parse_json(R"({"id":"cal_1","at":"2026-03-01T10:04:03.120Z","request":null,"reply":null})").value();
    EXPECT_THAT(har_problems(har_document({bare}, "1.0", "")), testing::IsEmpty());
}

// The judge of the tests above notices what is missing, unknown, of another type, or does not add up.
TEST(Har, TheCheckOfTheFormatFindsFaults) {
    auto const good = har_document({call("cal_1", "null")}, "1.0", "");
    auto const spoilt = [&](auto change) {
        auto copy = good;
        change(copy.at("log").as_object());
        return har_problems(copy);
    };
    using testing::ElementsAre;
    auto const entry = [](JsonObject& log) -> JsonObject& { return log.at("entries").as_array().at(0).as_object(); };
    EXPECT_THAT(spoilt([](JsonObject& log) { log["version"] = "1.1"; }), ElementsAre("log: version is not 1.2"));
    EXPECT_THAT(spoilt([&](JsonObject& log) { entry(log).erase("cache"); }),
        ElementsAre("entry: lacks cache", "entry: cache is no object", "cache: is no object"));
    EXPECT_THAT(spoilt([&](JsonObject& log) { entry(log)["operation"] = "x"; }), ElementsAre("entry: knows no operation"));
    EXPECT_THAT(
        spoilt([&](JsonObject& log) { entry(log)["time"] = 7; }), ElementsAre("entry: time is not the sum of the timings"));
    EXPECT_THAT(spoilt([&](JsonObject& log) { entry(log)["startedDateTime"] = "today"; }),
        ElementsAre("entry: startedDateTime is no time"));
    EXPECT_THAT(spoilt([&](JsonObject& log) { entry(log).at("response").as_object()["status"] = "200"; }),
        ElementsAre("response: status is no size"));
    EXPECT_THAT(spoilt([&](JsonObject& log) {
        entry(log).at("request").as_object().at("headers").as_array().push_back(JsonObject{{"name", "x"}});
    }),
        ElementsAre("request.headers: lacks value", "request.headers: value is no text"));
}

}  // namespace
}  // namespace lockstep::calls
