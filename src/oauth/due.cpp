// SPDX-License-Identifier: Apache-2.0
#include "oauth/due.hpp"

#include <algorithm>
#include <functional>

namespace lockstep::oauth {
namespace {

constexpr auto last_moment = std::chrono::minutes{2};  // a call may wait for its turn before it arrives

}  // namespace

Due due(Grant const& grant, double jitter, TimePoint wall) {
    if (grant.state != GrantState::active) return Due::nothing;
    auto const& tokens = grant.tokens;
    auto const life = tokens.expires_at - tokens.issued_at;
    if (tokens.access.empty() || wall >= tokens.expires_at - std::min<Duration>(last_moment, life / 10)) return Due::renew_now;
    auto const soon =
        tokens.issued_at + Duration{static_cast<Duration::rep>(static_cast<double>(life.count()) * (0.7 + 0.1 * jitter))};
    // A clock that was set back says nothing of a token from the future; it is used until it is refused.
    return wall >= soon ? Due::renew_soon : Due::use;
}

double jitter_of(Grant const& grant) {
    auto const hash = std::hash<std::string>{}(grant.id.text() + std::to_string(to_micros(grant.tokens.issued_at)));
    return static_cast<double>(hash % 1'000) / 1'000.0;
}

}  // namespace lockstep::oauth
