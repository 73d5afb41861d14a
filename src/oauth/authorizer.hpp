// SPDX-License-Identifier: Apache-2.0
// Authorizer: sends a person to a vendor to agree, takes in what comes back, and lists the accounts under a wide grant. What it
// writes it writes with `note`, which puts the audit entry into the same transaction.
#pragma once

#include <functional>

#include "oauth/grants.hpp"
#include "ports/random.hpp"

namespace lockstep::oauth {

// Puts an audit entry about `subject` into the transaction.
using Note = std::function<Result<void>(Transaction&, std::string_view subject)>;

// What a person gives of the app that was made at the vendor. Empty addresses: the connector's own.
struct AppInput {
    std::string client_id;
    Secret client_secret;  // empty: the stored one stays
    std::string redirect_uri;
    std::string authorize_url;
    std::string base_url;
};

struct Begun {
    std::string address;  // to send the person to
    TimePoint expires_at{};
};

class Authorizer {
public:
    struct Parts {
        HttpClient& http;
        Database& database;
        vault::Vault const& vault;
        connections::Connectors const& connectors;
        Clock& clock;
        Random& random;
        SecureRandom& secure_random;
        AccountId account;
        Grants& grants;
    };
    explicit Authorizer(Parts parts) : parts_(std::move(parts)) {}

    // not_found "oauth.no_oauth" when the connector has no OAuth; invalid "oauth.bad_app".
    Task<Result<App>> set_app(std::string connector, AppInput input, Note note);
    Task<Result<std::optional<App>>> app(std::string connector);

    // `actor` is who may come back with it, within ten minutes and once. conflict "oauth.no_app" before set_app().
    Task<Result<Begun>> begin(std::string connector, std::string mode, std::string actor);
    // denied "oauth.state_unknown": not begun here, by somebody else, too long ago, or a second time. denied
    // "oauth.code_refused": the app gives nothing for the code. unavailable "oauth.not_now". Stores the grant before it returns.
    Task<Result<Grant>> complete(std::string state, std::string code, std::string actor, Note note);

    Task<Result<std::vector<Grant>>> list();
    Task<Result<Grant>> find(GrantId id);
    // All accounts under a wide grant. invalid "oauth.not_wide".
    Task<Result<std::vector<Member>>> members(GrantId id);
    // The grant for one of them; a token is got and stored. Its own, when there is one already.
    Task<Result<Grant>> grant_for(GrantId wide, std::string member, Note note);
    // Uninstalled at the vendor, or no longer wanted here. `why`: "uninstalled", "disconnected".
    Task<Result<void>> remove(GrantId id, std::string why, Note note);

private:
    Task<Result<Grant>> store(Grant grant, Note const& note);
    std::string random_text();

    Parts parts_;
};

}  // namespace lockstep::oauth
