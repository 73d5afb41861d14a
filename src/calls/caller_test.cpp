// SPDX-License-Identifier: Apache-2.0
// One call and what becomes of it, against a scripted app, with the real connectors and a real database in memory.
#include "calls/caller.hpp"

#include <gtest/gtest.h>

#include "calls/migrations.hpp"
#include "calls/quota.hpp"
#include "connectors/default_mapping.hpp"
#include "ports/test_ports.hpp"
#include "vault/migrations.hpp"
#include "vault/test_world.hpp"

namespace lockstep::calls {
namespace {

using vault::run_to_end;

class Calling : public ::testing::Test {
protected:
    void SetUp() override {
        run_to_end(database_->write_value([&](Transaction& transaction) -> Result<int> {
            TRY_VOID(vault_.add_account(transaction, account_, clock_.now()));
            return 0;
        })).value();
        connect("highlevel", 0);
    }

    void connect(std::string_view profile, std::int64_t monthly_quota) {
        connections::Connection connection;
        connection.account = account_;
        connection.id = connection_;
        connection.connector = connections::find_connector(connectors_, profile);
        connection.settings.base_url = "http://127.0.0.1:1";
        connection.settings.values["locationId"] = "ve9EPM428h8vShlRW1KT";
        connection.credential = Secret{"pit-first"};
        connection.monthly_quota = monthly_quota;
        directory_.put(std::move(connection));
    }

    CallOutcome get() { return call("contacts.get_contact", {{"contactId", "Kp3x9TqLmNw2VbYc7RdZ"}}); }
    CallOutcome create() {
        return call("contacts.create_contact", {{"locationId", "ve9EPM428h8vShlRW1KT"}, {"firstName", "Anne"}});
    }

    CallOutcome call(std::string operation, JsonObject inputs, catalogue::Lane lane = catalogue::Lane::live) {
        CallRequest request{.connection = connection_,
            .operation = std::move(operation),
            .inputs = std::move(inputs),
            .lane = lane,
            .purpose = "test",
            .cause = ""};
        return run_to_end(caller_.call(std::move(request)));
    }

    AccountId account_{"acc_test"};
    ConnectionId connection_{"con_test"};
    JumpingClock clock_{vault::test_time};
    vault::TestRandom random_;
    SilentLog log_;
    CountedMetrics metrics_;
    ScriptedHttp http_;
    connections::Connectors connectors_ = connectors::load_all().value();
    connections::Directory directory_;
    std::unique_ptr<adapters::SqliteInline> database_ = vault::test_database({vault::migrations(), migrations()});
    vault::Vault vault_{Secret{std::string(32, 'k')}, random_};
    Caller caller_{http_, *database_, vault_, directory_, clock_, random_, log_, metrics_, {}};
};

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

TEST_F(Calling, HoldsAConnectionWhoseCredentialIsRefusedUntilItIsReplaced) {
    http_.answer = [](auto const&) {
        return ScriptedHttp::json(
            401, R"({"statusCode":401,"message":"Invalid token: access token is invalid","error":"Unauthorized"})");
    };
    EXPECT_EQ(get().kind, OutcomeKind::refused);
    auto const held = get();
    EXPECT_EQ(held.kind, OutcomeKind::retry_later);
    EXPECT_EQ(held.error.code, "calls.needs_credential");
    EXPECT_EQ(http_.requests.size(), 1U) << "a refused credential is not used again";

    auto renewed = *directory_.find(connection_);
    renewed.credential = Secret{"pit-second"};
    directory_.put(std::move(renewed));
    http_.answer = [](auto const&) { return ScriptedHttp::json(200, R"({"contact":{"id":"Kp3x9TqLmNw2VbYc7RdZ"}})"); };
    EXPECT_EQ(get().kind, OutcomeKind::done);
}

TEST_F(Calling, PausesAnAppThatKeepsFailing) {
    http_.answer = [](auto const&) { return ScriptedHttp::json(503, "down"); };
    for (int i = 0; i < 5; ++i) get();
    auto const before = http_.requests.size();
    auto const outcome = get();
    EXPECT_EQ(outcome.error.code, "calls.breaker_open");
    EXPECT_EQ(http_.requests.size(), before);
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
    run_to_end(caller_.flush()).value();
    auto const shown = run_to_end(database_->read_value([&](Transaction& transaction) {
        return show_call(transaction, vault_, account_, outcome.call);
    })).value();
    auto const text = to_text(shown);
    EXPECT_NE(text.find("anne@x.test"), std::string::npos);
    EXPECT_EQ(text.find("pit-first"), std::string::npos);
    EXPECT_EQ(database_->image().find("anne@x.test"), std::string::npos) << "sealed in the database";
}

TEST(NextMonth, IsTheFirstOfIt) {
    EXPECT_EQ(format_time(next_month(parse_time("2026-12-31T23:59:59Z").value())), "2027-01-01T00:00:00.000Z");
    EXPECT_EQ(format_time(next_month(parse_time("2026-02-01T00:00:00Z").value())), "2026-03-01T00:00:00.000Z");
}

}  // namespace
}  // namespace lockstep::calls
