// SPDX-License-Identifier: Apache-2.0
#include "health/health.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lockstep::health {
namespace {

using connections::ConnectionState;
using contacts::Side;
using std::chrono::hours;
using std::chrono::seconds;

constexpr TimePoint now{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};

ConnectionFacts answering() {
    ConnectionFacts facts;
    facts.label = "Clinic";
    facts.app = "App";
    facts.traffic = calls::ConnectionTraffic{};
    facts.traffic->answered_at = now - seconds{3};
    facts.traffic->standing.is_credential_proven = true;
    facts.waits = 7;
    return facts;
}

std::string code(Health const& health) { return health.words.code; }

TEST(ConnectionHealth, AnAppThatAnswersIsWell) {
    auto const health = connection_health(answering(), now);
    EXPECT_EQ(health.state, State::well);
    EXPECT_EQ(health.weight, Weight::good);
    EXPECT_EQ(health.since, now - seconds{3});
}

TEST(ConnectionHealth, WhatNobodyHasTriedIsNotCalledWell) {
    auto facts = answering();
    facts.traffic.reset();
    EXPECT_EQ(connection_health(facts, now).state, State::unknown);
    facts.remembered.answered_at = now - hours{1};
    auto const remembered = connection_health(facts, now);
    EXPECT_EQ(remembered.state, State::well);
    EXPECT_EQ(remembered.since, now - hours{1});
    facts.remembered.failing_since = now - hours{2};
    facts.remembered.failure_code = "calls.unavailable";
    facts.remembered.failure_status = 503;
    EXPECT_EQ(connection_health(facts, now).state, State::waiting) << "a restart cures no app";
    EXPECT_EQ(connection_health(facts, now).since, now - hours{2});
}

TEST(ConnectionHealth, AFailingAppIsSaidAtOnceAndLoudlyAfterAMinute) {
    auto facts = answering();
    auto& traffic = *facts.traffic;
    traffic.standing.failing_since = now - seconds{59};
    traffic.standing.open_until = now + seconds{20};
    traffic.failure_code = "calls.unavailable";
    traffic.failure_status = 503;
    auto const young = connection_health(facts, now);
    EXPECT_EQ(young.state, State::waiting);
    EXPECT_EQ(young.weight, Weight::attention);
    EXPECT_EQ(young.since, now - seconds{59});
    EXPECT_EQ(young.next_try_at, now + seconds{20});
    EXPECT_EQ(young.waits, 7);
    EXPECT_EQ(code(young), "condition.connection.failing");
    EXPECT_EQ(connection_health(facts, now + seconds{1}).weight, Weight::alarm);
    traffic.failure_code = "http.unreachable";
    EXPECT_EQ(code(connection_health(facts, now)), "condition.connection.silent");
}

TEST(ConnectionHealth, CallsThatGoByTheCredentialBeforeNeedALook) {
    auto facts = answering();
    facts.traffic->fallback_since = now - hours{1};
    facts.traffic->fallback_refusals = 1;
    facts.credential.previous_until = now + std::chrono::days{3};
    EXPECT_EQ(connection_health(facts, now).weight, Weight::good) << "one refusal may be a hiccup";
    facts.traffic->fallback_refusals = 2;
    auto const health = connection_health(facts, now);
    EXPECT_EQ(code(health), "condition.connection.fallback");
    EXPECT_EQ(health.state, State::well) << "nothing waits";
    EXPECT_EQ(health.weight, Weight::attention);
    EXPECT_EQ(health.since, now - hours{1});
    EXPECT_NE(messages::text(messages::Language::en, {health.words.code + ".message", health.words.params}).find("2026-03-04"),
        std::string::npos);
}

TEST(ConnectionHealth, AnOldCredentialIsToldOfInTimeAndOverdueWhenItsDayHasPassed) {
    auto facts = answering();
    auto& age = facts.credential;
    age.since = now - std::chrono::days{79};
    age.remind_at = *age.since + std::chrono::days{80};
    age.replace_by = *age.since + std::chrono::days{90};
    EXPECT_EQ(code(connection_health(facts, now)), "condition.connection.well");
    auto const old = connection_health(facts, now + std::chrono::days{1});
    EXPECT_EQ(code(old), "condition.connection.credential_old");
    EXPECT_EQ(old.weight, Weight::attention);
    auto const overdue = connection_health(facts, now + std::chrono::days{11});
    EXPECT_EQ(code(overdue), "condition.connection.credential_overdue");
    auto const words = messages::text(messages::Language::en, {overdue.words.code + ".message", overdue.words.params});
    EXPECT_NE(words.find("90 days old"), std::string::npos) << words;
    EXPECT_NE(words.find("may be dead since 2026-03-12"), std::string::npos) << words;
    auto& standing = facts.traffic->standing;
    standing.is_credential_proven = false;
    standing.refused_since = now;
    standing.refusals_in_a_row = 2;
    EXPECT_EQ(code(connection_health(facts, now)), "condition.connection.refused");
    EXPECT_EQ(code(connection_health(facts, now + std::chrono::days{11})), "condition.connection.refused_overdue");
    EXPECT_EQ(connection_health(facts, now + std::chrono::days{11}).weight, Weight::alarm);
}

TEST(ConnectionHealth, OneRefusalIsNotYetBelieved) {
    auto facts = answering();
    auto& standing = facts.traffic->standing;
    standing.is_credential_proven = false;
    standing.refused_since = now - seconds{2};
    standing.refusals_in_a_row = 1;
    standing.ask_again_at = now + seconds{5};
    EXPECT_EQ(connection_health(facts, now).state, State::waiting);
    EXPECT_EQ(connection_health(facts, now).next_try_at, now + seconds{5});
    standing.refusals_in_a_row = 2;
    auto const refused = connection_health(facts, now);
    EXPECT_EQ(refused.state, State::refused);
    EXPECT_EQ(refused.weight, Weight::alarm);
    EXPECT_EQ(refused.since, now - seconds{2});
}

TEST(ConnectionHealth, ACredentialThatWasRefusedBeforeTheRestartIsStillRefused) {
    auto facts = answering();
    facts.traffic.reset();
    facts.state = ConnectionState::needs_credential;
    facts.remembered.refused_since = now - hours{5};
    EXPECT_EQ(connection_health(facts, now).state, State::refused);
    EXPECT_EQ(connection_health(facts, now).since, now - hours{5});
}

TEST(ConnectionHealth, ASpentAllowanceSaysUntilWhen) {
    auto facts = answering();
    facts.quota = {.limit = 500, .used_month = 450, .used_30_days = 450, .free_at = now + hours{40}};
    auto const spent = connection_health(facts, now);
    EXPECT_EQ(spent.state, State::limited);
    EXPECT_EQ(spent.next_try_at, now + hours{40});
    EXPECT_EQ(spent.waits, 7);
    facts.quota.free_at.reset();
    EXPECT_EQ(connection_health(facts, now).state, State::well);
    facts.traffic->bulk_spent_until = now + hours{3};
    EXPECT_EQ(connection_health(facts, now).state, State::well) << "edits still go through, and nothing else is wanted";
    facts.is_bulk_wanted = true;
    EXPECT_EQ(code(connection_health(facts, now)), "condition.connection.bulk_spent");
}

TEST(ConnectionHealth, AnOperationThatIsNotAllowedCountsWhileItIsRefused) {
    auto facts = answering();
    facts.traffic->denied["contacts.list"] = {.since = now - hours{1}, .last_at = now - seconds{50}};
    auto const denied = connection_health(facts, now);
    EXPECT_EQ(denied.state, State::refused);
    EXPECT_EQ(denied.weight, Weight::attention);
    EXPECT_THAT(denied.words.params, testing::Contains(std::pair<std::string, std::string>("operation", "contacts.list")));
    EXPECT_EQ(connection_health(facts, now + seconds{20}).state, State::well);
}

TEST(ConnectionHealth, ADisabledConnectionRests) {
    auto facts = answering();
    facts.state = ConnectionState::disabled;
    facts.traffic->standing.failing_since = now - hours{1};
    EXPECT_EQ(connection_health(facts, now).state, State::paused);
    EXPECT_TRUE(connection_health(facts, now).is_good()) << "as somebody wanted it";
}

TEST(ConnectionHealth, EverythingThatIsSaidHasWordsInBothLanguages) {
    for (auto const& each : messages::codes(messages::Language::en)) {
        if (!each.starts_with("condition.")) continue;
        EXPECT_FALSE(messages::sentence(messages::Language::fr, each).empty()) << each;
    }
    for (auto const* rejection : {"wrong_signature", "no_signature", "wrong_secret", "something_new"}) {
        auto facts = answering();
        facts.deliveries = {
            .accepted_at = {}, .rejected_at = now, .rejection = rejection, .rejected_in_a_row = 3, .rejected_since = now};
        auto const health = delivery_health(facts, now);
        EXPECT_TRUE(messages::has_text(health.words.code + ".message")) << rejection;
        EXPECT_TRUE(messages::fills(health.words.code + ".message", health.words.params)) << rejection;
    }
}

TEST(DeliveryHealth, TenRefusalsInARowAreWorthAPersonsLook) {
    auto facts = answering();
    EXPECT_EQ(delivery_health(facts, now).state, State::unknown);
    facts.deliveries.accepted_at = now - hours{1};
    EXPECT_EQ(delivery_health(facts, now).state, State::well);
    facts.deliveries.rejection = "wrong_signature";
    facts.deliveries.rejected_in_a_row = rejections_to_tell - 1;
    EXPECT_EQ(delivery_health(facts, now).weight, Weight::quiet);
    facts.deliveries.rejected_in_a_row = rejections_to_tell;
    EXPECT_EQ(delivery_health(facts, now).weight, Weight::attention);
}

SyncFacts running() {
    SyncFacts facts;
    facts.state = sync::SyncState::running;
    facts.is_engine_running = true;
    facts.labels = {"Left", "Right"};
    for (auto const side : contacts::both_sides) facts.sides[side] = connection_health(answering(), now);
    return facts;
}

TEST(SyncHealth, IsAsWellAsTheWorseOfItsSides) {
    auto facts = running();
    EXPECT_EQ(sync_health(facts, now).state, State::well);
    auto failing = answering();
    failing.traffic->standing.failing_since = now - seconds{90};
    facts.sides.b = connection_health(failing, now);
    facts.waiting = 3;
    facts.leased = 1;
    EXPECT_EQ(sync_health(facts, now).state, State::waiting);
    EXPECT_EQ(sync_health(facts, now).weight, Weight::alarm);
    EXPECT_EQ(sync_health(facts, now).waits, 4);
    auto refused = answering();
    refused.state = ConnectionState::needs_credential;
    refused.traffic->standing.is_credential_proven = false;
    facts.sides.a = connection_health(refused, now);
    EXPECT_EQ(sync_health(facts, now).state, State::refused);
}

TEST(SyncHealth, RestsWithADisabledConnectionAndSaysSo) {
    auto facts = running();
    auto disabled = answering();
    disabled.state = ConnectionState::disabled;
    facts.sides.b = connection_health(disabled, now);
    auto const health = sync_health(facts, now);
    EXPECT_EQ(health.state, State::paused);
    EXPECT_EQ(health.weight, Weight::attention) << "the sync itself was told to run";
    EXPECT_EQ(code(health), "condition.sync.connection_disabled");
}

TEST(SyncHealth, IsNotWellWhileNothingRuns) {
    auto facts = running();
    facts.is_engine_running = false;
    EXPECT_EQ(code(sync_health(facts, now)), "condition.sync.no_engine");
    facts.state = sync::SyncState::paused;
    EXPECT_EQ(code(sync_health(facts, now)), "condition.sync.paused");
    EXPECT_TRUE(sync_health(facts, now).is_good());
}

TEST(SyncHealth, SaysWhenASideCannotBeReadOrIsBehind) {
    auto facts = running();
    facts.rounds.b.poll.has_failed(now - seconds{70}, "sync.poll_failed");
    EXPECT_EQ(code(sync_health(facts, now)), "condition.sync.poll_failing");
    EXPECT_EQ(sync_health(facts, now).weight, Weight::alarm);
    facts.rounds.b.poll.is_done(now);
    EXPECT_EQ(sync_health(facts, now).state, State::well);
    facts.oldest_due_at = now - seconds{30};
    EXPECT_EQ(sync_health(facts, now).state, State::well) << "half a minute is no delay";
    facts.oldest_due_at = now - seconds{61};
    EXPECT_EQ(code(sync_health(facts, now)), "condition.sync.behind");
}

TEST(SyncHealth, SaysQuietlyThatARecordIsLookedAtAgain) {
    auto facts = running();
    facts.oldest_due_at = now + seconds{30};
    facts.oldest_enqueued_at = now - seconds{30};
    EXPECT_EQ(sync_health(facts, now).state, State::well);
    facts.oldest_enqueued_at = now - seconds{90};
    auto const health = sync_health(facts, now);
    EXPECT_EQ(health.state, State::waiting);
    EXPECT_EQ(health.weight, Weight::quiet);
    EXPECT_EQ(health.next_try_at, now + seconds{30});
    facts.oldest_enqueued_at = now - hours{1};
    EXPECT_EQ(sync_health(facts, now).weight, Weight::attention);
    facts.state = sync::SyncState::backfilling;
    EXPECT_EQ(sync_health(facts, now).state, State::working) << "a first reading has much that waits its turn";
}

TEST(SyncHealth, SaysThatAPaceIsKeptOnlyWhereReadingsSuffer) {
    auto facts = running();
    auto hurried = answering();
    hurried.traffic->standing.limited_since = now - seconds{10};
    facts.sides.b = connection_health(hurried, now);
    EXPECT_EQ(sync_health(facts, now).state, State::well);
    facts.rounds.b.poll.has_failed(now - seconds{10}, "sync.poll_failed");
    EXPECT_EQ(sync_health(facts, now).state, State::limited);
}

TEST(Lag, OfWhatIsPutOffAgainAndAgainCountsFromWhenItWasAskedFor) {
    auto facts = running();
    facts.oldest_due_at = now + seconds{4};
    facts.oldest_enqueued_at = now - seconds{300};
    EXPECT_EQ(lag(facts, now), Duration{0}) << "it waits for a good reason";
    auto failing = answering();
    failing.traffic->standing.failing_since = now - seconds{290};
    facts.sides.a = connection_health(failing, now);
    EXPECT_EQ(lag(facts, now), seconds{300});
}

}  // namespace
}  // namespace lockstep::health
