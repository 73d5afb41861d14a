// SPDX-License-Identifier: Apache-2.0
// Mapping documents: reading, writing, validating; and records through them, there and back.
#include "contacts/mapping.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/json/parse.hpp>

#include "contacts/contact_samples.hpp"

namespace lockstep::contacts {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

Value text(char const* value) { return Value{std::string{value}}; }
Value set(std::vector<std::string> elements) { return Value{std::move(elements)}; }

constexpr char const* document = R"({
  "rows": [
    {"a": "firstName", "b": "firstname", "kind": "text"},
    {"a": "lastName", "b": "lastname", "kind": "text"},
    {"a": "email", "b": "email", "kind": "email", "conflict": "longest"},
    {"a": "phone", "b": "phone", "kind": "phone", "blank": "propagate"},
    {"a": "gender", "b": "sex", "kind": "text", "direction": "a_to_b", "enforce": true, "first_match": "a",
     "sensitivity": "identity", "transform": {"pairs": [["male", "m"], ["female", "f"]]}},
    {"a": "tags", "b": "groups", "kind": "set", "transform": {"pairs": [["VIP", "Gold members"], ["Lead", "Prospects"]]}}
  ],
  "a_holds_id_of_b": "custom.hexfit_id", "b_holds_id_of_a": "external_id",
  "match": ["stored_id", "email"], "create_in_b": false, "region": "FR"
})";

Mapping sample() { return parse_mapping(boost::json::parse(document)).value(); }
FieldRow const& row_of(Mapping const& mapping, char const* field) {
    return *std::ranges::find(mapping.rows, field, &FieldRow::a);
}

std::vector<std::string> codes_of(Mapping const& mapping) {
    std::vector<std::string> out;
    for (auto const& problem : validate(mapping)) {
        out.push_back(problem.code);
        EXPECT_GT(problem.message.size(), 20U);
    }
    return out;
}

std::string refusal(char const* json) {
    auto const result = parse_mapping(boost::json::parse(json));
    if (result) return "";
    EXPECT_EQ(result.error().code, "contacts.bad_mapping");
    return result.error().message;
}

TEST(MappingDocument, IsReadWithItsDefaults) {
    auto const mapping = sample();
    ASSERT_EQ(mapping.rows.size(), 6U);
    EXPECT_EQ(mapping.rows[0].rule, FieldRule{});
    EXPECT_EQ(mapping.rows[2].rule.conflict, ConflictRule::longest);
    EXPECT_EQ(mapping.rows[4].sensitivity, Sensitivity::identity);
    EXPECT_EQ(mapping.rows[5].rule.conflict, ConflictRule::union_of_sets);
    EXPECT_THAT(mapping.match, ElementsAre(MatchRule::stored_id, MatchRule::email));
    EXPECT_TRUE(mapping.create_in_a);
    EXPECT_FALSE(mapping.create_in_b);
    EXPECT_EQ(mapping.region.code, "FR");
}

TEST(MappingDocument, GoesThereAndBack) {
    EXPECT_EQ(parse_mapping(to_json(sample())).value(), sample());
    EXPECT_EQ(parse_mapping(to_json(Mapping{})).value(), Mapping{});
}

TEST(MappingDocument, SaysWhatIsWrongAndWhere) {
    EXPECT_THAT(refusal("[]"), HasSubstr("has to be an object"));
    EXPECT_THAT(refusal("{}"), HasSubstr("list of field rows"));
    EXPECT_THAT(refusal(R"({"rows":[{"a":"x","b":"y"},{"a":"x"}]})"), HasSubstr("row 2"));
    EXPECT_THAT(refusal(R"({"rows":[{"a":"x","b":"y","blank":"maybe"}]})"), HasSubstr("keep, propagate"));
    EXPECT_THAT(refusal(R"({"rows":[{"a":"x","b":"y","conflcit":"a"}]})"), HasSubstr("conflcit"));
    EXPECT_THAT(refusal(R"({"rows":[{"a":"x","b":"y","transform":{"pairs":[["one"]]}}]})"), HasSubstr("transform"));
    EXPECT_THAT(refusal(R"({"rows":[],"match":["name"]})"), HasSubstr("phone_and_name"));
    EXPECT_THAT(refusal(R"({"rows":[],"create_in_a":1})"), HasSubstr("create_in_a"));
    EXPECT_THAT(refusal(R"({"rows":[],"region":1})"), HasSubstr("region"));
}

TEST(MappingValidation, AcceptsAGoodMapping) { EXPECT_THAT(codes_of(sample()), IsEmpty()); }

TEST(MappingValidation, FindsRowsThatCannotWork) {
    auto mapping = sample();
    mapping.rows[1].b = "firstname";
    EXPECT_THAT(codes_of(mapping), ElementsAre("mapping.duplicate_target"));
    mapping = sample();
    mapping.rows[0].rule.conflict = ConflictRule::union_of_sets;
    mapping.rows[0].rule.enforce = true;
    EXPECT_THAT(codes_of(mapping), ElementsAre("mapping.union_needs_set", "mapping.enforce_needs_owner"));
    mapping = sample();
    mapping.rows[0].b = "external_id";
    EXPECT_THAT(codes_of(mapping), ElementsAre("mapping.id_field_mapped"));
    mapping = sample();
    mapping.rows[0].b.clear();
    EXPECT_THAT(codes_of(mapping), ElementsAre("mapping.empty_field"));
}

TEST(MappingValidation, FindsTablesWithoutAWayBack) {
    auto mapping = sample();
    auto& row = mapping.rows[5];
    row.transform->pairs.emplace_back("Warm", " prospects ");
    auto const problems = validate(mapping);
    ASSERT_EQ(problems.size(), 1U);
    EXPECT_EQ(problems[0].row, 5U);
    EXPECT_EQ(problems[0].code, "mapping.ambiguous_inverse");
    EXPECT_THAT(problems[0].message, HasSubstr("\"Lead\" and \"Warm\""));
    row.rule.direction = Direction::a_to_b;
    EXPECT_THAT(codes_of(mapping), IsEmpty());
    row.transform->pairs = {{"x", "q"}, {"r", "q"}, {"r", "p"}, {"y", "p"}};
    EXPECT_THAT(codes_of(mapping), ElementsAre("mapping.ambiguous_inverse"));
    row.transform->pairs = {{"x", " "}};
    EXPECT_THAT(codes_of(mapping), ElementsAre("mapping.blank_pair"));
    row.transform->pairs.clear();
    EXPECT_THAT(codes_of(mapping), ElementsAre("mapping.empty_transform"));
    mapping = sample();
    mapping.rows[2].transform = Transform{{{"a", "b"}}};
    EXPECT_THAT(codes_of(mapping), ElementsAre("mapping.transform_kind"));
}

TEST(MappingValidation, FindsMatchRulesWithoutTheirFields) {
    auto mapping = sample();
    mapping.email_field = "mail";
    mapping.match.push_back(MatchRule::email);
    mapping.region.code = "Canada";
    EXPECT_THAT(
        codes_of(mapping), ElementsAre("mapping.duplicate_match_rule", "mapping.match_field_missing", "mapping.bad_region"));
    Mapping empty;
    empty.match.clear();
    EXPECT_THAT(codes_of(empty), ElementsAre("mapping.no_rows"));
}

TEST(Projection, BothSidesMeetInTheDomainOfA) {
    auto const mapping = sample();
    Record a;
    a.fields = {{"firstName", text(" Zoe\u0301 ")}, {"phone", text("06 12 34 56 78")}, {"gender", text("FEMALE")},
        {"tags", set({"vip", "unmapped"})}};
    Record b;
    b.fields = {{"firstname", text("Zo\u00e9")}, {"phone", text("+33612345678")}, {"sex", text("F")},
        {"groups", set({"gold members", "Other"})}};
    auto const projected = project(mapping, Side::a, a);
    EXPECT_EQ(projected, project(mapping, Side::b, b));
    EXPECT_EQ(projected.size(), mapping.rows.size());
    EXPECT_EQ(projected.at("email"), Value{});
    EXPECT_EQ(projected.at("gender"), text("female"));
    EXPECT_EQ(projected.at("tags"), set({"vip"}));
}

TEST(Projection, ValuesAndEditsAreSpeltAsTheTableSpellsThem) {
    auto const mapping = sample();
    EXPECT_EQ(value_for(row_of(mapping, "gender"), Side::b, text("female")), text("f"));
    EXPECT_EQ(value_for(row_of(mapping, "gender"), Side::b, Value{}), Value{});
    EXPECT_EQ(value_for(row_of(mapping, "tags"), Side::b, set({"lead", "vip"})), set({"Prospects", "Gold members"}));
    EXPECT_EQ(value_for(row_of(mapping, "email"), Side::b, text("x@x.test")), text("x@x.test"));
    SetEdit const edit{.add = {"vip"}, .remove = {"lead", "unmapped"}};
    EXPECT_EQ(edit_for(row_of(mapping, "tags"), Side::b, edit), (SetEdit{.add = {"Gold members"}, .remove = {"Prospects"}}));
    EXPECT_EQ(edit_for(row_of(mapping, "tags"), Side::a, edit), (SetEdit{.add = {"VIP"}, .remove = {"Lead"}}));
}

TEST(Projection, RemovingAnElementRemovesAllThatReadAsIt) {
    FieldRow const row{.a = "tags",
        .b = "groups",
        .rule = {.kind = FieldKind::set},
        .transform = Transform{{{"Lead", "Cold"}, {"Lead", "Warm"}}}};
    EXPECT_EQ(edit_for(row, Side::b, {.add = {}, .remove = {"lead"}}).remove, (std::vector<std::string>{"Cold", "Warm"}));
    EXPECT_EQ(edit_for(row, Side::b, {.add = {"lead"}, .remove = {}}).add, (std::vector<std::string>{"Cold"}));
}

// The law of docs/merge.md for transforms: whatever a valid table maps reads back as it was written.
TEST(ProjectionLaws, WhatIsWrittenReadsBackTheSame) {
    std::size_t valid = 0;
    for (std::uint64_t seed = 0; seed < 6000; ++seed) {
        SCOPED_TRACE(seed);
        samples::Draw draw{seed};
        Mapping mapping;
        mapping.match.clear();
        FieldRow row{.a = "x",
            .b = "y",
            .rule = samples::rule(draw, draw.chance(2) ? FieldKind::text : FieldKind::set),
            .transform = Transform{}};
        row.rule.enforce = false;
        row.rule.conflict = ConflictRule::ask;
        for (std::size_t left = 1 + draw.below(4); left > 0; --left) {
            row.transform->pairs.emplace_back(
                samples::one_text(draw, FieldKind::set), samples::one_text(draw, FieldKind::set) + draw.from(samples::dates));
        }
        mapping.rows = {row};
        if (!validate(mapping).empty()) continue;
        ++valid;
        Record a;
        a.fields["x"] = samples::value(draw, FieldKind::set);
        auto const projected = project(mapping, Side::a, a);
        Record b;
        b.fields["y"] = value_for(row, Side::b, projected.at("x"));
        ASSERT_EQ(project(mapping, Side::b, b), projected);
        Record again;
        again.fields["x"] = value_for(row, Side::a, projected.at("x"));
        ASSERT_EQ(project(mapping, Side::a, again), projected);
    }
    EXPECT_GE(valid, 1000U);
}

TEST(Spelling, OfElementsIsThatOfTheRecord) {
    Value const shown{std::vector<std::string>{"Stra\u00dfe", "e\u0301quipe", "STRASSE", "\u0130stanbul"}};
    auto const folded = std::get<std::vector<std::string>>(canonical(FieldKind::set, shown, {}));
    ASSERT_EQ(folded.size(), 3U);
    EXPECT_EQ(spelt_as_shown({"strasse"}, shown), (std::vector<std::string>{"Stra\u00dfe", "STRASSE"}));
    EXPECT_EQ(spelt_as_shown({"\u00e9quipe"}, shown), (std::vector<std::string>{"e\u0301quipe"}))
        << "byte for byte, to be rid of it";
    EXPECT_EQ(
        spelt_once({"strasse", "\u00e9quipe", "new"}, shown), (std::vector<std::string>{"Stra\u00dfe", "\u00e9quipe", "new"}));
    EXPECT_EQ(spelt_as_shown(folded, shown).size(), 4U) << "everything that is shown is reached";
}

}  // namespace
}  // namespace lockstep::contacts
