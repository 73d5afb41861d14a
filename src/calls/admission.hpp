// SPDX-License-Identifier: Apache-2.0
// Whether a connection may be called now, decided in one place: what a person set, what the app said of the credential, and
// whether the app has kept failing. A connection that may not be called lets one call through from time to time, to see. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "catalogue/connector.hpp"
#include "catalogue/rate.hpp"
#include "connections/connection.hpp"

namespace lockstep::calls {

// How an app has treated the calls of one connection lately.
struct Standing {
    int failures_in_a_row = 0;                  // each record counts once: one that always fails says nothing of the others
    std::vector<std::string> failing_subjects;  // which records these were
    std::optional<TimePoint> failing_since;     // when the first of them ended
    int openings_in_a_row = 0;                  // of the breaker; each pause is twice as long as the one before
    TimePoint opened_at{};
    std::optional<TimePoint> open_until;  // set: held until then, and after that one call at a time
    int limited_in_a_row = 0;             // answers "too fast"
    std::optional<TimePoint> limited_since;

    bool is_credential_proven = false;  // the app has accepted it since it was given to us
    std::optional<TimePoint> refused_since;
    int refusals_in_a_row = 0;
    TimePoint refused_at{};
    TimePoint ask_again_at{};

    bool is_probing = false;  // the one call that sees whether all is well again is under way

    bool operator==(Standing const&) const = default;
};

enum class Passage : std::uint8_t {
    free,
    probe,  // alone, to see whether all is well again
    held
};

struct Admission {
    Passage passage = Passage::free;
    // When held:
    ErrorKind kind = ErrorKind::unavailable;
    std::string_view code{};
    std::string_view words{};
    TimePoint again_at{};
    std::optional<TimePoint> since{};
};

// `state` is absent when there is no such connection any more. What a person asks for by hand passes as a probe where other
// calls wait, because a person wants to know what the app says now; a disabled connection is called by nobody.
Admission admit(std::optional<connections::ConnectionState> state, Standing const& standing, catalogue::Lane lane, TimePoint now);

// What a try came to. `subject` is the one record that the call is about; empty: it is about more, or about none yet. `begun` is
// when it was handed to the network: what was under way already when the app began to refuse or to fail says nothing new. `luck`
// in [0, 1) spreads the pauses of several connections.
void note_failure(Standing& standing, std::string_view subject, TimePoint begun, TimePoint now, double luck);
// The app answered in its right mind, whatever it said.
void note_answer(Standing& standing);
void note_refused_credential(Standing& standing, TimePoint begun, TimePoint now);
void note_accepted_credential(Standing& standing);
// The connection was stored anew: with another credential nothing is known of it; with the same one it is tried at once.
void note_stored_anew(Standing& standing, bool has_other_credential, TimePoint now);
// "Too fast": how long to wait at least, longer each time in a row.
Duration note_limited(Standing& standing, TimePoint now);

// A reply of this class shows that the app accepts the credential.
bool proves_credential(catalogue::ReplyClass reply_class);

Duration breaker_pause(int openings_in_a_row, double luck);
Duration credential_pause(int refusals_in_a_row);
// How long a call that came to nothing waits at least, while the app keeps failing.
Duration back_off(int failures_in_a_row, double luck);

}  // namespace lockstep::calls
