// SPDX-License-Identifier: Apache-2.0
#include "calls/fallback.hpp"

#include "base/bytes.hpp"
#include "calls/admission.hpp"

namespace lockstep::calls {
namespace {

bool is_same(Secret const& one, Secret const& other) { return !one.empty() && equal_constant_time(one.reveal(), other.reveal()); }

// There is one before, and the app has not refused it just now.
bool has_usable_previous(Fallback const& fallback, connections::Connection const& connection, TimePoint now) {
    bool const is_refused =
        is_same(fallback.refused_before, connection.previous_credential) && now < fallback.ask_before_again_at;
    return connections::has_previous(connection, now) && !is_refused;
}

void note_previous_refused(Fallback& fallback, connections::Connection const& connection, TimePoint now) {
    if (!is_same(fallback.refused_before, connection.previous_credential)) fallback.refusals_before = 0;
    fallback.refused_before = connection.previous_credential;
    ++fallback.refusals_before;
    // Longer than until the present one is tried again: a connection that is dead costs one call at a time, not two.
    fallback.ask_before_again_at = now + credential_pause(fallback.refusals_before + 1);
}

}  // namespace

bool is_falling_back(Fallback const& fallback, connections::Connection const& connection, TimePoint now) {
    return is_same(fallback.refused, connection.credential) && has_usable_previous(fallback, connection, now);
}

Secret const& credential_to_send(Fallback const& fallback, connections::Connection const& connection, TimePoint now) {
    bool const is_time_to_ask = now >= fallback.ask_again_at;
    if (is_falling_back(fallback, connection, now) && !is_time_to_ask) return connection.previous_credential;
    return connection.credential;
}

bool note_refused(Fallback& fallback, connections::Connection const& connection, Secret const& sent, TimePoint now) {
    if (!connections::has_previous(connection, now)) return false;
    if (is_same(connection.previous_credential, sent)) {
        // The present one is worth a try only if it was not refused just before.
        bool const was_other_refused = is_same(fallback.refused, connection.credential);
        note_previous_refused(fallback, connection, now);
        return !was_other_refused;
    }
    if (!is_same(connection.credential, sent) || !has_usable_previous(fallback, connection, now)) return false;
    if (!is_same(fallback.refused, sent)) {
        fallback.refused = sent;
        fallback.since = now;
        fallback.refusals_in_a_row = 0;
    }
    // Several calls that were under way together are refused together: that is one refusal.
    if (now < fallback.ask_again_at && fallback.refusals_in_a_row > 0) return true;
    ++fallback.refusals_in_a_row;
    fallback.ask_again_at = now + credential_pause(fallback.refusals_in_a_row);
    return true;
}

void note_accepted(Fallback& fallback, connections::Connection const& connection, Secret const& sent) {
    if (is_same(connection.credential, sent)) {
        fallback = {};
    } else if (is_same(connection.previous_credential, sent)) {
        fallback.refused_before = {};
        fallback.refusals_before = 0;
    }
}

}  // namespace lockstep::calls
