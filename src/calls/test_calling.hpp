// SPDX-License-Identifier: Apache-2.0
// A caller with a scripted app, the real connectors and a real database in memory. Included by tests only.
#pragma once

#include <gtest/gtest.h>

#include "calls/caller.hpp"
#include "calls/migrations.hpp"
#include "calls/quota.hpp"
#include "connectors/default_mapping.hpp"
#include "ports/test_ports.hpp"
#include "vault/migrations.hpp"
#include "vault/test_world.hpp"

namespace lockstep::calls {

using vault::run_to_end;

using namespace std::chrono_literals;
using Answer = ScriptedHttp::Answer;

inline Answer good(HttpRequest const&) { return ScriptedHttp::json(200, R"({"contact":{"id":"Kp3x9TqLmNw2VbYc7RdZ"}})"); }

inline Answer unauthorized(HttpRequest const&) {
    return ScriptedHttp::json(
        401, R"({"statusCode":401,"message":"Invalid token: access token is invalid","error":"Unauthorized"})");
}

class Calling : public ::testing::Test {
protected:
    void SetUp() override {
        run_to_end(database_->write_value([&](Transaction& transaction) -> Result<int> {
            TRY_VOID(vault_.add_account(transaction, account_, clock_.now()));
            return 0;
        })).value();
        connect("highlevel", 0);
    }

    void connect(std::string_view profile, std::int64_t monthly_quota, std::string id = "con_test") {
        connections::Connection connection;
        connection.account = account_;
        connection.id = ConnectionId{id};
        connection.connector = connections::find_connector(connectors_, profile);
        connection.settings.base_url = "http://127.0.0.1:1";
        connection.settings.values["locationId"] = "ve9EPM428h8vShlRW1KT";
        connection.credential = Secret{id == "con_test" ? "pit-first" : "pit-" + id};
        connection.monthly_quota = monthly_quota;
        directory_.put(std::move(connection));
    }

    CallOutcome get() { return call("contacts.get_contact", {{"contactId", "Kp3x9TqLmNw2VbYc7RdZ"}}); }
    // Of one record after another: what always fails of one says nothing of the others.
    CallOutcome get_another() { return call("contacts.get_contact", {{"contactId", "record" + std::to_string(++next_record_)}}); }
    int next_record_ = 0;
    CallOutcome create() {
        return call("contacts.create_contact", {{"locationId", "ve9EPM428h8vShlRW1KT"}, {"firstName", "Anne"}});
    }

    std::int64_t charged_this_month() {
        return run_to_end(database_->read_value([&](Transaction& transaction) {
            return quota_use(transaction, account_, connection_, clock_.wall());
        }))
            .value()
            .month;
    }

    CallOutcome call(std::string operation, JsonObject inputs, catalogue::Lane lane = catalogue::Lane::live,
        std::optional<double> quota_share = std::nullopt) {
        CallRequest request{.connection = connection_,
            .operation = std::move(operation),
            .inputs = std::move(inputs),
            .lane = lane,
            .purpose = "test",
            .cause = "",
            .quota_share = quota_share};
        return run_to_end(caller_.call(std::move(request)));
    }

    Json shown(CallId const& id) {
        run_to_end(caller_.flush()).value();
        return run_to_end(database_->read_value([&](Transaction& transaction) {
            return show_call(transaction, vault_, account_, id);
        })).value();
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

}  // namespace lockstep::calls
