// SPDX-License-Identifier: Apache-2.0
// OAuthRules: what a connector's declaration says of authorisation by OAuth 2.0 (RFC 6749): where a person agrees, where tokens
// come from, and the ways in which an app gives them. Read once, when the connector is loaded; the oauth module asks nowhere
// else. Texts may name ${client_id}, ${client_secret}, ${app_id}, ${account}, ${member}, ${skip} where the schema says so.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/json.hpp"
#include "messages/messages.hpp"

namespace lockstep::catalogue {

using Fields = std::vector<std::pair<std::string, std::string>>;

// Accounts under a wide one, such as an agency's locations: how they are listed, and how a token for one of them is got.
struct OAuthMembers {
    std::string list_path;
    Fields list_query;
    std::string items, id, name;  // JSON pointers; `id` and `name` within an item
    std::int64_t page = 0;        // how many a page has at most
    std::string token_path;
    Fields token_form;
    std::string mode;  // that a member's token is of
};

// One way in which the app gives tokens: for one account, or for a wide one with others under it.
struct OAuthMode {
    std::string id;
    messages::LocalText label, help;
    Fields form;          // beside the standard's members, in every request for a token
    std::string account;  // JSON pointer in the reply: whose token it is
    std::string setting;  // of the connection, that gets this account; empty: no connection is made of it
    Fields reconnect;     // members of the request that revives a lost grant; empty: there is none
    std::optional<OAuthMembers> members;
};

struct OAuthRules {
    std::string authorize_url;
    std::string token_path;
    Fields headers;
    std::vector<std::string> scopes;
    bool pkce = false;              // RFC 7636, S256
    std::string app_id_ends_at;     // the app's id is the client id up to here; empty: the whole
    std::string reconnect_path;     // where a lost grant is revived without a person; empty: nowhere
    std::string reconnect_code;     // JSON pointer: the code to exchange then
    std::string uninstalled_event;  // the type of the delivery that says that an account's owner has taken the app out
    std::vector<OAuthMode> modes;

    OAuthMode const* mode(std::string_view id) const;
};

// `declared` is the connector's member "oauth", null when it has none. It has passed the schema.
std::optional<OAuthRules> read_oauth_rules(Json const* declared);

}  // namespace lockstep::catalogue
