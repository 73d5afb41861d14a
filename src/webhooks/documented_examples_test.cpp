// SPDX-License-Identifier: Apache-2.0
// Every webhook example of the vendor's documentation, signed as HighLevel signs, is accepted and classified by the HighLevel
// connector as it stands in the source tree. Reads the examples where they are; says so when they are not there.
#include <gtest/gtest.h>

#include <map>

#include "webhooks/test_ingress.hpp"

namespace lockstep::webhooks {
namespace {

std::filesystem::path const folder = "../shared/highlevel-webhooks";

struct Example {
    std::string name;
    std::string body;
};

std::vector<Example> examples() {
    std::vector<Example> found;
    if (!std::filesystem::is_directory(folder)) return found;
    for (auto const& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() == ".json") found.push_back({entry.path().stem().string(), file_text(entry.path())});
    }
    std::ranges::sort(found, {}, &Example::name);
    return found;
}

// A connection of the real connector that trusts the test's key, since only HighLevel has the other half of its own.
void open_highlevel(TestIngress& world, std::string account_key) {
    auto const highlevel = connections::find_connector(source_connectors(), "highlevel");
    ASSERT_TRUE(highlevel);
    connections::Connection connection;
    connection.account = world.account;
    connection.id = ConnectionId{"con_highlevel"};
    connection.connector = highlevel;
    connection.account_key = std::move(account_key);
    connection.webhook_public_key = world.app_keys.public_key;
    connection.webhook_token = Secret{"token-of-highlevel"};
    world.directory.put(connection);
    world.signature_header = highlevel->webhooks.header;
    world.options.throttle.burst = 1e6;
    world.open();
}

TEST(DocumentedExamples, AreAcceptedAndClassifiedWhenSigned) {
    auto const all = examples();
    if (all.empty()) GTEST_SKIP() << folder << " is not here";
    EXPECT_GE(all.size(), 58);
    std::map<std::string, std::string> const contact_types{{"ContactCreate", "contact.created"},
        {"ContactUpdate", "contact.updated"}, {"ContactDelete", "contact.deleted"}, {"ContactTagUpdate", "contact.updated"},
        {"ContactDndUpdate", "contact.updated"}};
    for (auto const& example : all) {
        SCOPED_TRACE(example.name);
        TestIngress world;
        open_highlevel(world, "");
        auto const reply = world.send(world.signed_by_app(example.body, "/webhooks/in/token-of-highlevel?event=" + example.name));
        ASSERT_EQ(reply.status, 200) << reply.body;
        auto const stored = world.events();
        ASSERT_EQ(stored.size(), 1);
        EXPECT_EQ(stored[0].state, events::EventState::waiting) << stored[0].note;
        EXPECT_FALSE(stored[0].type.empty());
        EXPECT_FALSE(stored[0].type.starts_with("unknown")) << stored[0].type;
        if (auto const expected = contact_types.find(example.name); expected != contact_types.end()) {
            EXPECT_EQ(stored[0].type, expected->second);
            EXPECT_EQ(stored[0].record_id, find_text(parse_json(example.body).value(), "/id"));
        }
    }
}

TEST(DocumentedExamples, ReachTheirLocationAtTheSharedAddress) {
    auto const all = examples();
    if (all.empty()) GTEST_SKIP() << folder << " is not here";
    for (auto const& example : all) {
        auto const body = parse_json(example.body).value();
        auto const location = find_text(body, "/locationId");
        if (!location) continue;
        SCOPED_TRACE(example.name);
        TestIngress world;
        open_highlevel(world, std::string(*location));
        EXPECT_EQ(world.send(world.signed_by_app(example.body)).status, 200);
        EXPECT_EQ(world.events().size(), 1);
    }
}

TEST(DocumentedExamples, AreRefusedWithWrongMissingOrAlteredSignatures) {
    auto const all = examples();
    if (all.empty()) GTEST_SKIP() << folder << " is not here";
    TestIngress world;
    open_highlevel(world, "ve9EPM428h8vShlRW1KT");
    for (auto const& example : all) {
        SCOPED_TRACE(example.name);
        EXPECT_EQ(world.send(world.post("/webhooks/contacts", example.body)).status, 401);
        auto wrong = world.signed_by_app(example.body);
        wrong.headers.set(world.app_header(),
            to_base64(vault::ed25519_sign(vault::ed25519_key_pair(std::string(32, 'x')).private_key, example.body)));
        EXPECT_EQ(world.send(std::move(wrong)).status, 401);
        auto altered = world.signed_by_app(example.body);
        altered.body += ' ';
        EXPECT_EQ(world.send(std::move(altered)).status, 401);
        auto rewritten = world.signed_by_app(example.body);
        rewritten.body = to_text(parse_json(rewritten.body).value());
        EXPECT_EQ(world.send(std::move(rewritten)).status, 401);
    }
    EXPECT_EQ(world.database.writes, 0);
}

}  // namespace
}  // namespace lockstep::webhooks
