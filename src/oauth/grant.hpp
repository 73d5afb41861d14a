// SPDX-License-Identifier: Apache-2.0
// The words of this module: the installation's own app at a vendor, and a grant, which is what somebody agreed to there.
#pragma once

#include <optional>
#include <string>

#include "base/id.hpp"
#include "base/secret.hpp"
#include "base/time.hpp"

namespace lockstep::oauth {

// Made at the vendor by whoever runs this installation.
struct App {
    std::string connector;
    std::string client_id;
    Secret client_secret;
    std::string redirect_uri;   // exactly as the vendor knows it
    std::string authorize_url;  // where a person agrees
    std::string base_url;       // of the API that gives tokens
};

struct Tokens {
    Secret access;
    Secret refresh;          // empty: there is none, the parent gives another access token
    TimePoint issued_at{};   // by Clock::wall
    TimePoint expires_at{};  // the same
    std::string scopes;      // separated by spaces, as granted
};

enum class GrantState : std::uint8_t {
    active,
    dead,     // the vendor accepts it no more: a person has to agree again
    removed,  // the app was uninstalled there, or the grant disconnected here
};
std::string_view to_string(GrantState state);
std::optional<GrantState> grant_state_from(std::string_view text);

struct Grant {
    AccountId account;
    GrantId id;
    std::string connector;
    std::string mode;   // of the connector's OAuthRules
    std::string owner;  // the account at the vendor whose tokens these are
    std::optional<GrantId> parent;
    GrantState state = GrantState::active;
    std::string why;  // a code, when it is not active
    std::int64_t generation = 1;
    Tokens tokens;
    // When a request went out that uses the refresh token up, and nothing is stored of its answer; by Clock::wall.
    std::optional<TimePoint> asked_at;
    TimePoint created_at{};
};

}  // namespace lockstep::oauth
