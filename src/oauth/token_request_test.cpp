// SPDX-License-Identifier: Apache-2.0
// What goes out to get tokens, and what the answers mean.
#include "oauth/token_request.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/json.hpp"
#include "connections/connection.hpp"
#include "connectors/default_mapping.hpp"
#include "oauth/due.hpp"
#include "oauth/grants.hpp"
#include "vault/test_world.hpp"

namespace lockstep::oauth {
namespace {

using testing::HasSubstr;
using testing::Not;

App const app{"highlevel", "abc-k1", Secret{"se&cret"}, "https://lockstep.example/oauth/callback",
    "https://vendor.example/choose", "https://api.example"};

catalogue::OAuthRules const& rules() {
    static auto const connectors = connectors::load_all().value();
    return *rules_of(connectors, "highlevel");
}
catalogue::OAuthMode const& mode(std::string_view id) { return *rules().mode(id); }

TEST(TokenRequests, AskAsTheVendorSays) {
    auto const address = authorize_address(rules(), app, "st/ate", "");
    EXPECT_THAT(
        address, testing::StartsWith("https://vendor.example/choose?response_type=code&client_id=abc-k1&redirect_uri=https%3A"));
    EXPECT_THAT(address, HasSubstr("state=st%2Fate"));
    EXPECT_THAT(address, HasSubstr("scope=contacts.readonly%20contacts.write"));
    EXPECT_THAT(address, Not(HasSubstr("code_challenge")));

    auto const exchange = exchange_request(rules(), mode("agency"), app, "c=1", "");
    EXPECT_EQ(exchange.url, "https://api.example/oauth/token");
    EXPECT_EQ(exchange.body,
        "client_id=abc-k1&client_secret=se%26cret&grant_type=authorization_code&user_type=Company&code=c%3D1&redirect_uri="
        "https%3A%2F%2Flockstep.example%2Foauth%2Fcallback");
    EXPECT_EQ(exchange.headers.find("Content-Type"), "application/x-www-form-urlencoded");

    EXPECT_THAT(refresh_request(rules(), mode("location"), app, Secret{"r1"}).body,
        HasSubstr("grant_type=refresh_token&user_type=Location&refresh_token=r1"));
    auto const member = member_token_request(rules(), mode("agency"), app, "comp1", "loc1", Secret{"wide"});
    EXPECT_EQ(member.url, "https://api.example/oauth/locationToken");
    EXPECT_EQ(member.body, "companyId=comp1&locationId=loc1");
    EXPECT_EQ(member.headers.find("Authorization"), "Bearer wide");
    EXPECT_EQ(members_request(rules(), mode("agency"), app, "comp1", 100, Secret{"wide"}).url,
        "https://api.example/oauth/installedLocations?companyId=comp1&appId=abc&isInstalled=true&limit=100&skip=100");
    auto const reconnect = parse_json(reconnect_request(rules(), mode("location"), app, "loc1").body).value();
    EXPECT_EQ(find_text(reconnect, "/clientSecret"), "se&cret");
    EXPECT_EQ(find_text(reconnect, "/locationId"), "loc1");
}

TEST(TokenRequests, ChallengeIsThatOfTheStandardsExample) {  // RFC 7636, appendix B
    EXPECT_EQ(challenge_of("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

TokenReply read(int status, std::string body) {
    HttpReply reply;
    reply.status = status;
    reply.body = std::move(body);
    return read_token_reply(mode("location"), reply, vault::test_time);
}

TEST(TokenReplies, AreRead) {
    auto const good =
        read(200, R"({"access_token":"a","refresh_token":"r","expires_in":86399,"locationId":"loc1","scope":"x y"})");
    EXPECT_EQ(good.answer, TokenAnswer::granted);
    EXPECT_EQ(good.owner, "loc1");
    EXPECT_EQ(good.tokens.expires_at, vault::test_time + std::chrono::seconds{86'399});
    EXPECT_EQ(good.tokens.refresh.reveal(), "r");
    // A success without a token, or what is no JSON, is nothing that could be acted on: never taken for a refusal.
    EXPECT_EQ(read(200, "<html>").answer, TokenAnswer::not_now);
    EXPECT_EQ(read(200, R"({"refresh_token":"r"})").answer, TokenAnswer::not_now);
    EXPECT_EQ(read(400, R"({"error":"invalid_grant","error_description":"used"})").answer, TokenAnswer::refused);
    EXPECT_EQ(read(400, R"({"error":"invalid_grant","error_description":"used"})").error, "used");
    EXPECT_EQ(read(401, R"({"error":"invalid_client"})").answer, TokenAnswer::refused_app);
    EXPECT_EQ(read(401, R"({"statusCode":401,"message":"Unauthorized"})").answer, TokenAnswer::refused);
    for (auto const status : {404, 408, 429, 500, 503}) EXPECT_EQ(read(status, "{}").answer, TokenAnswer::not_now) << status;
    // Lives that nobody can mean are bounded.
    EXPECT_EQ(read(200, R"({"access_token":"a","expires_in":0})").tokens.expires_at, vault::test_time + std::chrono::minutes{1});
    EXPECT_EQ(read(200, R"({"access_token":"a"})").tokens.expires_at, vault::test_time + std::chrono::hours{1});
}

TEST(Due, BetweenSeventyAndEightyPercent) {
    Grant grant;
    grant.tokens = {.access = Secret{"a"},
        .refresh = {},
        .issued_at = vault::test_time,
        .expires_at = vault::test_time + std::chrono::hours{10},
        .scopes = {}};
    auto const at = [&](double hours, double jitter) {
        return due(grant, jitter, vault::test_time + Duration{static_cast<Duration::rep>(hours * 3.6e9)});
    };
    EXPECT_EQ(at(6.99, 0), Due::use);
    EXPECT_EQ(at(7.01, 0), Due::renew_soon);
    EXPECT_EQ(at(7.9, 0.999), Due::use);
    EXPECT_EQ(at(8.01, 0.999), Due::renew_soon);
    EXPECT_EQ(at(9.98, 0), Due::renew_now);
    EXPECT_EQ(at(-5, 0), Due::use);  // the clock was set back
    grant.state = GrantState::dead;
    EXPECT_EQ(at(1, 0), Due::nothing);
}

}  // namespace
}  // namespace lockstep::oauth
