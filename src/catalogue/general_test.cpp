// SPDX-License-Identifier: Apache-2.0
#include "catalogue/general.hpp"

#include <gtest/gtest.h>

#include "catalogue/declaration_schema.hpp"
#include "catalogue/operation_file.hpp"
#include "catalogue/schema_check.hpp"

namespace lockstep::catalogue {
namespace {

std::string result_of(std::string_view id, std::string_view inputs, std::string_view pointer = "/text") {
    auto const* operation = general_operations()->find(id);
    if (operation == nullptr) return "no such operation";
    auto const result = run_general(*operation, parse_json(inputs).value().as_object());
    if (!result) return result.error().code;
    auto const* value = find(*result, pointer);
    return value == nullptr ? "nothing there" : value->is_string() ? std::string(value->get_string()) : to_text(*value);
}

// Declared as strictly as an app's, and each can be done with its own examples.
TEST(GeneralTest, each_is_declared_and_runs_with_its_examples) {
    auto const& schema = declaration_schema();
    ASSERT_EQ(general_operations()->operations.size(), 10U);
    for (auto const& operation : general_operations()->operations) {
        for (auto const& problem : check_schema(schema, *find(schema, "/$defs/operation"), operation.declaration))
            ADD_FAILURE() << operation.id << " at " << problem.pointer << ": " << problem.message;
        JsonObject inputs;
        for (auto const& input : *find_array(operation.declaration, "/inputs")) {
            if (auto const* example = find(input, "/example")) inputs[*find_text(input, "/name")] = *example;
        }
        EXPECT_FALSE(operation.title.fr.empty());
        if (!is_pure(operation)) {
            // Run by general/runner.hpp; its inputs are checked the same way.
            EXPECT_NE(find(operation.declaration, "/reply/sample"), nullptr) << operation.id;
            auto const filled = fill_inputs(operation, inputs, {});
            EXPECT_TRUE(filled) << operation.id << (filled ? "" : filled.error().message);
            continue;
        }
        auto const result = run_general(operation, inputs);
        EXPECT_TRUE(result) << operation.id << (result ? "" : result.error().message);
    }
}

TEST(GeneralTest, texts) {
    EXPECT_EQ(result_of("text.format_text", R"({"text":" Hello {{ first }}{{gone}}, {{n}}! ","values":{"first":"Zoé","n":2}})"),
        "Hello Zoé, 2!");
    EXPECT_EQ(result_of("text.format_text", R"({"text":"{{a}}","values":{"a":"{{b}}","b":"x"}})"), "{{b}}");
    EXPECT_EQ(result_of("text.format_text", R"({"text":"Élise {{","case":"upper"})"), "ÉLISE {{");
    EXPECT_EQ(result_of("text.format_text", R"({"text":"😀😀é","length_max":2})"), "😀😀");
    EXPECT_EQ(result_of("text.format_text", R"({"text":"a","case":"wild"})"), "catalogue.bad_input");
    EXPECT_EQ(result_of("text.format_text", "{}"), "catalogue.missing_input");
}

TEST(GeneralTest, dates) {
    EXPECT_EQ(result_of("dates.format_date", R"({"date":"2026-01-31","add_months":1})"), "2026-02-28");
    EXPECT_EQ(result_of("dates.format_date", R"({"date":"2024-02-29","add_months":-12,"add_days":1})"), "2023-03-01");
    EXPECT_EQ(result_of("dates.format_date", R"({"date":"2026-08-09","format":"D MMMM YYYY","language":"fr"})"), "9 août 2026");
    EXPECT_EQ(result_of("dates.format_date", R"({"date":"2026-03-01T09:05:00-05:00","format":"DD/MM/YYYY HH:mm"})"),
        "01/03/2026 14:05");
    EXPECT_EQ(result_of("dates.format_date", R"({"date":"tomorrow"})"), "catalogue.bad_input");
    EXPECT_EQ(result_of("dates.format_date", R"({"date":"2026-02-30"})"), "catalogue.bad_input");
}

TEST(GeneralTest, numbers) {
    EXPECT_EQ(result_of("numbers.format_number", R"({"number":1234567.891})"), "1,234,567.89");
    EXPECT_EQ(result_of("numbers.format_number", R"({"number":-1234.5,"language":"fr","decimals":1})"), "-1\u00A0234,5");
    EXPECT_EQ(result_of("numbers.format_number", R"({"number":-0.001})"), "0.00");
    EXPECT_EQ(result_of("numbers.format_number", R"({"number":999,"decimals":0})"), "999");
    EXPECT_EQ(result_of("numbers.format_number", R"({"number":1e300})"), "catalogue.bad_input");
}

TEST(GeneralTest, tables) {
    EXPECT_EQ(result_of("tables.look_up", R"({"word":"ÉTÉ","table":{"été":"summer"}})", "/value"), "summer");
    EXPECT_EQ(
        result_of("tables.look_up", R"({"word":"Active","table":{"active":1},"ignore_case":false,"otherwise":"-"})", "/value"),
        "-");
    EXPECT_EQ(result_of("tables.look_up", R"({"word":"x","table":{}})", "/found"), "false");
}

}  // namespace
}  // namespace lockstep::catalogue
