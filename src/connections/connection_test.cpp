// SPDX-License-Identifier: Apache-2.0
#include "connections/connection.hpp"

#include <gtest/gtest.h>

#include "connections/credential_age.hpp"
#include "connections/grant_reference.hpp"
#include "connections/migrations.hpp"
#include "connections/upkeep.hpp"
#include "ports/test_ports.hpp"
#include "vault/migrations.hpp"
#include "vault/test_world.hpp"

namespace lockstep::connections {
namespace {

using vault::test_database;
using vault::test_time;
using vault::write_to;
using vault::write_void;

AccountId const account{"acc_one"};

Connectors two_connectors() {
    auto highlevel = std::make_shared<catalogue::Connector>();
    highlevel->id = highlevel->profile = "highlevel";
    auto hexfit = std::make_shared<catalogue::Connector>();
    hexfit->id = "hexfit";
    hexfit->profile = "hexfit-full";
    return {highlevel, hexfit};
}

class ConnectionsTest : public testing::Test {
protected:
    ConnectionsTest() {
        write_void(*database, [&](Transaction& transaction) {
            return vault.add_account(transaction, account, test_time);
        }).value();
    }
    Connection sample(std::string id = "con_1") const {
        Connection connection;
        connection.account = account;
        connection.id = ConnectionId{std::move(id)};
        connection.label = "Studio Nord";
        connection.connector = connectors.front();
        connection.settings = {"https://example.com", {{"locationId", "loc1"}}};
        connection.account_key = "loc1";
        connection.credential = Secret{"pit-secret-credential"};
        connection.webhook_secret = Secret{"whsec_c2VjcmV0"};
        connection.webhook_token = Secret{"token-of-" + connection.id.text()};
        connection.webhook_public_key = std::string(32, '\xfe');
        connection.custom_fields = {{"cf1", "hexfit_id", "Hexfit id", "TEXT"}};
        connection.monthly_quota = 500;
        connection.created_at = test_time;
        return connection;
    }
    void store(Connection const& connection, TimePoint now = test_time) {
        write_void(*database, [&](Transaction& transaction) { return save(transaction, vault, connection, now); }).value();
    }
    std::vector<Connection> stored() {
        return write_to(*database, [&](Transaction& transaction) { return load_all(transaction, vault, connectors); }).value();
    }

    vault::TestRandom random{3};
    Connectors connectors = two_connectors();
    std::unique_ptr<adapters::SqliteInline> database = test_database({vault::migrations(), migrations()});
    vault::Vault vault{Secret{random.bytes(32)}, random};
};

TEST_F(ConnectionsTest, WhatWasSavedIsLoaded) {
    auto const connection = sample();
    store(connection);
    auto const list = stored();
    ASSERT_EQ(list.size(), 1);
    auto const& loaded = list.front();
    EXPECT_EQ(loaded.id, connection.id);
    EXPECT_EQ(loaded.label, connection.label);
    EXPECT_EQ(loaded.connector, connectors.front());
    EXPECT_EQ(loaded.settings.base_url, connection.settings.base_url);
    EXPECT_EQ(loaded.settings.values, connection.settings.values);
    EXPECT_EQ(loaded.account_key, "loc1");
    EXPECT_EQ(loaded.state, ConnectionState::active);
    EXPECT_EQ(loaded.credential.reveal(), connection.credential.reveal());
    EXPECT_EQ(loaded.webhook_secret.reveal(), connection.webhook_secret.reveal());
    EXPECT_EQ(loaded.webhook_token.reveal(), connection.webhook_token.reveal());
    EXPECT_EQ(loaded.webhook_public_key, connection.webhook_public_key);
    EXPECT_EQ(loaded.custom_fields, connection.custom_fields);
    EXPECT_EQ(loaded.monthly_quota, 500);
    EXPECT_EQ(loaded.created_at, test_time);
}

TEST_F(ConnectionsTest, NothingThatOpensADoorIsInTheDatabase) {
    store(sample());
    auto changed = sample();
    changed.credential = Secret{"pit-the-new-credential"};
    store(changed);
    auto const image = database->image();
    for (std::string_view secret : {"pit-secret-credential", "pit-the-new-credential", "whsec_c2VjcmV0", "token-of-con_1"}) {
        EXPECT_EQ(image.find(secret), std::string::npos) << secret;
    }
}

TEST_F(ConnectionsTest, ARotatedCredentialKeepsTheOneBeforeForAsLongAsTheAppAcceptsBoth) {
    auto changed = sample();
    replace_credential(changed, Secret{"pit-new"}, test_time + std::chrono::hours{1}, std::chrono::days{7});
    store(changed);
    auto const loaded = stored().front();
    EXPECT_EQ(loaded.credential.reveal(), "pit-new");
    EXPECT_EQ(loaded.credential_since, test_time + std::chrono::hours{1});
    EXPECT_EQ(loaded.previous_credential.reveal(), "pit-secret-credential");
    EXPECT_EQ(loaded.previous_until, test_time + std::chrono::hours{1} + std::chrono::days{7});
    EXPECT_TRUE(has_previous(loaded, loaded.previous_until - std::chrono::microseconds{1}));
    EXPECT_FALSE(has_previous(loaded, loaded.previous_until));

    replace_credential(changed, Secret{"pit-third"}, test_time + std::chrono::hours{2}, Duration{0});
    store(changed);
    EXPECT_TRUE(stored().front().previous_credential.empty());
    EXPECT_EQ(stored().front().credential_since, test_time + std::chrono::hours{2});
}

TEST_F(ConnectionsTest, TheCredentialBeforeIsDeletedWhenItsTimeIsOver) {
    Directory directory;
    JumpingClock clock{test_time};
    auto const put = [&](std::string id, Duration kept_for) {
        auto connection = sample(std::move(id));
        replace_credential(connection, Secret{"pit-new"}, test_time, kept_for);
        store(connection);
        directory.put(connection);
    };
    put("con_1", std::chrono::days{7});
    put("con_2", std::chrono::days{9});
    std::vector<std::string> noted;
    auto const note = [&](Transaction&, std::string_view action, std::string_view subject) -> Result<void> {
        noted.push_back(std::string(action) + " " + std::string(subject));
        return {};
    };
    auto const end = [&] { return vault::run_to_end(end_overlaps({*database, vault, directory, clock}, note)).value(); };
    EXPECT_EQ(end(), 0);
    clock.advance(std::chrono::days{7});
    EXPECT_EQ(end(), 1);
    EXPECT_EQ(noted, std::vector<std::string>{"connection.forget_previous_credential con_1"});
    EXPECT_TRUE(directory.find(ConnectionId{"con_1"})->previous_credential.empty());
    EXPECT_FALSE(directory.find(ConnectionId{"con_2"})->previous_credential.empty());
    auto const left = write_to(*database, [&](Transaction& transaction) -> Result<std::int64_t> {
        TRY(auto const rows, transaction.query("SELECT count(*) FROM connections WHERE previous_credential_sealed IS NOT NULL"));
        return rows.front().integer(0);
    }).value();
    EXPECT_EQ(left, 1);
}

TEST_F(ConnectionsTest, ACredentialsAgeIsWhatTheDeclarationSaysOfIt) {
    auto connection = sample();
    auto connector = *connection.connector;
    connector.credential.remind_after = std::chrono::days{80};
    connector.credential.replace_after = std::chrono::days{90};
    connection.connector = std::make_shared<catalogue::Connector const>(connector);
    EXPECT_EQ(credential_age(connection), CredentialAge{}) << "nobody knows since when";
    connection.credential_since = test_time;
    auto const age = credential_age(connection);
    EXPECT_EQ(age.since, test_time);
    EXPECT_EQ(age.remind_at, test_time + std::chrono::days{80});
    EXPECT_EQ(age.replace_by, test_time + std::chrono::days{90});
    connection.credential = grant_reference(GrantId{"grt_1"}, 1);
    EXPECT_EQ(credential_age(connection), CredentialAge{}) << "what renews itself has no age";
}

// Whoever changes a connection looked at it before: a rotation in between must not be undone by a new name, nor the other way
// round.
TEST_F(ConnectionsTest, WhatOthersStoredMeanwhileStays) {
    Directory directory;
    JumpingClock clock{test_time};
    auto const quiet = [](Transaction&, std::string_view, std::string_view) { return Result<void>{}; };
    UpkeepParts const parts{*database, vault, directory, clock};
    auto const seen = sample();
    store(seen);
    directory.put(seen);
    auto const rotate = [&](std::string to) {
        return vault::run_to_end(change(
                                     parts, account, seen.id,
                                     [&](Connection& present) {
                                         replace_credential(
                                             present, Secret{to}, test_time + std::chrono::hours{1}, std::chrono::days{7});
                                         return true;
                                     },
                                     [](Transaction&) { return Result<void>{}; }))
            .value();
    };
    auto const rotated = rotate("pit-new");
    auto const renamed = vault::run_to_end(rename(parts, seen, " Studio Sud ", quiet)).value();
    EXPECT_EQ(renamed.label, "Studio Sud");
    auto const disabled = vault::run_to_end(disable(parts, seen, quiet)).value();
    EXPECT_EQ(disabled.state, ConnectionState::disabled);
    for (auto const& each : {stored().front(), *directory.find(seen.id)}) {
        EXPECT_EQ(each.label, "Studio Sud");
        EXPECT_EQ(each.credential.reveal(), "pit-new");
        EXPECT_EQ(each.previous_credential.reveal(), "pit-secret-credential");
        EXPECT_EQ(each.state, ConnectionState::disabled);
    }
    rotate("pit-third");
    vault::run_to_end(forget_previous_credential(parts, rotated, quiet)).value();
    EXPECT_EQ(stored().front().previous_credential.reveal(), "pit-new") << "it is another one that was to be forgotten";
    vault::run_to_end(enable(parts, seen, quiet)).value();
    EXPECT_EQ(stored().front().state, ConnectionState::active);
}

TEST_F(ConnectionsTest, WhatIsNotStoredIsNotChanged) {
    Directory directory;
    JumpingClock clock{test_time};
    auto const quiet = [](Transaction&, std::string_view, std::string_view) { return Result<void>{}; };
    directory.put(sample());
    auto const renamed = vault::run_to_end(rename({*database, vault, directory, clock}, sample(), "Studio Sud", quiet));
    EXPECT_EQ(renamed.error().code, "connections.unknown_connection");
    EXPECT_EQ(directory.find(ConnectionId{"con_1"}), nullptr) << "nobody is shown what is not stored";
}

TEST_F(ConnectionsTest, AProfileThatIsGoneIsNamed) {
    auto connection = sample();
    auto gone = std::make_shared<catalogue::Connector>();
    gone->profile = "gone";
    connection.connector = gone;
    store(connection);
    auto const loaded = write_to(*database, [&](Transaction& transaction) { return load_all(transaction, vault, connectors); });
    EXPECT_EQ(loaded.error().code, "connections.unknown_profile");
}

TEST_F(ConnectionsTest, TheDirectoryFindsByEachKey) {
    Directory directory;
    directory.put(sample("con_1"));
    directory.put(sample("con_2"));
    EXPECT_EQ(directory.all().size(), 2);
    EXPECT_EQ(directory.find(ConnectionId{"con_2"})->id.text(), "con_2");
    EXPECT_EQ(directory.find(ConnectionId{"con_3"}), nullptr);
    EXPECT_EQ(directory.by_account_key("loc1").size(), 2);
    EXPECT_EQ(directory.by_webhook_token("token-of-con_1")->id.text(), "con_1");
    EXPECT_EQ(directory.by_webhook_token("token-of-con_9"), nullptr);
    EXPECT_EQ(directory.by_webhook_secret("whsec_c2VjcmV0").size(), 2);
}

TEST_F(ConnectionsTest, NothingFindsAnEmptyKey) {
    Directory directory;
    auto connection = sample();
    connection.account_key.clear();
    connection.webhook_token = Secret{};
    connection.webhook_secret = Secret{};
    directory.put(connection);
    EXPECT_TRUE(directory.by_account_key("").empty());
    EXPECT_EQ(directory.by_webhook_token(""), nullptr);
    EXPECT_TRUE(directory.by_webhook_secret("").empty());
}

TEST_F(ConnectionsTest, ReplacingAnEntryForgetsItsOldKeysAndKeepsWhatIsHeld) {
    Directory directory;
    directory.put(sample());
    auto const held = directory.find(ConnectionId{"con_1"});
    auto const version = directory.version();
    auto changed = sample();
    changed.account_key = "loc2";
    changed.webhook_token = Secret{"new-token"};
    changed.webhook_secret = Secret{"new-secret"};
    directory.put(changed);
    EXPECT_GT(directory.version(), version);
    EXPECT_EQ(held->account_key, "loc1");
    EXPECT_TRUE(directory.by_account_key("loc1").empty());
    EXPECT_EQ(directory.by_webhook_token("token-of-con_1"), nullptr);
    EXPECT_TRUE(directory.by_webhook_secret("whsec_c2VjcmV0").empty());
    EXPECT_EQ(directory.by_account_key("loc2").size(), 1);
    EXPECT_NE(directory.by_webhook_token("new-token"), nullptr);
}

}  // namespace
}  // namespace lockstep::connections
