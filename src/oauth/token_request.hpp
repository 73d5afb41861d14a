// SPDX-License-Identifier: Apache-2.0
// Requests for tokens and what their answers mean, from a connector's OAuthRules and RFC 6749. Pure.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "catalogue/oauth_rules.hpp"
#include "oauth/grant.hpp"
#include "ports/http.hpp"

namespace lockstep::oauth {

// The address to send a person to. `state` and, with PKCE, `challenge` are as they go into it.
std::string authorize_address(
    catalogue::OAuthRules const& rules, App const& app, std::string_view state, std::string_view challenge);
// RFC 7636, S256.
std::string challenge_of(std::string_view verifier);

// `verifier` may be empty.
HttpRequest exchange_request(catalogue::OAuthRules const& rules, catalogue::OAuthMode const& mode, App const& app,
    std::string_view code, std::string_view verifier);
HttpRequest refresh_request(
    catalogue::OAuthRules const& rules, catalogue::OAuthMode const& mode, App const& app, Secret const& refresh_token);
// A token for one account under a wide one. `mode` has members.
HttpRequest member_token_request(catalogue::OAuthRules const& rules, catalogue::OAuthMode const& mode, App const& app,
    std::string_view owner, std::string_view member, Secret const& access_token);
HttpRequest members_request(catalogue::OAuthRules const& rules, catalogue::OAuthMode const& mode, App const& app,
    std::string_view owner, std::int64_t skip, Secret const& access_token);
// Asks for a code in place of a lost grant. `mode` has reconnect fields.
HttpRequest reconnect_request(
    catalogue::OAuthRules const& rules, catalogue::OAuthMode const& mode, App const& app, std::string_view owner);

enum class TokenAnswer : std::uint8_t {
    granted,
    refused,      // this code or refresh token is worth nothing (any more)
    refused_app,  // client id or secret are wrong, or the app may not do this
    not_now,      // no answer, too fast, or the vendor's own trouble: the same request may do later
};

struct TokenReply {
    TokenAnswer answer = TokenAnswer::not_now;
    Tokens tokens;
    std::string owner;  // as `mode.account` names it; may be empty
    int status = 0;
    std::string error;  // the vendor's code or words, shortened, without anything secret
};
// `wall` is when the request was sent: what lives for so many seconds lives from then.
TokenReply read_token_reply(catalogue::OAuthMode const& mode, HttpReply const& reply, TimePoint wall);

struct Member {
    std::string id;
    std::string name;
};
Result<std::vector<Member>> read_members(catalogue::OAuthMembers const& rules, HttpReply const& reply);
// The code of a reconnect reply; empty when there is none.
std::string read_reconnect_code(catalogue::OAuthRules const& rules, HttpReply const& reply);

}  // namespace lockstep::oauth
