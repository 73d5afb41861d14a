// SPDX-License-Identifier: Apache-2.0
// Which of two credentials a call is sent with, while a connection's credential is replaced and the app accepts the one before as
// well. The present one, unless the app has refused it: then the one before, and from time to time the present one, to see. Pure.
#pragma once

#include <optional>

#include "base/time.hpp"
#include "connections/connection.hpp"

namespace lockstep::calls {

struct Fallback {
    Secret refused;  // the present credential that the app has refused, while the one before is tried or used
    std::optional<TimePoint> since;
    int refusals_in_a_row = 0;  // 1 may be a hiccup
    TimePoint ask_again_at{};   // then the present one is tried again
    // The one before, when the app has refused it as well: how often in a row, and when it is worth a try again.
    Secret refused_before;
    int refusals_before = 0;
    TimePoint ask_before_again_at{};
};

// With which of the connection's credentials to call. `connection` as it stands in the directory now.
Secret const& credential_to_send(Fallback const& fallback, connections::Connection const& connection, TimePoint now);

// The app has answered 401 to `sent`, so nothing was carried out. Whether the other credential of the connection is worth the one
// try that is left: then credential_to_send() gives it.
bool note_refused(Fallback& fallback, connections::Connection const& connection, Secret const& sent, TimePoint now);
// The app has accepted it.
void note_accepted(Fallback& fallback, connections::Connection const& connection, Secret const& sent);

// Whether calls go by the one before now.
bool is_falling_back(Fallback const& fallback, connections::Connection const& connection, TimePoint now);

}  // namespace lockstep::calls
