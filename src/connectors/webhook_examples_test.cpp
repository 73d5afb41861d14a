// SPDX-License-Identifier: Apache-2.0
// HighLevel's documented webhook examples, read where they lie beside the project: each is classified, with the contact it is
// about where it names one.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "catalogue/binding.hpp"
#include "connectors/default_mapping.hpp"

namespace lockstep::connectors {
namespace {

// What the documents' file names stand for, where the example's own type is missing, wrong or a placeholder.
std::string expected_type(std::string stem) {
    if (auto const dash = stem.find('-'); dash != std::string::npos) {
        if (stem == "InboundMessage-2") return "OutboundMessage";  // as the document has it
        if (stem == "ProviderOutboundMessage-2") return "Email";
        stem.resize(dash);
    }
    std::map<std::string, std::string> const other{{"AppInstall", "INSTALL"}, {"AppUninstall", "UNINSTALL"},
        {"PlanChange", "PLAN_CHANGE"}, {"ProviderOutboundMessage", "SMS"},
        {"ConversationUnreadWebhook", "ConversationUnreadUpdate"}, {"AppointmentUpdate", "AppointmentCreate"},
        {"AppointmentDelete", "AppointmentCreate"}, {"ContactCreate", "contact.created"}, {"ContactUpdate", "contact.updated"},
        {"ContactTagUpdate", "contact.updated"}, {"ContactDndUpdate", "contact.updated"}, {"ContactDelete", "contact.deleted"}};
    if (auto const found = other.find(stem); found != other.end()) return found->second;
    // These examples carry no type: only their family can be told.
    std::pair<char const*, char const*> const families[]{{"Invoice", "unknown.invoice"}, {"Association", "unknown.association"},
        {"Relation", "unknown.relation"}, {"ObjectSchema", "unknown.object_schema"}, {"Record", "unknown.record"},
        {"Product", "unknown.product"}, {"Price", "unknown.price"}};
    for (auto const& [prefix, family] : families) {
        if (stem.starts_with(prefix)) return family;
    }
    return stem;
}

TEST(WebhookExamplesTest, every_documented_example_is_classified) {
    std::filesystem::path const folder = "../shared/highlevel-webhooks";
    if (!std::filesystem::exists(folder)) {
        std::printf(
            "The vendor's webhook examples are not at %s: classification was not checked against them.\n", folder.c_str());
        GTEST_SKIP() << "vendor examples absent";
    }
    auto const connectors = load_all();
    ASSERT_TRUE(connectors);
    std::shared_ptr<catalogue::RecordBinding const> binding;
    for (auto const& connector : *connectors) {
        if (connector->profile == "highlevel") binding = connector->contacts;
    }
    ASSERT_TRUE(binding);
    std::size_t count = 0;
    for (auto const& entry : std::filesystem::directory_iterator(folder)) {
        SCOPED_TRACE(entry.path().filename().string());
        std::ifstream file(entry.path());
        std::stringstream text;
        text << file.rdbuf();
        auto const payload = parse_json(text.str());
        ASSERT_TRUE(payload) << payload.error().message;
        auto const facts = binding->read_event(*payload, {});
        ASSERT_TRUE(facts) << facts.error().message;
        EXPECT_EQ(facts->type, expected_type(entry.path().stem().string()));
        bool const is_about_contact = facts->type.starts_with("contact.");
        EXPECT_EQ(facts->record.has_value(), is_about_contact);
        auto const named = is_about_contact ? find_text(*payload, "/id") : find_text(*payload, "/contactId");
        if (named) EXPECT_EQ(facts->record_id, *named);
        // Wrapped in "data", as some deliveries are, it says the same.
        if (find_text(*payload, "/type").value_or("string") != "string") {
            JsonObject const wrapped{{"type", payload->at("type")}, {"webhookId", "w"}, {"data", *payload}};
            auto const again = binding->read_event(wrapped, {});
            ASSERT_TRUE(again);
            EXPECT_EQ(again->type, facts->type);
            EXPECT_EQ(again->record_id, facts->record_id);
            EXPECT_EQ(again->record, facts->record);
            EXPECT_EQ(again->delivery_id, "w");
        }
        ++count;
    }
    EXPECT_GE(count, 60U);
}

}  // namespace
}  // namespace lockstep::connectors
