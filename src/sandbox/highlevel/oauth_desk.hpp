// SPDX-License-Identifier: Apache-2.0
// OAuthDesk: the simulated HighLevel's authorisation: one app, an agency with its locations, codes, access tokens that expire,
// refresh tokens that are used up by one refresh. What the published documents leave open is told in docs/reference/sandbox.md.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sandbox/prng.hpp"
#include "sandbox/request.hpp"

namespace lockstep::sandbox::highlevel {

struct OAuthSettings {
    Duration access_life = std::chrono::seconds{86'399};
    Duration old_refresh_life{0};  // how long a refresh token that was used once is taken again
    bool may_reconnect = true;     // POST /oauth/reconnect gives a code for the app's own word
    std::int64_t locations = 5;    // of the agency, beside the one with data
};

class OAuthDesk {
public:
    OAuthDesk(Prng stream, std::string location_id);

    OAuthSettings settings;

    std::string const& client_id() const { return client_id_; }
    std::string const& client_secret() const { return client_secret_; }
    std::string const& company_id() const { return company_id_; }

    // Everything under /oauth/ and /v2/oauth/; nullopt: no such route.
    std::optional<HttpReply> answer(Request const& request, TimePoint now);
    // The location that this access token opens; nullopt: none, it is unknown, expired, or the agency's.
    std::optional<std::string> location_of(std::string_view access_token, TimePoint now) const;
    // What somebody does at the vendor: the app is uninstalled from a location (or the agency): all its tokens die.
    // False: it was not installed there.
    bool uninstall(std::string const& owner);
    // The access tokens alone die, as when a secret is reset.
    void revoke_access();
    std::int64_t refreshes() const { return refreshes_; }

private:
    enum class Kind : std::uint8_t {
        location,
        company
    };
    struct Code {
        Kind kind = Kind::location;
        std::string owner;
        std::string redirect_uri;
        TimePoint expires_at{};
    };
    struct Token {
        Kind kind = Kind::location;
        std::string owner;
        TimePoint expires_at{};
    };
    struct Refresh {
        Kind kind = Kind::location;
        std::string owner;
        std::optional<TimePoint> used_at;
    };
    using Form = std::map<std::string, std::string, std::less<>>;

    HttpReply choose(Request const& request, TimePoint now);
    HttpReply token(Request const& request, TimePoint now);
    HttpReply location_token(Request const& request, TimePoint now);
    HttpReply installed_locations(Request const& request, TimePoint now) const;
    HttpReply reconnect(Request const& request, TimePoint now);
    HttpReply grant(Kind kind, std::string const& owner, bool with_refresh, TimePoint now);
    std::optional<std::string> company_of(HttpHeaders const& headers, TimePoint now) const;
    std::vector<std::pair<std::string, std::string>> locations() const;  // id and name
    std::string text(std::string_view prefix);

    Prng stream_;
    std::string location_id_;
    std::string client_id_;
    std::string client_secret_;
    std::string company_id_;
    std::vector<std::string> made_up_;
    std::map<std::string, Code, std::less<>> codes_;
    std::map<std::string, Token, std::less<>> tokens_;
    std::map<std::string, Refresh, std::less<>> refresh_tokens_;
    std::map<std::string, bool, std::less<>> installed_;  // by location or company
    std::int64_t refreshes_ = 0;
};

}  // namespace lockstep::sandbox::highlevel
