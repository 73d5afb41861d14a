// SPDX-License-Identifier: Apache-2.0
#include "catalogue/schema_check.hpp"

#include <gtest/gtest.h>

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

TEST(SchemaCheckTest, checks_choices_and_references) {
    EXPECT_EQ(first(R"({"anyOf": [{"type": "string"}, {"type": "array"}]})", "[]"), "fits");
    EXPECT_EQ(first(R"({"anyOf": [{"type": "string"}]})", "1"), " is integer, expected \"string\"");
    EXPECT_EQ(first(R"({"allOf": [{"type": "string"}, {"minLength": 2}]})", "\"a\""), " is below the least length 2");
    EXPECT_EQ(first(R"({"$ref": "#/$defs/x", "$defs": {"x": {"const": 1}}})", "2"), " must be 1");
    EXPECT_EQ(first(R"({"$ref": "#"})", "2"), " is nested too deeply");
    EXPECT_EQ(first(R"({"$ref": "#/nope"})", "2"), " cannot be checked: the schema refers to #/nope, which is not there");
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
