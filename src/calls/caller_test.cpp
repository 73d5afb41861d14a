// SPDX-License-Identifier: Apache-2.0
// One call and what becomes of it, against a scripted app, with the real connectors and a real database in memory.
#include "calls/caller.hpp"

#include <gtest/gtest.h>

#include "calls/test_calling.hpp"

namespace lockstep::calls {
namespace {

TEST_F(Calling, SendsTheCredentialAndTheVersionHeader) {
    http_.answer = [](auto const&) { return ScriptedHttp::json(200, R"({"contact":{"id":"Kp3x9TqLmNw2VbYc7RdZ"}})"); };
    EXPECT_EQ(get().kind, OutcomeKind::done);
    ASSERT_EQ(http_.requests.size(), 1U);
    EXPECT_EQ(http_.requests[0].headers.find("Authorization"), "Bearer pit-first");
    EXPECT_EQ(http_.requests[0].headers.find("Version"), "2021-07-28");
}

TEST_F(Calling, RepeatsAReadThatGotNoAnswer) {
    int left = 2;
    http_.answer = [&](auto const&) -> ScriptedHttp::Answer {
        if (left-- > 0) return ScriptedHttp::lost(true);
        return ScriptedHttp::json(200, R"({"contact":{"id":"Kp3x9TqLmNw2VbYc7RdZ"}})");
    };
    auto const outcome = get();
    EXPECT_EQ(outcome.kind, OutcomeKind::done);
    EXPECT_EQ(outcome.tries, 3);
}

TEST_F(Calling, NeverRepeatsACreateWhoseAnswerWasLost) {
    http_.answer = [](auto const&) { return ScriptedHttp::lost(true); };
    EXPECT_EQ(create().kind, OutcomeKind::unknown);
    EXPECT_EQ(http_.requests.size(), 1U);
}

TEST_F(Calling, TakesAServerErrorOnACreateForUnknown) {
    http_.answer = [](auto const&) { return ScriptedHttp::json(502, R"({"message":"bad gateway"})"); };
    EXPECT_EQ(create().kind, OutcomeKind::unknown);
    EXPECT_EQ(http_.requests.size(), 1U);
}

TEST_F(Calling, RepeatsACreateThatNeverLeft) {
    int left = 1;
    http_.answer = [&](auto const&) -> ScriptedHttp::Answer {
        if (left-- > 0) return ScriptedHttp::lost(false);
        return ScriptedHttp::json(201, R"({"contact":{"id":"Kp3x9TqLmNw2VbYc7RdZ"}})");
    };
    EXPECT_EQ(create().kind, OutcomeKind::done);
}

TEST_F(Calling, WaitsAsLongAsA429Says) {
    int left = 1;
    http_.answer = [&](auto const&) -> ScriptedHttp::Answer {
        if (left-- > 0) {
            auto reply = ScriptedHttp::json(429, R"({"statusCode":429,"message":"Too Many Requests"})");
            reply.headers.add("Retry-After", "7");
            return reply;
        }
        return ScriptedHttp::json(200, R"({"contact":{"id":"Kp3x9TqLmNw2VbYc7RdZ"}})");
    };
    auto const begun = clock_.now();
    EXPECT_EQ(get().kind, OutcomeKind::done);
    EXPECT_GE(clock_.now() - begun, std::chrono::seconds{7});
}

TEST_F(Calling, SaysWhenTheTryThatCountedWasSentAndAnswered) {
    int left = 1;
    auto const begun = clock_.now();
    TimePoint handed_over{};
    http_.answer = [&](auto const&) -> ScriptedHttp::Answer {
        handed_over = clock_.now();
        clock_.advance(std::chrono::milliseconds{300});
        if (left-- > 0) return ScriptedHttp::lost(true);
        return ScriptedHttp::json(200, R"({"contact":{"id":"Kp3x9TqLmNw2VbYc7RdZ"}})");
    };
    auto const outcome = get();
    EXPECT_EQ(outcome.tries, 2);
    EXPECT_GE(handed_over, begun + std::chrono::milliseconds{300});
    EXPECT_EQ(outcome.sent_at, handed_over);
    EXPECT_EQ(outcome.answered_at, handed_over + std::chrono::milliseconds{300});
}

TEST_F(Calling, SaysOfAWriteWithoutAnAnswerWhenItWasSent) {
    auto const begun = clock_.now();
    http_.answer = [&](auto const&) -> ScriptedHttp::Answer {
        clock_.advance(std::chrono::seconds{2});
        return ScriptedHttp::lost(true);
    };
    auto const outcome = create();
    EXPECT_EQ(outcome.sent_at, begun);
    EXPECT_EQ(outcome.answered_at, begun + std::chrono::seconds{2});
}

TEST_F(Calling, HasNoTimeOfSendingWhenNothingWasSent) {
    http_.answer = [](auto const&) { return ScriptedHttp::lost(false); };
    auto const outcome = create();
    EXPECT_EQ(outcome.kind, OutcomeKind::retry_later);
    EXPECT_FALSE(outcome.sent_at);
    EXPECT_FALSE(outcome.answered_at);
}

TEST_F(Calling, TellsWhichRecordADuplicateIs) {
    http_.answer = [](auto const&) {
        return ScriptedHttp::json(400,
            R"({"statusCode":400,"message":"This location does not allow duplicated contacts.","meta":{"contactId":"Zz9yXx8wVv7uTt6sRr5q","matchingField":"email"}})");
    };
    auto const outcome = create();
    EXPECT_EQ(outcome.kind, OutcomeKind::refused);
    EXPECT_EQ(outcome.reading.reply_class, catalogue::ReplyClass::duplicate);
    EXPECT_EQ(outcome.reading.existing_id, "Zz9yXx8wVv7uTt6sRr5q");
}

TEST_F(Calling, HoldsAConnectionWhoseCredentialIsRefusedAndSaysSinceWhen) {
    http_.answer = unauthorized;
    auto const begun = clock_.now();
    auto const first = get();
    EXPECT_EQ(first.kind, OutcomeKind::retry_later) << "nothing was done, and nothing is wrong with what was asked";
    EXPECT_EQ(first.error.code, "calls.needs_credential");
    EXPECT_EQ(first.status, 401);
    EXPECT_EQ(first.retry_at, begun + 10s);
    clock_.advance(9s);
    auto const held = get();
    EXPECT_EQ(held.kind, OutcomeKind::retry_later);
    EXPECT_EQ(held.error.code, "calls.needs_credential");
    EXPECT_EQ(held.waits_since, begun);
    EXPECT_EQ(held.retry_at, begun + 10s);
    EXPECT_FALSE(held.sent_at);
    EXPECT_EQ(http_.requests.size(), 1U);
}

TEST_F(Calling, TriesARefusedCredentialAgainAndGoesOnWhenItIsAccepted) {
    std::vector<CredentialNotice> notices;
    caller_.on_credential([&](CredentialNotice const& notice) { notices.push_back(notice); });
    http_.answer = unauthorized;
    auto const begun = clock_.now();
    get();
    clock_.advance(10s);
    EXPECT_EQ(get().retry_at, clock_.now() + 1min) << "each time it waits longer";
    clock_.advance(1min);
    http_.answer = good;
    EXPECT_EQ(get().kind, OutcomeKind::done);
    EXPECT_EQ(get().kind, OutcomeKind::done);
    ASSERT_EQ(notices.size(), 3U);
    EXPECT_EQ(notices[0].refusals_in_a_row, 1);
    EXPECT_EQ(notices[1].refusals_in_a_row, 2);
    EXPECT_EQ(notices[1].since, begun);
    EXPECT_FALSE(notices[2].is_refused);
}

TEST_F(Calling, NotingTheRefusalDownDoesNotAskTheAppAgain) {
    caller_.on_credential([&](CredentialNotice const& notice) {
        auto noted = *directory_.find(notice.connection);
        noted.state = notice.is_refused ? connections::ConnectionState::needs_credential : connections::ConnectionState::active;
        directory_.put(std::move(noted));
    });
    http_.answer = unauthorized;
    for (int i = 0; i < 5; ++i) get_another();
    EXPECT_EQ(http_.requests.size(), 1U);
    clock_.advance(1min);
    http_.answer = good;
    for (int i = 0; i < 5; ++i) EXPECT_EQ(get().kind, OutcomeKind::done);
    EXPECT_EQ(directory_.find(connection_)->state, connections::ConnectionState::active);
}

TEST_F(Calling, ANewCredentialIsUsedAtOnceAndTheSameOneIsTriedAtOnce) {
    http_.answer = unauthorized;
    get();
    auto again = *directory_.find(connection_);
    directory_.put(again);
    EXPECT_EQ(get().status, 401);
    EXPECT_EQ(http_.requests.size(), 2U) << "entering it again asks the app again";
    EXPECT_EQ(get().tries, 0);

    again.credential = Secret{"pit-second"};
    directory_.put(std::move(again));
    http_.answer = good;
    EXPECT_EQ(get().kind, OutcomeKind::done);
    EXPECT_EQ(http_.requests.back().headers.find("Authorization"), "Bearer pit-second");
}

TEST_F(Calling, ACredentialReplacedWhileACallWasUnderWayIsTakenForTheRepetition) {
    http_.answer = [&](auto const& request) -> ScriptedHttp::Answer {
        if (request.headers.find("Authorization") == "Bearer pit-second") return good(request);
        auto renewed = *directory_.find(connection_);
        renewed.credential = Secret{"pit-second"};
        directory_.put(std::move(renewed));
        return unauthorized(request);
    };
    auto const outcome = create();
    EXPECT_EQ(outcome.kind, OutcomeKind::done);
    EXPECT_EQ(outcome.tries, 2);
    EXPECT_EQ(get().kind, OutcomeKind::done);
}

TEST_F(Calling, TakesItsCredentialFromWhoeverRenewsIt) {
    struct Renewing final : CredentialSource {
        Task<Result<Secret>> current(connections::Connection const&) override {
            if (is_out) co_return fail(ErrorKind::unavailable, "test.no_answer", "renewing the token");
            co_return Secret{"token-" + std::to_string(number)};
        }
        Task<Result<std::optional<Secret>>> after_refusal(connections::Connection const&, Secret const&) override {
            ++number;
            co_return Secret{"token-" + std::to_string(number)};
        }
        int number = 1;
        bool is_out = false;
    } source;
    caller_.take_credentials_from(source);
    http_.answer = [](auto const& request) -> ScriptedHttp::Answer {
        return request.headers.find("Authorization") == "Bearer token-2" ? Answer{good(request)} : unauthorized(request);
    };
    EXPECT_EQ(get().kind, OutcomeKind::done);
    EXPECT_EQ(http_.requests.size(), 2U);
    source.is_out = true;
    auto const outcome = get();
    EXPECT_EQ(outcome.kind, OutcomeKind::retry_later);
    EXPECT_EQ(outcome.error.code, "calls.credential_not_ready");
    EXPECT_EQ(http_.requests.size(), 2U);
}

TEST_F(Calling, SendsNothingThatChangesAnythingWhileWritesAreHeld) {
    http_.answer = good;
    caller_.hold_writes(true);
    JsonObject const change{{"contactId", "Kp3x9TqLmNw2VbYc7RdZ"}, {"city", "Lévis"}};
    for (auto const lane : {catalogue::Lane::live, catalogue::Lane::interactive}) {
        auto const held = call("contacts.update_contact", change, lane);
        EXPECT_EQ(held.kind, OutcomeKind::retry_later);
        EXPECT_EQ(held.error.code, "calls.observe_only");
    }
    EXPECT_TRUE(http_.requests.empty());
    EXPECT_EQ(get().kind, OutcomeKind::done) << "reads go on";
    caller_.hold_writes(false);
    call("contacts.update_contact", change);
    EXPECT_EQ(http_.requests.size(), 2U);
}

TEST_F(Calling, DoesNotCallADisabledOrRemovedConnection) {
    http_.answer = good;
    auto disabled = *directory_.find(connection_);
    disabled.state = connections::ConnectionState::disabled;
    directory_.put(disabled);
    for (auto const lane : {catalogue::Lane::live, catalogue::Lane::interactive}) {
        auto const outcome = call("contacts.get_contact", {{"contactId", "Kp3x9TqLmNw2VbYc7RdZ"}}, lane);
        EXPECT_EQ(outcome.kind, OutcomeKind::retry_later);
        EXPECT_EQ(outcome.error.code, "calls.connection_disabled");
    }
    connection_ = ConnectionId{"con_gone"};
    EXPECT_EQ(get().error.code, "calls.no_connection");
    EXPECT_EQ(get().kind, OutcomeKind::retry_later);
    EXPECT_TRUE(http_.requests.empty());
}

TEST_F(Calling, ASuccessfulProbeClearsWhatIsStoredAsNeedingACredential) {
    auto stored = *directory_.find(connection_);
    stored.state = connections::ConnectionState::needs_credential;
    directory_.put(stored);
    int cleared = 0;
    caller_.on_credential([&](CredentialNotice const& notice) { cleared += notice.is_refused ? 0 : 1; });
    http_.answer = good;
    EXPECT_EQ(get().kind, OutcomeKind::done);
    EXPECT_EQ(get().kind, OutcomeKind::done);
    EXPECT_EQ(cleared, 1);
}

TEST_F(Calling, PausesAnAppThatKeepsFailing) {
    http_.answer = [](auto const&) { return ScriptedHttp::json(503, "down"); };
    for (int i = 0; i < 5; ++i) get_another();
    auto const before = http_.requests.size();
    auto const outcome = get();
    EXPECT_EQ(outcome.error.code, "calls.breaker_open");
    EXPECT_EQ(http_.requests.size(), before);
}

TEST_F(Calling, OneRecordThatAlwaysFailsHoldsUpNoOther) {
    http_.answer = [](auto const& request) {
        bool const is_bad = request.url.find("Kp3x9TqLmNw2VbYc7RdZ") != std::string::npos;
        return is_bad ? ScriptedHttp::json(503, "down") : good(request);
    };
    for (int i = 0; i < 20; ++i) get();
    EXPECT_EQ(get_another().kind, OutcomeKind::done);
}

TEST_F(Calling, AFailingAppIsTriedByOneCallAndThenGoesOn) {
    http_.answer = [](auto const&) { return ScriptedHttp::json(503, "down"); };
    auto const begun = clock_.now();
    for (int i = 0; i < 5; ++i) get_another();
    auto const held = get();
    ASSERT_EQ(held.error.code, "calls.breaker_open");
    EXPECT_GE(held.waits_since, begun);
    clock_.advance(held.retry_at - clock_.now());
    auto const before = http_.requests.size();
    EXPECT_EQ(create().kind, OutcomeKind::unknown);
    EXPECT_EQ(http_.requests.size(), before + 1);
    EXPECT_EQ(get().error.code, "calls.breaker_open") << "the one call failed: it waits longer";
    clock_.advance(40s);
    http_.answer = good;
    for (int i = 0; i < 3; ++i) EXPECT_EQ(get().kind, OutcomeKind::done) << i;
}

TEST_F(Calling, AFailingAppIsAskedLessOftenTheLongerItFails) {
    http_.answer = [](auto const&) { return ScriptedHttp::json(503, "down"); };
    for (auto until = clock_.now() + 1h; clock_.now() < until;) {
        auto const outcome = create();
        clock_.advance(std::max<Duration>(outcome.retry_at - clock_.now(), 1ms));
    }
    EXPECT_LE(http_.requests.size(), 45U) << "five, and then one every other minute";
}

TEST_F(Calling, OneConnectionsTroubleIsNotAnothers) {
    connect("highlevel", 0, "con_other");
    http_.answer = [](auto const& request) -> ScriptedHttp::Answer {
        if (request.headers.find("Authorization") == "Bearer pit-con_other") return good(request);
        return ScriptedHttp::json(429, R"({"statusCode":429,"message":"Too Many Requests"})");
    };
    for (int i = 0; i < 10; ++i) get();
    connection_ = ConnectionId{"con_other"};
    auto const begun = clock_.now();
    EXPECT_EQ(get().kind, OutcomeKind::done);
    EXPECT_EQ(clock_.now(), begun);
}

TEST_F(Calling, WaitsAtMostAsLongAsIsAskedAndSaysWhenItCouldLeave) {
    http_.answer = good;
    EXPECT_LE(caller_.could_leave_at(connection_, catalogue::Lane::live), clock_.now());
    CallOutcome outcome;
    for (int i = 0; i < 200 && outcome.error.code.empty(); ++i) {
        CallRequest request{.connection = connection_,
            .operation = "contacts.get_contact",
            .inputs = {{"contactId", "Kp3x9TqLmNw2VbYc7RdZ"}},
            .lane = catalogue::Lane::live,
            .purpose = "test",
            .cause = "",
            .quota_share = 0.5,
            .wait_max = Duration{0}};
        outcome = run_to_end(caller_.call(std::move(request)));
    }
    EXPECT_EQ(outcome.error.code, "calls.no_turn");
    EXPECT_GT(outcome.retry_at, clock_.now());
    EXPECT_EQ(caller_.could_leave_at(connection_, catalogue::Lane::live, 0.5), outcome.retry_at);
    EXPECT_LE(http_.requests.size(), 50U);
}

TEST_F(Calling, NothingIsSentAfterTheTimeForWhichItsCallerMayWrite) {
    http_.answer = good;
    CallRequest request{.connection = connection_,
        .operation = "contacts.get_contact",
        .inputs = {{"contactId", "Kp3x9TqLmNw2VbYc7RdZ"}},
        .purpose = "test",
        .cause = "",
        .not_after = clock_.now()};
    auto const outcome = run_to_end(caller_.call(request));
    EXPECT_EQ(outcome.kind, OutcomeKind::retry_later);
    EXPECT_EQ(outcome.error.code, "calls.too_late");
    EXPECT_FALSE(outcome.sent_at);
    EXPECT_TRUE(http_.requests.empty());
    request.not_after = clock_.now() + 1s;
    EXPECT_EQ(run_to_end(caller_.call(request)).kind, OutcomeKind::done);
}

TEST_F(Calling, ASyncsShareOfTheMonthIsAllItUses) {
    connect("hexfit-v2", 10);
    http_.answer = [](auto const&) { return ScriptedHttp::json(200, R"({"status":true,"value":{"id":"17"}})"); };
    CallOutcome outcome;
    for (int i = 0; i < 10; ++i) {
        outcome = call("user.get_info", {{"user_id", "-"}}, catalogue::Lane::live, 0.5);
        EXPECT_EQ(outcome.kind, i < 5 ? OutcomeKind::done : OutcomeKind::retry_later) << i;
    }
    EXPECT_EQ(outcome.error.code, "calls.quota_spent");
    // Spent on 1 March: thirty days later is before the next month but one, and both ways of counting agree then.
    EXPECT_GT(outcome.retry_at, clock_.now() + std::chrono::days{28});
    EXPECT_EQ(call("user.get_info", {{"user_id", "-"}}, catalogue::Lane::live, 0.6).kind, OutcomeKind::done);
}

TEST_F(Calling, TheAppsOwnWordOfItsQuotaHoldsAndIsKept) {
    connect("hexfit-v2", -1);
    http_.answer = [](auto const&) {
        auto reply = ScriptedHttp::json(200, R"({"status":true,"value":{"id":"17"}})");
        reply.headers.add("X-Quota-Limit", "20");
        reply.headers.add("X-Quota-Remaining", "5");
        reply.headers.add("X-Quota-Reset", format_time(vault::test_time + 72h));
        return reply;
    };
    EXPECT_EQ(call("user.get_info", {{"user_id", "-"}}).kind, OutcomeKind::done);
    EXPECT_EQ(call("user.get_info", {{"user_id", "-"}}).kind, OutcomeKind::done);
    auto const spent = call("user.get_info", {{"user_id", "-"}});
    EXPECT_EQ(spent.error.code, "calls.no_turn") << "four of twenty are left for others";
    EXPECT_EQ(spent.retry_at, vault::test_time + 72h);
    run_to_end(caller_.flush()).value();
    auto const report = run_to_end(database_->read_value([&](Transaction& transaction) {
        return quota_report(transaction, account_, *directory_.find(connection_), clock_.wall());
    })).value();
    EXPECT_EQ(find_integer(report, "/limit"), 20);
}

TEST_F(Calling, AReportSaysUntilWhenNothingIsLeft) {
    connect("hexfit-v2", 10);
    http_.answer = [](auto const&) { return ScriptedHttp::json(200, R"({"status":true,"value":{"id":"17"}})"); };
    auto const free_at = [&] {
        auto const report = run_to_end(database_->read_value([&](Transaction& transaction) {
            return quota_report(transaction, account_, *directory_.find(connection_), clock_.wall());
        })).value();
        return std::string(find_text(report, "/free_at").value_or("now"));
    };
    for (int i = 0; i < 9; ++i) {
        EXPECT_EQ(free_at(), "now");
        EXPECT_EQ(call("user.get_info", {{"user_id", "-"}}).kind, OutcomeKind::done);
    }
    auto const refused = call("user.get_info", {{"user_id", "-"}});
    EXPECT_EQ(refused.error.code, "calls.quota_spent");
    EXPECT_EQ(free_at(), format_time(refused.retry_at));
}

TEST_F(Calling, ACallThatNeverLeftUsesNothingUp) {
    connect("hexfit-v2", 10);
    http_.answer = [](auto const&) { return ScriptedHttp::lost(false); };
    for (int i = 0; i < 3; ++i) call("user.get_info", {{"user_id", "-"}});
    EXPECT_EQ(charged_this_month(), 1);
}

TEST_F(Calling, AReadOfAScarceQuotaIsNotRepeatedHere) {
    connect("hexfit-v2", 500);
    http_.answer = [](auto const&) { return ScriptedHttp::json(503, "down"); };
    auto const outcome = call("user.get_info", {{"user_id", "-"}});
    EXPECT_EQ(outcome.kind, OutcomeKind::retry_later);
    EXPECT_EQ(outcome.tries, 1);
}

TEST_F(Calling, TheMonthOfAQuotaIsTheWalls) {
    connect("hexfit-v2", 10);
    http_.answer = [](auto const&) { return ScriptedHttp::json(200, R"({"status":true,"value":{"id":"17"}})"); };
    clock_.step_wall(-24h * 40);
    call("user.get_info", {{"user_id", "-"}});
    EXPECT_EQ(charged_this_month(), 1);
    clock_.step_wall(24h * 40);
    EXPECT_EQ(charged_this_month(), 0);
}

TEST_F(Calling, StopsAtTheMonthlyQuotaButLeavesATenthToAPerson) {
    connect("hexfit-v2", 10);
    http_.answer = [](auto const&) { return ScriptedHttp::json(200, R"({"status":true,"value":{"id":"17"}})"); };
    for (int i = 0; i < 9; ++i) EXPECT_EQ(call("user.get_info", {{"user_id", "-"}}).kind, OutcomeKind::done) << i;
    auto const spent = call("user.get_info", {{"user_id", "-"}});
    EXPECT_EQ(spent.kind, OutcomeKind::retry_later);
    EXPECT_EQ(spent.error.code, "calls.quota_spent");
    EXPECT_EQ(http_.requests.size(), 9U);
    EXPECT_EQ(call("user.get_info", {{"user_id", "-"}}, catalogue::Lane::interactive).kind, OutcomeKind::done);
}

TEST_F(Calling, KeepsRequestAndReplyWithoutTheCredential) {
    http_.answer = [](auto const&) {
        return ScriptedHttp::json(200, R"({"contact":{"id":"Kp3x9TqLmNw2VbYc7RdZ","email":"anne@x.test"}})");
    };
    auto const outcome = get();
    auto const text = to_text(shown(outcome.call));
    EXPECT_NE(text.find("anne@x.test"), std::string::npos);
    EXPECT_EQ(text.find("pit-first"), std::string::npos);
    EXPECT_EQ(database_->image().find("anne@x.test"), std::string::npos) << "sealed in the database";
}

TEST_F(Calling, KeepsHowEachTryWasSent) {
    int left = 1;
    http_.answer = [&](auto const&) -> Answer {
        if (left-- > 0) return ScriptedHttp::json(503, "{}");
        auto reply = ScriptedHttp::json(200, R"({"contact":{"id":"Kp3x9TqLmNw2VbYc7RdZ"}})");
        reply.headers.add("X-RateLimit-Daily-Remaining", "123456");
        return reply;
    };
    std::vector<CallNotice> notices;
    caller_.on_call([&](CallNotice const& notice) { notices.push_back(notice); });
    auto const outcome = get();
    EXPECT_EQ(outcome.tries, 2);
    ASSERT_EQ(notices.size(), 2U);
    EXPECT_EQ(notices[0].tries, 1);
    EXPECT_EQ(notices[1].tries, 2);
    EXPECT_EQ(notices[1].record_id, "Kp3x9TqLmNw2VbYc7RdZ");
    auto const first = shown(notices[0].id);
    EXPECT_EQ(find_integer(first, "/reply/status"), 503);
    EXPECT_EQ(first.at("outcome"), "retry_later");
    auto const second = shown(notices[1].id);
    EXPECT_EQ(second.at("lane"), "live");
    EXPECT_EQ(second.at("record_id"), "Kp3x9TqLmNw2VbYc7RdZ");
    EXPECT_EQ(find_integer(second, "/budget/day"), 123456);
    EXPECT_LT(find_integer(second, "/budget/now").value(), 100);
    EXPECT_TRUE(second.at("budget").at("month").is_null());
    EXPECT_GT(second.at("waited_ms").as_double(), 0) << "the pause before the second try";
    EXPECT_EQ(second.at("inputs").at("contactId"), "Kp3x9TqLmNw2VbYc7RdZ");
    EXPECT_EQ(second.at("is_masked"), false);
}

TEST_F(Calling, KeepsWhatIsLeftOfAMonthAndWhatWasMade) {
    connect("hexfit-v2", 10);
    http_.answer = [](auto const&) { return ScriptedHttp::json(200, R"({"status":true,"value":17})"); };
    auto const outcome = call("user.create_client", {{"firstname", "Anne"}, {"lastname", "Roy"}, {"email", "anne@x.test"},
                                                        {"sexe", "f"}, {"lang", "FR"}, {"unit_system", 1}});
    ASSERT_EQ(outcome.kind, OutcomeKind::done);
    auto const made = shown(outcome.call);
    EXPECT_EQ(find_integer(made, "/budget/month"), 9);
    EXPECT_EQ(made.at("record_id"), "17");
    EXPECT_TRUE(made.at("inputs").is_null()) << "nothing that changes an app is asked again";
}

TEST_F(Calling, LeavesHealthDataOutOfTheRecord) {
    auto const entry = directory_.find(connection_);
    auto changed = *entry;
    changed.custom_fields = {{"fld_9", "allergies", "Allergies", "TEXT"}};
    directory_.put(std::move(changed));
    caller_.hide_fields(connection_, "syn_1", {"custom.allergies"});
    http_.answer = [](auto const&) {
        return ScriptedHttp::json(200,
            R"({"contact":{"id":"Kp3x9TqLmNw2VbYc7RdZ","customFields":[{"id":"fld_9","value":"nuts"},{"id":"fld_1","value":"tea"}]}})");
    };
    auto const read = get();
    auto text = to_text(shown(read.call));
    EXPECT_EQ(text.find("nuts"), std::string::npos);
    EXPECT_NE(text.find("tea"), std::string::npos);
    EXPECT_EQ(shown(read.call).at("is_masked"), true);
    EXPECT_NE(to_text(read.reading.body).find("nuts"), std::string::npos) << "whoever asked gets it";
    auto const written =
        call("contacts.update_contact", {{"contactId", "Kp3x9TqLmNw2VbYc7RdZ"},
                                            {"customFields", JsonArray{JsonObject{{"id", "fld_9"}, {"field_value", "nuts"}}}}});
    text = to_text(shown(written.call));
    EXPECT_EQ(text.find("nuts"), std::string::npos);
    EXPECT_NE(http_.requests.back().body.find("nuts"), std::string::npos) << "the app gets it";

    caller_.hide_fields(connection_, "syn_1", {});
    EXPECT_NE(to_text(shown(get().call)).find("nuts"), std::string::npos);
}

TEST_F(Calling, LeavesTheTextsOfNotesOut) {
    http_.answer = [](auto const&) {
        return ScriptedHttp::json(200, R"({"notes":[{"id":"n1","body":"knee pain","userId":"u"}]})");
    };
    auto const listed = call("contacts.list_notes", {{"contactId", "Kp3x9TqLmNw2VbYc7RdZ"}});
    auto const text = to_text(shown(listed.call));
    EXPECT_EQ(text.find("knee"), std::string::npos);
    EXPECT_NE(text.find("n1"), std::string::npos);
}

TEST(Quota, TheAppsOwnWordHoldsUnlessAPersonSetLess) {
    auto connector = std::make_shared<catalogue::Connector>();
    connector->limits.per_month = 500;
    connections::Connection connection;
    connection.connector = connector;
    struct Case {
        std::int64_t set, learnt, limit;
    };
    for (auto const& each : {Case{0, 0, 500}, Case{0, 800, 800}, Case{100, 0, 100}, Case{100, 800, 100}, Case{900, 800, 800},
             Case{-1, 0, 0}, Case{-1, 800, 800}}) {
        connection.monthly_quota = each.set;
        EXPECT_EQ(quota_limit(connection, each.learnt), each.limit) << each.set << " " << each.learnt;
    }
}

TEST(Quota, ASyncUsesItsShareAndAPersonEverything) {
    EXPECT_EQ(usable_quota(500, true, 0.1), 500);
    EXPECT_EQ(usable_quota(500, false, std::nullopt), 450);
    EXPECT_EQ(usable_quota(500, false, 0.8), 400);
    EXPECT_EQ(usable_quota(10, false, 0.7), 7);
    EXPECT_EQ(usable_quota(10, false, 0.01), 1) << "never nothing at all";
}

TEST(Quota, IsFreeAgainWhenBothWaysOfCountingSaySo) {
    auto const day = [](std::string_view date) {
        auto const time = parse_time(std::string(date) + "T00:00:00Z").value();
        return std::chrono::floor<std::chrono::days>(time).time_since_epoch().count();
    };
    struct Case {
        char const* what;
        DaysCharged charged;
        std::string_view today, free;
    };
    std::vector<Case> const cases{
        {"spent on the first: thirty days pass before the month does", {{day("2026-03-01"), 10}}, "2026-03-20", "2026-04-01"},
        {"spent late: the thirty days last longer", {{day("2026-03-20"), 10}}, "2026-03-20", "2026-04-19"},
        {"spent last month: only the thirty days hold it back", {{day("2026-02-25"), 10}}, "2026-03-01", "2026-03-27"},
        {"a part falls out of the window", {{day("2026-02-20"), 4}, {day("2026-02-25"), 6}}, "2026-03-01", "2026-03-22"},
        {"February is short", {{day("2026-02-01"), 10}}, "2026-02-10", "2026-03-03"},
    };
    for (auto const& each : cases) EXPECT_EQ(day_with_quota(each.charged, 10, day(each.today)), day(each.free)) << each.what;
}

TEST(NextMonth, IsTheFirstOfIt) {
    EXPECT_EQ(format_time(next_month(parse_time("2026-12-31T23:59:59Z").value())), "2027-01-01T00:00:00.000Z");
    EXPECT_EQ(format_time(next_month(parse_time("2026-02-01T00:00:00Z").value())), "2026-03-01T00:00:00.000Z");
}

}  // namespace
}  // namespace lockstep::calls
