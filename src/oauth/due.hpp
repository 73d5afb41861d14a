// SPDX-License-Identifier: Apache-2.0
// When a grant's access token is renewed. Pure.
#pragma once

#include "oauth/grant.hpp"

namespace lockstep::oauth {

enum class Due : std::uint8_t {
    use,         // good for long enough
    renew_soon,  // at 70 to 80 % of its life: used while it is renewed
    renew_now,   // expired, or so nearly that a call could arrive too late
    nothing,     // the grant is dead or removed
};

// `jitter` in [0, 1): where between 70 and 80 % this grant is, always the same for one token, so that a thousand grants given
// at once are not renewed at once. Times are the wall's.
Due due(Grant const& grant, double jitter, TimePoint wall);
double jitter_of(Grant const& grant);

}  // namespace lockstep::oauth
