// SPDX-License-Identifier: Apache-2.0
// Who may call, and for how long nobody may: tables of the pure decision, and stories of what an app does.
#include "calls/admission.hpp"

#include <gtest/gtest.h>
#include <array>

namespace lockstep::calls {
namespace {

using namespace std::chrono_literals;
using catalogue::Lane;
using connections::ConnectionState;

constexpr TimePoint start{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};
constexpr double no_luck = 0.5;  // pauses as long as they are without jitter

Standing failing(Duration open_for, bool is_probing = false) {
    Standing standing;
    standing.failures_in_a_row = 5;
    standing.failing_since = start - 1min;
    standing.openings_in_a_row = 1;
    standing.opened_at = start;
    standing.open_until = start + open_for;
    standing.is_probing = is_probing;
    return standing;
}

Standing refused(Duration ask_again_in, bool is_probing = false) {
    Standing standing;
    standing.refused_since = start - 1h;
    standing.refusals_in_a_row = 1;
    standing.refused_at = start - 1h;
    standing.ask_again_at = start + ask_again_in;
    standing.is_probing = is_probing;
    return standing;
}

Standing proven() {
    Standing standing;
    standing.is_credential_proven = true;
    return standing;
}

struct Case {
    char const* what;
    std::optional<ConnectionState> state;
    Standing standing;
    Lane lane;
    Passage passage;
    std::string_view code;
    Duration again_in;
};

TEST(Admission, IsDecidedByStateCredentialAndFailures) {
    constexpr auto active = ConnectionState::active;
    constexpr auto disabled = ConnectionState::disabled;
    constexpr auto needs_credential = ConnectionState::needs_credential;
    std::array const cases{
        Case{"all is well", active, {}, Lane::bulk, Passage::free, "", 0s},
        Case{"removed", std::nullopt, {}, Lane::live, Passage::held, "calls.no_connection", 5min},
        Case{"disabled", disabled, {}, Lane::live, Passage::held, "calls.connection_disabled", 5min},
        Case{"disabled, by hand", disabled, {}, Lane::interactive, Passage::held, "calls.connection_disabled", 5min},
        Case{"refused, too early", active, refused(40s), Lane::live, Passage::held, "calls.needs_credential", 40s},
        Case{"refused, time to ask again", active, refused(0s), Lane::bulk, Passage::probe, "", 0s},
        Case{"refused, somebody is asking", active, refused(-1s, true), Lane::live, Passage::held, "calls.needs_credential", 1s},
        Case{"refused, by hand", active, refused(40s), Lane::interactive, Passage::probe, "", 0s},
        Case{"refused, by hand, somebody is asking", active, refused(40s, true), Lane::interactive, Passage::held,
            "calls.needs_credential", 40s},
        Case{"stored as refused, nothing known since the start", needs_credential, {}, Lane::live, Passage::probe, "", 0s},
        Case{"stored as refused, accepted since", needs_credential, proven(), Lane::live, Passage::free, "", 0s},
        Case{"failing, too early", active, failing(15s), Lane::live, Passage::held, "calls.breaker_open", 15s},
        Case{"failing, time to look", active, failing(0s), Lane::live, Passage::probe, "", 0s},
        Case{"failing, somebody is looking", active, failing(0s, true), Lane::live, Passage::held, "calls.breaker_open", 1s},
        Case{"failing, by hand", active, failing(15s), Lane::interactive, Passage::probe, "", 0s},
    };
    for (auto const& each : cases) {
        auto const admission = admit(each.state, each.standing, each.lane, start);
        EXPECT_EQ(admission.passage, each.passage) << each.what;
        EXPECT_EQ(admission.code, each.code) << each.what;
        if (each.passage == Passage::held) EXPECT_EQ(admission.again_at, start + each.again_in) << each.what;
    }
}

TEST(Admission, SaysSinceWhen) {
    EXPECT_EQ(admit(ConnectionState::active, refused(40s), Lane::live, start).since, start - 1h);
    EXPECT_EQ(admit(ConnectionState::active, failing(40s), Lane::live, start).since, start - 1min);
    EXPECT_FALSE(admit(ConnectionState::disabled, {}, Lane::live, start).since);
}

TEST(Admission, TheBreakerOpensAtTheFifthFailureInARowAndLongerEachTime) {
    Standing standing;
    for (int i = 0; i < 4; ++i) note_failure(standing, "", start, start, no_luck);
    EXPECT_FALSE(standing.open_until);
    note_failure(standing, "", start, start, no_luck);
    EXPECT_EQ(standing.open_until, start + 15s);
    auto now = start + 15s;
    for (auto const pause : {30s, 60s, 120s, 120s, 120s}) {
        note_failure(standing, "", now, now, no_luck);
        EXPECT_EQ(standing.open_until, now + pause);
        now += pause;
    }
    EXPECT_EQ(standing.failing_since, start);
    note_answer(standing);
    EXPECT_EQ(standing, Standing{});
}

TEST(Admission, ARecordThatAlwaysFailsDoesNotOpenTheBreakerForTheOthers) {
    Standing standing;
    for (int i = 0; i < 50; ++i) note_failure(standing, "https://app/contacts/1", start, start, no_luck);
    EXPECT_EQ(standing.failures_in_a_row, 1);
    EXPECT_FALSE(standing.open_until);
    // Several records, or calls about none, are another matter.
    for (auto const* subject : {"https://app/contacts/2", "", "https://app/contacts/3", ""})
        note_failure(standing, subject, start, start, no_luck);
    EXPECT_TRUE(standing.open_until);
}

TEST(Admission, CallsThatWereUnderWayWhenTheBreakerOpenedDoNotLengthenThePause) {
    auto standing = failing(15s);
    for (int i = 0; i < 20; ++i) note_failure(standing, "", start - 1s, start + 1s, no_luck);
    EXPECT_EQ(standing.open_until, start + 15s);
    EXPECT_EQ(standing.openings_in_a_row, 1);
}

TEST(Admission, ARefusedCredentialIsTriedAfterTenSecondsThenAMinuteDoublingToHalfAnHour) {
    Standing standing;
    auto now = start;
    for (std::chrono::seconds const pause : {10s, 60s, 120s, 240s, 480s, 960s, 1800s, 1800s}) {
        note_refused_credential(standing, now, now);
        EXPECT_EQ(standing.ask_again_at, now + pause);
        now += pause;
    }
    EXPECT_EQ(standing.refused_since, start);
    note_accepted_credential(standing);
    EXPECT_FALSE(standing.refused_since);
    note_refused_credential(standing, now, now);
    EXPECT_EQ(standing.ask_again_at, now + 10s);
}

TEST(Admission, RefusalsOfCallsThatWereUnderWayCountAsOne) {
    Standing standing;
    for (int i = 1; i < 10; ++i) note_refused_credential(standing, start, start + i * 1s);
    EXPECT_EQ(standing.refusals_in_a_row, 1);
    EXPECT_EQ(standing.ask_again_at, start + 1s + 10s);
}

TEST(Admission, StoringTheSameCredentialAgainAsksAtOnceAndAnotherOneForgets) {
    auto same = refused(20min);
    note_stored_anew(same, false, start);
    EXPECT_EQ(admit(ConnectionState::active, same, Lane::live, start).passage, Passage::probe);
    EXPECT_EQ(same.refused_since, start - 1h) << "it has not been accepted yet";
    auto other = refused(20min);
    note_stored_anew(other, true, start);
    EXPECT_EQ(admit(ConnectionState::active, other, Lane::live, start).passage, Passage::free);
}

TEST(Admission, WaitsLongerForAnAppThatKeepsSayingTooFast) {
    Standing standing;
    for (auto const pause : {1s, 2s, 4s, 8s, 16s, 32s, 60s, 60s}) EXPECT_EQ(note_limited(standing, start), pause);
}

TEST(Admission, PausesGrowAndAreSpread) {
    EXPECT_EQ(back_off(0, 0.9), 0s);
    EXPECT_EQ(back_off(1, no_luck), 1s);
    EXPECT_EQ(back_off(4, no_luck), 8s);
    EXPECT_EQ(back_off(1000, no_luck), 2min);
    EXPECT_EQ(breaker_pause(1, 0.0), 11'250ms);
    EXPECT_EQ(breaker_pause(1, 0.999), 18'742'500us);
}

}  // namespace
}  // namespace lockstep::calls
