// SPDX-License-Identifier: Apache-2.0
// How old a connection's credential is, and what the app's declaration says of that. Pure.
#pragma once

#include <optional>

#include "connections/connection.hpp"

namespace lockstep::connections {

struct CredentialAge {
    // Absent: its tokens come from a grant and renew themselves, or nobody knows.
    std::optional<TimePoint> since;
    std::optional<TimePoint> remind_at;       // from then on people are reminded
    std::optional<TimePoint> replace_by;      // by then the app wants another; after it, it may be dead
    std::optional<TimePoint> previous_until;  // the one before is kept until then

    bool operator==(CredentialAge const&) const = default;
};

CredentialAge credential_age(Connection const& connection);

}  // namespace lockstep::connections
