// SPDX-License-Identifier: Apache-2.0
// An app that no line of ours knows sends a webhook that it signed in its own way, and it arrives where it belongs.
#include <gtest/gtest.h>

#include "catalogue/test_declarations.hpp"
#include "webhooks/test_ingress.hpp"

namespace lockstep::webhooks {
namespace {

TEST(ThirdApp, ItsSignedWebhookIsRoutedAndClassifiedByItsDeclaration) {
    auto const loaded = catalogue::load_from(catalogue::made_up_connectors);
    ASSERT_TRUE(loaded) << loaded.error().message;
    ASSERT_EQ(loaded->size(), 1U);
    TestIngress world;
    world.options.connectors = *loaded;
    world.add_connection("con_first", loaded->front(), "0042");
    world.add_connection("con_second", loaded->front(), "0043");
    world.open();
    // The declaration holds the public half.
    auto const keys = vault::ed25519_key_pair("the key of an app that is made u");
    auto const send = [&](std::string const& body, std::string const& signature, std::string const& query = "") {
        return world.send(world.post("/webhooks/contacts" + query, body, {{"x-acme-proof", signature}})).status;
    };
    auto const signature_of = [&](std::string const& body) { return to_base64(vault::ed25519_sign(keys.private_key, body)); };
    std::string const moved =
        R"({"what":"member.moved","stamp":"s-1","parcel":{"studio":{"number":"0043"},"member":{"number":"M-7","given":"Zoé"}}})";
    EXPECT_EQ(send(moved, signature_of(moved)), 200);
    EXPECT_EQ(send(moved, "none"), 401);
    EXPECT_EQ(send(moved, signature_of(moved + " ")), 401);
    std::string const renamed = R"({"what":"studio.renamed","stamp":"s-2","about":"0042"})";
    EXPECT_EQ(send(renamed, signature_of(renamed)), 200);
    auto events = world.events();
    ASSERT_EQ(events.size(), 2U);
    std::ranges::sort(events, {}, &events::Event::delivery_id);
    EXPECT_EQ(events[0].connection.text(), "con_second");
    EXPECT_EQ(events[0].type, "contact.updated");
    EXPECT_EQ(events[0].record_id, "M-7");
    EXPECT_EQ(events[0].delivery_id, "s-1");
    EXPECT_EQ(events[1].connection.text(), "con_first");
    EXPECT_EQ(events[1].type, "studio.renamed");
}

}  // namespace
}  // namespace lockstep::webhooks
