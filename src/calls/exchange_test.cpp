// SPDX-License-Identifier: Apache-2.0
// What is kept of an exchange comes back as it was, but for the credential and what was cut off.
#include "calls/exchange.hpp"

#include <gtest/gtest.h>

namespace lockstep::calls {
namespace {

HttpRequest request() {
    HttpRequest made;
    made.method = "PUT";
    made.url = "https://app.example/contacts/1?x=é";
    made.headers = {{"Authorization", "Bearer secret"}, {"Accept", "application/json"}};
    made.body = R"({"firstName":"Zoé \"Z\""})";
    return made;
}

HttpReply reply(std::string body) {
    HttpReply made;
    made.status = 200;
    made.headers = {{"Set-Cookie", "session=1"}, {"X-Trace", "7"}};
    made.body = std::move(body);
    return made;
}

TEST(Exchange, IsShownAsItWasWithTheCredentialMasked) {
    auto const answered = reply(R"({"ok":true})");
    ExchangeNotes const notes{.waited = std::chrono::microseconds{1500},
        .budget = {.now = 99, .day = {}, .month = 0},
        .is_masked = true,
        .inputs = R"({"contactId":"1"})"};
    auto const bytes = exchange_bytes(request(), &answered, 1000, notes);
    EXPECT_EQ(bytes.find("secret"), std::string::npos);
    EXPECT_EQ(bytes.find("session=1"), std::string::npos);
    auto const shown = exchange_json(bytes).value();
    auto const expected = parse_json(R"({
        "request": {"method": "PUT", "url": "https://app.example/contacts/1?x=é",
            "headers": [{"name": "Authorization", "value": "***"}, {"name": "Accept", "value": "application/json"}],
            "body": {"text": "{\"firstName\":\"Zoé \\\"Z\\\"\"}", "bytes": 26, "is_cut": false}},
        "reply": {"status": 200,
            "headers": [{"name": "Set-Cookie", "value": "***"}, {"name": "X-Trace", "value": "7"}],
            "body": {"text": "{\"ok\":true}", "bytes": 11, "is_cut": false}},
        "waited_ms": 1.5, "budget": {"now": 99, "day": null, "month": 0}, "is_masked": true,
        "inputs": {"contactId": "1"}})")
                              .value();
    EXPECT_EQ(to_text(Json(shown)), to_text(expected));
}

TEST(Exchange, HasNoSecretInBodiesOrRepliedHeaders) {
    auto sent = request();
    sent.body =
        R"({"grant_type":"x","client_secret" : "s3cret-1","note":"a \"token\": said","apiKey":17,"tokens":[{"token":"s3cret-2"}]})";
    auto answered =
        reply(R"({"access_token":"s3cret-3","author":"Anne","nextPageToken":"p2","password":"","refreshToken":"s3cret-4)");
    answered.headers = {{"X-Auth-Token", "s3cret-5"}, {"WWW-Authenticate", "Bearer realm=\"x\""},
        {"Location", "https://a.test/next?access_token=s3cret-6&page=2"}};
    auto const shown = to_text(Json(exchange_json(exchange_bytes(sent, &answered, 1000)).value()));
    EXPECT_FALSE(shown.contains("s3cret")) << shown;
    for (auto const* kept : {"Anne", "p2", "page=2", "realm=", "grant_type", "said"}) EXPECT_TRUE(shown.contains(kept)) << kept;
    EXPECT_EQ(body_without_secrets("grant_type=refresh&refresh_token=s3cret&x=1"), "grant_type=refresh&refresh_token=***&x=1");
    for (auto const* plain :
        {R"({"token":null,"secret":"","password":true})", "A token = a word", R"({"tok)", R"({"token":)", R"({"token")"})
        EXPECT_EQ(body_without_secrets(plain), plain);
    EXPECT_EQ(body_without_secrets(R"([{"token":-1.5},{"apiKey":17},{"token":"a\"b"}])"),
        R"([{"token":"***"},{"apiKey":"***"},{"token":"***"}])");
}

TEST(Exchange, WithoutAReplySaysSo) {
    auto const shown = exchange_json(exchange_bytes(request(), nullptr, 1000)).value();
    EXPECT_TRUE(shown.at("reply").is_null());
}

TEST(Exchange, LongBodiesAreCutAndStrangeOnesShownSafely) {
    auto const answered = reply(std::string(50, 'a') + "\xC3");
    auto shown = Json(exchange_json(exchange_bytes(request(), &answered, 20)).value());
    EXPECT_EQ(find_text(shown, "/reply/body/text"), std::string(20, 'a'));
    EXPECT_EQ(find_integer(shown, "/reply/body/bytes"), 51);
    EXPECT_EQ(find_bool(shown, "/reply/body/is_cut"), true);
    shown = Json(exchange_json(exchange_bytes(request(), &answered, 1000)).value());
    EXPECT_TRUE(find_text(shown, "/reply/body/text"));
    EXPECT_NO_THROW((void)to_text(shown));
}

TEST(Exchange, WhatEarlierVersionsKeptIsStillShown) {
    EXPECT_TRUE(exchange_json("{}").value().empty());
    EXPECT_EQ(exchange_json(R"({"request":{"method":"GET"},"reply":null})").value().at("request").at("method"), "GET");
}

TEST(Exchange, DamagedBytesAreAnErrorWhereverTheyEnd) {
    auto const answered = reply("{}");
    auto const bytes = exchange_bytes(request(), &answered, 1000);
    for (std::size_t size = 1; size < bytes.size(); ++size) {
        auto const cut = exchange_json(std::string_view(bytes).substr(0, size));
        ASSERT_FALSE(cut) << size;
        EXPECT_EQ(cut.error().code, "calls.damaged_record");
    }
    EXPECT_FALSE(exchange_json(bytes + "x"));
    EXPECT_FALSE(exchange_json("[]"));
    EXPECT_FALSE(exchange_json(""));
}

}  // namespace
}  // namespace lockstep::calls
