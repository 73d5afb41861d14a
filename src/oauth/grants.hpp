// SPDX-License-Identifier: Apache-2.0
// Grants: where calls get the access tokens of connections by OAuth. A token is renewed once for all who wait for it, at 70 to
// 80 % of its life, by one process at a time, and is stored before it is used. Connections with a token or key that a person
// entered keep getting theirs from the directory.
#pragma once

#include <map>
#include <memory>
#include <set>

#include "calls/credentials.hpp"
#include "oauth/store.hpp"
#include "oauth/token_request.hpp"
#include "ports/clock.hpp"
#include "ports/http.hpp"
#include "ports/log.hpp"
#include "ports/metrics.hpp"
#include "ports/task_group.hpp"

namespace lockstep::oauth {

class Grants final : public calls::CredentialSource {
public:
    struct Parts {
        HttpClient& http;
        Database& database;
        vault::Vault const& vault;
        connections::Directory const& directory;
        connections::Connectors const& connectors;
        Clock& clock;
        Log& log;
        Metrics& metrics;
        AccountId account;
        std::string holder;  // who we are to the locks: the installation's own name
    };
    Grants(Parts parts, boost::asio::any_io_executor executor);

    bool is_in_directory(connections::Connection const& connection) const override;
    Task<Result<Secret>> current(connections::Connection const& connection) override;
    Task<Result<std::optional<Secret>>> after_refusal(connections::Connection const& connection, Secret const& refused) override;

    // The access token of a grant, renewed first when it is due. denied "oauth.grant_dead" when a person has to agree again,
    // unavailable "oauth.not_now" when the vendor could not be asked.
    Task<Result<Secret>> token(GrantId id);
    // Somebody agreed anew, or the grant has ended: what is known of it in memory is read again.
    void forget(GrantId const& id);
    // Ends with a request to the vendor under way, or at `until`.
    Task<void> join(TimePoint until);

private:
    // What is known of one grant, and who waits for it.
    struct Known {
        std::optional<Grant> grant;
        bool is_renewing = false;
        Signal renewed;
        std::set<std::string> refused;  // SHA-256 of access tokens that the app has refused
        TimePoint ask_again_at{};       // after an answer that was no answer
        int failures = 0;
    };
    enum class Renewal : std::uint8_t {
        done,     // or somebody else did it
        not_now,  // the vendor gave no answer, or another process is at it
        dead
    };

    Task<Result<Secret>> token_of(GrantId id, Secret const* refused);
    Task<Result<void>> load(GrantId id, Known& known);
    // Alone in this process; takes the lock that keeps other processes out.
    Task<Renewal> renew(GrantId id, Known& known);
    Task<Renewal> renew_locked(Known& known, Grant grant);
    Task<TokenReply> ask(Grant const& grant, App const& app, catalogue::OAuthRules const& rules);
    Task<TokenReply> revive(Grant const& grant, App const& app, catalogue::OAuthRules const& rules);
    Task<TokenReply> send(HttpRequest request, catalogue::OAuthMode const& mode, std::string_view what);
    Task<bool> keep(Known& known, Grant grant);
    bool is_good(Known const& known, bool& is_due) const;
    Known& known(GrantId const& id);
    Error why_not(Known const& known) const;

    Parts parts_;
    std::map<GrantId, std::unique_ptr<Known>> known_;
    TaskGroup tasks_;  // last: ends first
};

// The rules of a connector by its id; null when it has none.
catalogue::OAuthRules const* rules_of(connections::Connectors const& connectors, std::string_view connector);

}  // namespace lockstep::oauth
