// SPDX-License-Identifier: Apache-2.0
#include "catalogue/schema_check.hpp"

#include <gtest/gtest.h>

#include "catalogue/declaration_schema.hpp"
#include "catalogue/substitute.hpp"

namespace lockstep::catalogue {
namespace {

std::string first(std::string_view schema, std::string_view value, SchemaOptions options = {}) {
    auto const document = parse_json(schema).value();
    auto const problems = check_schema(document, document, parse_json(value).value(), options);
    return problems.empty() ? "fits" : problems.front().pointer + " " + problems.front().message;
}

TEST(SchemaCheckTest, checks_types) {
    EXPECT_EQ(first(R"({"type": "string"})", "1"), " is integer, expected \"string\"");
    EXPECT_EQ(first(R"({"type": "number"})", "1"), "fits");
    EXPECT_EQ(first(R"({"type": "integer"})", "1.5"), " is number, expected \"integer\"");
    EXPECT_EQ(first(R"({"type": ["string", "null"]})", "null"), "fits");
    EXPECT_EQ(first(R"({"type": "string", "nullable": true})", "null"), "fits");
    EXPECT_EQ(first(R"({"enum": ["a", 1]})", "2"), " must be one of [\"a\",1]");
    EXPECT_EQ(first(R"({"minimum": 1, "maximum": 3})", "4"), " is above the greatest value 3");
    EXPECT_EQ(first("false", "1"), " is not allowed here");
}

TEST(SchemaCheckTest, checks_members_and_items) {
    EXPECT_EQ(first(R"({"required": ["a"]})", "{}"), " lacks \"a\"");
    EXPECT_EQ(first(R"({"properties": {"a": {}}, "additionalProperties": false})", R"({"b/c": 1})"),
        "/b~1c is not a known member; known are a");
    EXPECT_EQ(first(R"({"properties": {"a": {}}})", R"({"b": 1})"), "fits");
    EXPECT_EQ(
        first(R"({"properties": {"a": {}}})", R"({"b": 1})", {.refuse_unknown = true}), "/b is not a known member; known are a");
    EXPECT_EQ(first(R"({"items": {"type": "string"}})", R"(["a", 1])"), "/1 is integer, expected \"string\"");
    EXPECT_EQ(first(R"({"additionalProperties": {"type": "string"}})", R"({"a": 1})"), "/a is integer, expected \"string\"");
}

TEST(SchemaCheckTest, says_which_word_and_member_it_is) {
    auto const schema =
        parse_json(R"({"required": ["a"], "properties": {"a": {"maxLength": 1}}, "additionalProperties": false})").value();
    auto const check = [&](std::string_view value) { return check_schema(schema, schema, parse_json(value).value()).front(); };
    EXPECT_EQ(check("{}").word, "required");
    EXPECT_EQ(check("{}").member, "a");
    EXPECT_EQ(check(R"({"a": "xx"})").word, "maxLength");
    EXPECT_EQ(check(R"({"a": "xx"})").schema->at("maxLength"), 1);
    EXPECT_EQ(check(R"({"a": "x", "b": 1})").member, "b");
}

TEST(SchemaCheckTest, checks_formats_of_texts_where_asked) {
    SchemaOptions const asked{.refuse_unknown = false, .other_words = {}, .has_text_formats = true};
    EXPECT_EQ(first(R"({"format": "line"})", R"("a\nb")"), "fits");
    EXPECT_EQ(first(R"({"format": "line"})", R"("a\nb")", asked), " has control characters in it");
    EXPECT_EQ(first(R"({"format": "lines"})", R"("a\nb")", asked), "fits");
    EXPECT_EQ(first(R"({"format": "lines"})", R"("a\u001b")", asked), " has control characters in it");
    EXPECT_EQ(first(R"({"format": "date-time"})", R"("2026-03-01T10:04:00Z")", asked), "fits");
    EXPECT_EQ(first(R"({"format": "date-time"})", R"("yesterday")", asked), " is no moment");
    EXPECT_EQ(first(R"({"format": "date-time"})", R"("yesterday")"), "fits");
    EXPECT_EQ(first(R"({"format": "uri"})", R"("a\nb")", asked), "fits");
}

TEST(SchemaCheckTest, checks_choices_and_references) {
    EXPECT_EQ(first(R"({"anyOf": [{"type": "string"}, {"type": "array"}]})", "[]"), "fits");
    EXPECT_EQ(first(R"({"anyOf": [{"type": "string"}]})", "1"), " is integer, expected \"string\"");
    EXPECT_EQ(first(R"({"allOf": [{"type": "string"}, {"minLength": 2}]})", "\"a\""), " is below the least length 2");
    EXPECT_EQ(first(R"({"$ref": "#/$defs/x", "$defs": {"x": {"const": 1}}})", "2"), " must be 1");
    EXPECT_EQ(first(R"({"$ref": "#"})", "2"), " is nested too deeply");
    EXPECT_EQ(first(R"({"$ref": "#/nope"})", "2"), " cannot be checked: the schema refers to #/nope, which is not there");
}

// One fitting and one failing value for each word that is checked: a word that is no longer looked at fails here.
struct Word {
    char const* word;
    char const* schema;
    char const* fits;
    char const* fails;
};
class SchemaWordTest : public testing::TestWithParam<Word> {};

TEST_P(SchemaWordTest, is_looked_at) {
    auto const& [word, schema, fits, fails] = GetParam();
    ASSERT_NE(std::string_view(schema).find("\"" + std::string(word) + "\""), std::string_view::npos);
    EXPECT_EQ(first(schema, fits), "fits");
    EXPECT_NE(first(schema, fails), "fits");
}

INSTANTIATE_TEST_SUITE_P(All, SchemaWordTest,
    testing::Values(Word{"$ref", R"({"$ref": "#/$defs/x", "$defs": {"x": {"type": "null"}}})", "null", "1"},
        Word{"additionalProperties", R"({"properties": {"a": {}}, "additionalProperties": false})", R"({"a": 1})", R"({"b": 1})"},
        Word{"allOf", R"({"allOf": [{"minimum": 1}, {"maximum": 2}]})", "2", "3"},
        Word{"anyOf", R"({"anyOf": [{"minimum": 5}, {"maximum": 2}]})", "2", "3"},
        Word{"const", R"({"const": [1]})", "[1]", "[2]"}, Word{"enum", R"({"enum": ["a", null]})", "null", "\"b\""},
        Word{"items", R"({"items": {"type": "integer"}})", "[1, 2]", "[1, \"2\"]"},
        Word{"maxItems", R"({"maxItems": 1})", "[1]", "[1, 2]"}, Word{"maxLength", R"({"maxLength": 2})", "\"éé\"", "\"ééé\""},
        Word{"maxProperties", R"({"maxProperties": 1})", R"({"a": 1})", R"({"a": 1, "b": 2})"},
        Word{"maximum", R"({"maximum": 2.5})", "2.5", "2.6"}, Word{"minItems", R"({"minItems": 1})", "[1]", "[]"},
        Word{"minLength", R"({"minLength": 2})", "\"éé\"", "\"é\""},
        Word{"minProperties", R"({"minProperties": 1})", R"({"a": 1})", "{}"}, Word{"minimum", R"({"minimum": -1})", "-1", "-2"},
        Word{"nullable", R"({"type": "string", "nullable": true})", "null", "1"},
        Word{"oneOf", R"({"oneOf": [{"minimum": 1}, {"minimum": 5}]})", "3", "6"},
        Word{"pattern", R"({"pattern": "^pit-[0-9]+$"})", "\"pit-12\"", "\"xpit-12\""},
        Word{"properties", R"({"properties": {"a": {"type": "string"}}})", R"({"a": "x"})", R"({"a": 1})"},
        Word{"required", R"({"required": ["a"]})", R"({"a": null})", "{}"},
        Word{"type", R"({"type": ["string", "boolean"]})", "true", "1"},
        Word{"uniqueItems", R"({"uniqueItems": true})", "[1, 2]", "[1, 1]"}),
    [](auto const& parameter) { return std::string(parameter.param.word[0] == '$' ? "ref" : parameter.param.word); });

TEST(SchemaCheckTest, refuses_words_it_does_not_know) {
    EXPECT_EQ(first(R"({"if": true})", "\"a\""), " cannot be checked: the schema says \"if\", which this check does not know");
    EXPECT_EQ(first(R"({"properties": {"a": {"not": {}}}})", R"({"a": 1})"),
        "/a cannot be checked: the schema says \"not\", which this check does not know");
    EXPECT_EQ(first(R"({"description": "x", "format": "date", "x-order": 1})", "1"), "fits");
    auto const schema = parse_json(R"({"properties": {"a": {"items": {"anyOf": [{}, {"dependentRequired": {}}]}}}})").value();
    ASSERT_EQ(check_words(schema).size(), 1U);
    EXPECT_EQ(check_words(schema).front().pointer, "/properties/a/items/anyOf/1/dependentRequired");
    EXPECT_TRUE(check_words(declaration_schema()).empty()) << check_words(declaration_schema()).front().pointer;
}

TEST(SubstituteTest, keeps_types_of_whole_values_and_joins_parts) {
    Names const names{{"a", Json(1)}, {"b", Json("x")}};
    EXPECT_EQ(substitute(parse_json(R"({"whole": "${a}", "part": "${b}-${a}", "plain": [true, "$a"]})").value(), names).value(),
        parse_json(R"({"whole": 1, "part": "x-1", "plain": [true, "$a"]})").value());
    EXPECT_EQ(substitute_text("${c}", names).error().code, "catalogue.unknown_name");
    EXPECT_EQ(substitute_text("${a", names).error().code, "catalogue.unknown_name");
    Names const sneaky{{"a", Json("${b}")}, {"b", Json("secret")}};
    EXPECT_EQ(substitute_text("${a}", sneaky).value(), "${b}") << "values are never substituted again";
}

}  // namespace
}  // namespace lockstep::catalogue
