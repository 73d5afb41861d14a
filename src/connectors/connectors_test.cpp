// SPDX-License-Identifier: Apache-2.0
// Every connector folder as a whole: it loads, its files are complete, its default mappings fit its bindings.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <set>

#include "catalogue/binding.hpp"
#include "catalogue/test_declarations.hpp"
#include "connectors/declaration_files.hpp"
#include "connectors/default_mapping.hpp"

namespace lockstep::connectors {
namespace {

using testing::HasSubstr;

TEST(ConnectorsTest, all_load) {
    auto const connectors = load_all();
    ASSERT_TRUE(connectors) << connectors.error().message;
    std::set<std::string> profiles;
    for (auto const& connector : *connectors) profiles.insert(connector->profile);
    EXPECT_EQ(profiles, (std::set<std::string>{"highlevel", "hexfit-v2", "hexfit-full"}));
}

TEST(ConnectorsTest, highlevel_has_its_groups_of_operations) {
    auto const connectors = load_all();
    ASSERT_TRUE(connectors);
    for (auto const& connector : *connectors) {
        if (connector->profile != "highlevel") continue;
        auto const count = [&](std::string_view prefix) {
            return std::ranges::count_if(
                connector->operations, [&](auto const& operation) { return operation.id.starts_with(prefix); });
        };
        EXPECT_EQ(count("contacts."), 32);
        EXPECT_EQ(count("locations."), 18);
        EXPECT_EQ(count("conversations."), 25);
        EXPECT_EQ(count("calendars."), 40);
        EXPECT_EQ(count("users."), 6);
        EXPECT_EQ(count("businesses."), 5);
        EXPECT_EQ(count("forms."), 2);
        EXPECT_EQ(count("surveys."), 2);
        EXPECT_EQ(count("workflows."), 1);
        EXPECT_EQ(count("campaigns."), 1);
        EXPECT_EQ(count("triggers."), 53);
        EXPECT_EQ(connector->limits.burst, 100);
        EXPECT_EQ(connector->limits.per_day, 200'000);
    }
}

TEST(ConnectorsTest, the_v2_profile_has_only_what_has_evidence) {
    auto const connectors = load_all();
    ASSERT_TRUE(connectors);
    for (auto const& connector : *connectors) {
        if (connector->profile != "hexfit-v2") continue;
        ASSERT_EQ(connector->operations.size(), 2U);
        EXPECT_EQ(connector->operations[0].id, "user.create_client");
        EXPECT_FALSE(connector->operations[0].retry_is_safe);
        EXPECT_EQ(connector->operations[1].id, "user.get_info");
        EXPECT_EQ(connector->limits.per_month, 500);
        EXPECT_FALSE(connector->contacts->get("1"));
        EXPECT_FALSE(connector->contacts->list({}));
        EXPECT_FALSE(connector->contacts->read_event(JsonObject{{"type", "client.created"}}, {}));
    }
}

TEST(ConnectorsTest, every_folder_has_a_readme_and_a_logo) {
    for (auto const& entry : std::filesystem::directory_iterator("src/connectors")) {
        auto const& path = entry.path();
        if (!std::filesystem::exists(path / "connector.json")) continue;
        EXPECT_TRUE(std::filesystem::exists(path / "README.md")) << path;
        EXPECT_TRUE(std::filesystem::exists(path / "logo.svg")) << path;
        EXPECT_FALSE(std::filesystem::is_empty(path / "recordings")) << path;
    }
}

TEST(ConnectorsTest, default_mappings_are_valid_and_name_bound_fields) {
    auto const connectors = load_all();
    ASSERT_TRUE(connectors);
    auto const binding_of = [&](std::string_view profile) {
        for (auto const& connector : *connectors) {
            if (connector->profile == profile) return connector->contacts;
        }
        return std::shared_ptr<catalogue::RecordBinding const>{};
    };
    for (auto const* b : {"hexfit-full", "hexfit-v2"}) {
        auto const mapping = default_mapping("highlevel", b);
        ASSERT_TRUE(mapping) << mapping.error().message;
        for (auto const& problem : contacts::validate(*mapping)) ADD_FAILURE() << b << ": " << problem.message;
        auto const at_a = binding_of("highlevel"), at_b = binding_of(b);
        for (auto const& row : mapping->rows) {
            auto const expect_bound = [&](std::string const& name, catalogue::RecordBinding const& binding) {
                if (name.starts_with("custom.")) return;
                auto const fields = binding.fields();
                auto const found = std::ranges::find(fields, name, &catalogue::BoundField::name);
                ASSERT_NE(found, fields.end()) << name;
                EXPECT_EQ(found->kind, row.rule.kind) << name;
            };
            expect_bound(row.a, *at_a);
            expect_bound(row.b, *at_b);
        }
    }
}

// tests/data/connectors/acme_fit: what it does is shown by its recordings (recordings_test.cpp), its webhook
// (webhooks/third_app_test.cpp) and its connection (api/connections/third_app_test.cpp).
TEST(ConnectorsTest, a_third_app_is_one_folder) {
    auto const apps = catalogue::load_from(catalogue::made_up_connectors);
    ASSERT_TRUE(apps) << apps.error().message;
    ASSERT_EQ(apps->size(), 1U);
    auto const& app = *apps->front();
    EXPECT_EQ(app.pairs_as_a, std::vector<std::string>{"hexfit-full"});
    EXPECT_EQ(app.credential.option, "pass");
    std::ifstream file("tests/data/connectors/acme_fit/mappings/acme_fit__hexfit-full.json");
    auto const document = parse_json(std::string{std::istreambuf_iterator<char>(file), {}});
    ASSERT_TRUE(document);
    auto const mapping = contacts::parse_mapping(*document);
    ASSERT_TRUE(mapping) << mapping.error().message;
    for (auto const& problem : contacts::validate(*mapping)) ADD_FAILURE() << problem.message;
    for (auto const& row : mapping->rows) EXPECT_EQ(app.contacts->field(row.a).kind, row.rule.kind) << row.a;
    // A new person is enrolled by the app's own call.
    auto const create =
        app.contacts->create({"", JsonObject{{"studioNumber", "0042"}}}, {{{"given", "Zoé"}, {"family", "Roy"}}, {}}, {});
    ASSERT_TRUE(create) << create.error().message;
    EXPECT_EQ(create->operation, "members.enrol_member");
    EXPECT_EQ(create->inputs, (JsonObject{{"given", "Zoé"}, {"family", "Roy"}}));
}

TEST(ConnectorsTest, a_pair_without_default_mapping_is_told) {
    auto const mapping = default_mapping("hexfit-full", "highlevel");
    ASSERT_FALSE(mapping);
    EXPECT_EQ(mapping.error().code, "connectors.no_default_mapping");
    EXPECT_THAT(mapping.error().message, HasSubstr("hexfit-full"));
}

}  // namespace
}  // namespace lockstep::connectors
