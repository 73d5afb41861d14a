// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "catalogue/binding.hpp"
#include "catalogue/sample_connector.hpp"

namespace lockstep::catalogue {
namespace {

using contacts::FieldWrites;
using contacts::SetEdit;
using contacts::Value;
using testing::HasSubstr;

class BindingTest : public testing::Test {
protected:
    static Json json(std::string_view text) { return parse_json(text).value(); }

    std::shared_ptr<Connector const> connector = load_files(sample_files()).value().front();
    RecordBinding const& binding = *connector->contacts;
    ConnectionSettings settings{"", {{"place", "p"}}};
};

TEST_F(BindingTest, describes_its_fields) {
    EXPECT_FALSE(binding.field("name").can_clear);
    EXPECT_FALSE(binding.field("name").in_listing);
    EXPECT_TRUE(binding.field("mail").in_listing);
    EXPECT_EQ(binding.field("mail").kind, contacts::FieldKind::email);
    EXPECT_FALSE(binding.field("labels").can_update) << "elements can be added but not removed";
    EXPECT_EQ(binding.field("custom.x").label.fr, "x");
    EXPECT_TRUE(binding.writes_are_conditional);
}

TEST_F(BindingTest, creates_with_filled_fields_only) {
    auto const call = binding.create(settings, {{{"name", "Zoé"}, {"mail", Value{}}}, {{"labels", {{"a", "b"}, {}}}}}, {});
    ASSERT_TRUE(call) << call.error().message;
    EXPECT_EQ(call->operation, "things.create");
    EXPECT_EQ(Json(call->inputs), json(R"({"name": "Zoé", "labels": ["a", "b"]})"));
    EXPECT_EQ(call->fields, (std::vector<std::string>{"name", "labels"}));
}

TEST_F(BindingTest, says_what_a_create_needs) {
    auto const call = binding.create(settings, {{{"name", Value{}}}, {}}, {});
    ASSERT_FALSE(call);
    EXPECT_EQ(call.error().code, "catalogue.create_needs");
    EXPECT_THAT(call.error().message, HasSubstr("needs name, one of mail or labels"));
}

TEST_F(BindingTest, updates_values_in_one_conditional_call_and_sets_apart) {
    auto const calls = binding.update(settings, "1", "7", {{{"name", "A"}, {"mail", Value{}}}, {{"labels", {{"x"}, {}}}}}, {});
    ASSERT_TRUE(calls) << calls.error().message;
    ASSERT_EQ(calls->size(), 2U);
    EXPECT_EQ(Json(calls->at(0).inputs), json(R"({"id": "1", "version": "7", "name": "A", "mail": null})"));
    EXPECT_EQ(calls->at(1).operation, "things.label");
    EXPECT_EQ(Json(calls->at(1).inputs), json(R"({"id": "1", "labels": ["x"]})"));
}

TEST_F(BindingTest, refuses_what_the_app_cannot_do) {
    auto const code = [&](FieldWrites const& writes) {
        auto const calls = binding.update(settings, "1", std::nullopt, writes, {});
        return calls ? "fine" : calls.error().code;
    };
    EXPECT_EQ(code({{{"name", Value{}}}, {}}), "catalogue.not_clearable");
    EXPECT_EQ(code({{{"nope", "x"}}, {}}), "catalogue.unknown_field");
    EXPECT_EQ(code({{{"custom.nope", "x"}}, {}}), "catalogue.unknown_field");
    EXPECT_EQ(code({{}, {{"labels", {{}, {"x"}}}}}), "catalogue.not_writable");
    EXPECT_FALSE(binding.changed_since(settings, {}, std::nullopt));
    EXPECT_FALSE(binding.find_by_email(settings, "x"));
}

TEST_F(BindingTest, reads_records_and_incomplete_listings) {
    auto const record =
        binding.read("things.read", json(R"({"id": 5, "v": "9", "name": "A", "mail": "", "labels": ["x", ""]})"), {})
            .value()
            .value();
    EXPECT_EQ(record.id, "5");
    EXPECT_EQ(record.version, "9");
    EXPECT_EQ(record.fields.at("name"), Value{"A"});
    EXPECT_EQ(record.fields.at("mail"), Value{});
    EXPECT_EQ(record.fields.at("labels"), Value{std::vector<std::string>{"x"}});
    EXPECT_EQ(binding.read("things.list", json("{}"), {}).value(), std::nullopt);
    EXPECT_EQ(binding.read("things.read", json(R"({"name": "A"})"), {}).error().code, "catalogue.record_without_id");

    auto const page = binding
                          .read_page({"things.list", {}, {}},
                              json(R"({"items": [{"id": "1", "name": "a", "mail": "m"}], "next": "n", "total": 3})"), {}, 1)
                          .value();
    ASSERT_EQ(page.items.size(), 1U);
    EXPECT_FALSE(page.items[0].is_complete);
    EXPECT_FALSE(page.items[0].record.fields.contains("name")) << "a listing shows it, but not as it is";
    EXPECT_EQ(page.items[0].record.fields.at("mail"), Value{"m"});
    EXPECT_EQ(page.total, 3);
    EXPECT_EQ(*page.next, (JsonObject{{"after", "n"}}));
    EXPECT_EQ(binding.read_page({"things.list", {}, {}}, json(R"({"items": 4})"), {}, 1).error().code, "catalogue.not_a_list");
}

TEST_F(BindingTest, takes_no_missing_or_unreadable_member_for_blank) {
    auto const record =
        binding.read("things.read", json("{\"id\": 5, \"name\": \"caf\xEF\xBF\xBD\", \"mail\": null}"), {}).value().value();
    EXPECT_FALSE(record.fields.contains("name")) << "what could not be read says nothing";
    EXPECT_EQ(record.fields.at("mail"), Value{});
    EXPECT_FALSE(record.fields.contains("labels")) << "what was not shown says nothing";
}

TEST_F(BindingTest, takes_a_missing_member_for_blank_where_the_app_leaves_out_blanks) {
    auto files = sample_files();
    for (auto& [path, text] : files) {
        auto const at = text.find("\"writes_are_conditional\": true");
        if (at != std::string::npos) text.insert(at, "\"leaves_out_blanks\": true, ");
    }
    auto const leaving_out = load_files(files).value().front();
    auto const record = leaving_out->contacts->read("things.read", json(R"({"id": 5, "name": "A"})"), {}).value().value();
    EXPECT_EQ(record.fields.at("mail"), Value{});
    EXPECT_EQ(record.fields.at("labels"), Value{});
}

TEST_F(BindingTest, reads_events) {
    auto const facts =
        binding.read_event(json(R"({"type": "thing.changed", "id": "e", "place": "p", "thing": {"id": "1", "name": "A"}})"), {})
            .value();
    EXPECT_EQ(facts.type, "contact.updated");
    EXPECT_EQ(facts.record_id, "1");
    EXPECT_EQ(facts.delivery_id, "e");
    EXPECT_EQ(facts.account_key, "p");
    EXPECT_EQ(facts.record->fields.at("name"), Value{"A"});
    EXPECT_EQ(binding.read_event(json(R"({"type": "new.kind"})"), {}).value().type, "new.kind")
        << "types that come later pass through";
    for (auto const* bad :
        {"[]", "1", "{}", R"({"type": "thing.changed"})", R"({"type": "thing.changed", "thing": {"id": null}})"}) {
        auto const event = binding.read_event(json(bad), {});
        ASSERT_FALSE(event) << bad;
        EXPECT_EQ(event.error().code, "catalogue.not_an_event");
    }
}

TEST(CustomFieldsTest, survive_storage) {
    CustomFields const fields{{"1", "k", "N", "TEXT"}};
    EXPECT_EQ(custom_fields_from_json(to_json(fields)).value(), fields);
    EXPECT_FALSE(custom_fields_from_json(parse_json(R"([{"id": "1"}])").value()));
}

}  // namespace
}  // namespace lockstep::catalogue
