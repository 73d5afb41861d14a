// SPDX-License-Identifier: Apache-2.0
#include "calls/admission.hpp"

#include <algorithm>

namespace lockstep::calls {
namespace {

using namespace std::chrono_literals;
using catalogue::Lane;
using catalogue::ReplyClass;
using connections::ConnectionState;

constexpr int failures_that_open_breaker = 5;
constexpr Duration breaker_pause_min = 15s;
constexpr Duration breaker_pause_max = 2min;  // one call tells whether an app is back; people wait for it
constexpr Duration hiccup_pause = 10s;        // one refusal may be a hiccup, and a person wants to know soon
constexpr Duration credential_pause_min = 1min;
constexpr Duration credential_pause_max = 30min;
constexpr Duration limited_pause_max = 1min;
constexpr Duration back_off_max = 2min;
constexpr Duration ask_a_person_again = 5min;  // nothing but a person changes it, and that wakes whoever waits
constexpr Duration probe_takes = 1s;

Duration doubled(Duration first, int times, Duration most) {
    return std::min(most, first * (std::int64_t{1} << std::clamp(times, 0, 20)));
}

Duration with_luck(Duration pause, double luck) {
    return Duration{static_cast<std::int64_t>(static_cast<double>(pause.count()) * (0.75 + luck / 2))};
}

void end_failures(Standing& standing) {
    standing.failures_in_a_row = 0;
    standing.failing_subjects.clear();
    standing.openings_in_a_row = 0;
    standing.failing_since.reset();
    standing.opened_at = {};
    standing.open_until.reset();
}

Admission held(ErrorKind kind, std::string_view code, std::string_view words, TimePoint again_at,
    std::optional<TimePoint> since = std::nullopt) {
    return {Passage::held, kind, code, words, again_at, since};
}

Admission admit_with_credential_refused(Standing const& standing, Lane lane, TimePoint now) {
    bool const is_time = now >= standing.ask_again_at || lane == Lane::interactive;
    if (is_time && !standing.is_probing) return {.passage = Passage::probe};
    return held(ErrorKind::denied, "calls.needs_credential", "the app refuses the connection's credential",
        std::max(standing.ask_again_at, now + probe_takes), standing.refused_since);
}

Admission admit_while_failing(Standing const& standing, Lane lane, TimePoint now) {
    bool const is_time = now >= *standing.open_until || lane == Lane::interactive;
    if (is_time && !standing.is_probing) return {.passage = Passage::probe};
    return held(ErrorKind::unavailable, "calls.breaker_open", "the app has failed several times in a row",
        std::max(*standing.open_until, now + probe_takes), standing.failing_since);
}

}  // namespace

Admission admit(std::optional<ConnectionState> state, Standing const& standing, Lane lane, TimePoint now) {
    if (!state) return held(ErrorKind::not_found, "calls.no_connection", "there is no such connection", now + ask_a_person_again);
    if (*state == ConnectionState::disabled) {
        return held(ErrorKind::conflict, "calls.connection_disabled", "the connection is disabled", now + ask_a_person_again);
    }
    bool const was_refused = *state == ConnectionState::needs_credential && !standing.is_credential_proven;
    if (standing.refused_since || was_refused) return admit_with_credential_refused(standing, lane, now);
    if (standing.open_until) return admit_while_failing(standing, lane, now);
    return {};
}

void note_failure(Standing& standing, std::string_view subject, TimePoint begun, TimePoint now, double luck) {
    if (standing.open_until && begun < standing.opened_at) return;
    if (!standing.failing_since) standing.failing_since = now;
    bool const is_known = std::ranges::find(standing.failing_subjects, subject) != standing.failing_subjects.end();
    if (!standing.open_until && !subject.empty()) {
        if (is_known) return;
        standing.failing_subjects.emplace_back(subject);
    }
    ++standing.failures_in_a_row;
    if (standing.failures_in_a_row < failures_that_open_breaker) return;
    ++standing.openings_in_a_row;
    standing.opened_at = now;
    standing.open_until = now + breaker_pause(standing.openings_in_a_row, luck);
}

void note_answer(Standing& standing) {
    end_failures(standing);
    standing.limited_in_a_row = 0;
    standing.limited_since.reset();
}

void note_refused_credential(Standing& standing, TimePoint begun, TimePoint now) {
    if (standing.refused_since && begun < standing.refused_at) return;
    standing.is_credential_proven = false;
    if (!standing.refused_since) standing.refused_since = now;
    ++standing.refusals_in_a_row;
    standing.refused_at = now;
    standing.ask_again_at = now + credential_pause(standing.refusals_in_a_row);
}

void note_accepted_credential(Standing& standing) {
    standing.is_credential_proven = true;
    standing.refused_since.reset();
    standing.refusals_in_a_row = 0;
}

void note_stored_anew(Standing& standing, bool has_other_credential, TimePoint now) {
    if (has_other_credential) {
        standing.is_credential_proven = false;
        standing.refused_since.reset();
    }
    standing.refusals_in_a_row = 0;
    standing.ask_again_at = now;
}

Duration note_limited(Standing& standing, TimePoint now) {
    end_failures(standing);
    if (!standing.limited_since) standing.limited_since = now;
    return doubled(1s, standing.limited_in_a_row++, limited_pause_max);
}

bool proves_credential(ReplyClass reply_class) {
    switch (reply_class) {
        case ReplyClass::ok:
        case ReplyClass::duplicate:
        case ReplyClass::invalid:
        case ReplyClass::forbidden:
        case ReplyClass::not_found:
        case ReplyClass::changed_since:
        case ReplyClass::quota_spent: return true;
        case ReplyClass::unauthorized:
        case ReplyClass::limited:
        case ReplyClass::unavailable:
        case ReplyClass::malformed: return false;
    }
    return false;
}

Duration breaker_pause(int openings_in_a_row, double luck) {
    return with_luck(doubled(breaker_pause_min, openings_in_a_row - 1, breaker_pause_max), luck);
}

Duration credential_pause(int refusals_in_a_row) {
    if (refusals_in_a_row <= 1) return hiccup_pause;
    return doubled(credential_pause_min, refusals_in_a_row - 2, credential_pause_max);
}

Duration back_off(int failures_in_a_row, double luck) {
    return failures_in_a_row <= 0 ? Duration{0} : with_luck(doubled(1s, failures_in_a_row - 1, back_off_max), luck);
}

}  // namespace lockstep::calls
