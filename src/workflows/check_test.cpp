// SPDX-License-Identifier: Apache-2.0
// Definitions that are wrong are refused with a message that names step, setting and remedy; those that are right are not.
#include "workflows/check.hpp"

#include <gmock/gmock.h>

#include "messages/error_words.hpp"
#include "workflows/template_files.hpp"
#include "workflows/test_workflows.hpp"

namespace lockstep::workflows {
namespace {

std::string param(Error const& error, std::string_view name) {
    for (auto const& [known, value] : error.params) {
        if (known == name) return value;
    }
    return "(none)";
}

TEST(WorkflowCheck, SaysWhatIsWrongAndWhere) {
    int count = 0;
    for (auto const& file : case_files("tests/data/workflows/wrong")) {
        for (auto const& each : file.cases) {
            auto const& one = each.get_object();
            auto const name = text_of(one.at("case"));
            ++count;
            auto const checked = check(definition_of(file, one), all_apps());
            if (checked.problems.empty()) {
                ADD_FAILURE() << name << ": nothing is found wrong";
                continue;
            }
            auto const& first = checked.problems.front();
            auto const& says = one.at("says");
            EXPECT_EQ(first.code, *find_text(says, "/code")) << name << ": " << first.message;
            EXPECT_EQ(param(first, "step"), *find_text(says, "/step")) << name << ": " << first.message;
            EXPECT_EQ(param(first, "field"), *find_text(says, "/field")) << name << ": " << first.message;
            for (auto const& problem : checked.problems) {
                for (auto const language : {messages::Language::en, messages::Language::fr}) {
                    auto const words = messages::error_words(language, problem);
                    EXPECT_TRUE(words.is_particular) << name << ": " << problem.code << " " << param(problem, "reason");
                    EXPECT_FALSE(words.remedy.empty()) << name << ": " << problem.code;
                }
            }
        }
    }
    EXPECT_GE(count, 100);
}

TEST(WorkflowCheck, FindsNothingWrongWithTheTemplates) {
    auto const files = template_files();
    EXPECT_GE(files.size(), 3U);
    for (auto const& file : files) {
        auto const definition = read_definition(file.bytes);
        ASSERT_TRUE(definition) << file.path << describe(definition.error());
        for (auto const& problem : check(*definition, all_apps()).problems)
            ADD_FAILURE() << file.path << ": " << param(problem, "step") << ", " << param(problem, "field") << ": "
                          << problem.code;
    }
}

TEST(WorkflowCheck, TellsOfEveryProblem) {
    auto const checked = check(read_definition(R"(
lockstep: workflow/1
id: many
name: {en: Many, fr: Plusieurs}
triggers: [{on: general/manual.started}]
steps:
  - {id: a, do: set, values: {x: "{{nobody}}"}}
  - {id: b, do: wait, for: soon}
  - {id: c, do: call, operation: general/email.send}
)")
                                   .value(),
        all_apps());
    std::vector<std::string> found;
    for (auto const& problem : checked.problems) found.push_back(param(problem, "step") + " " + problem.code);
    EXPECT_THAT(found, testing::ElementsAre("a workflows.unknown_field", "b workflows.bad_setting", "c workflows.missing_input",
                           "c workflows.missing_input", "c workflows.missing_input"));
}

TEST(WorkflowDocument, ReadsYamlAsJsonWouldSayIt) {
    auto const read = [](std::string_view text) {
        auto const json = read_definition(text);
        return json ? to_text(*json) : json.error().code + " " + param(json.error(), "reason");
    };
    EXPECT_EQ(read("a: 1\nb: '1'\nc: on\nd: true\ne: ~\nf: 1.5\ng: [x, \"y\"]\nh: 1a"),
        R"({"a":1,"b":"1","c":"on","d":true,"e":null,"f":1.5E0,"g":["x","y"],"h":"1a"})");
    EXPECT_EQ(read(R"({"a": [1, "b"]})"), R"({"a":[1,"b"]})");
    EXPECT_EQ(read("a: 1\na: 2"), "workflows.unreadable twice");
    EXPECT_EQ(read("- a\n- b"), "workflows.unreadable object");
    EXPECT_EQ(read("a: [1, 2"), "workflows.unreadable yaml");
    EXPECT_EQ(read("{\"a\": }"), "workflows.unreadable json");
    EXPECT_EQ(read("\xff\xfe"), "workflows.unreadable utf8");
    EXPECT_EQ(read("? [a]\n: b"), "workflows.unreadable key");
    // A few lines that would stand for a thousand million entries.
    EXPECT_EQ(read("a: &a [1,1,1,1,1,1,1,1,1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
                   "d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]"),
        "workflows.unreadable long");
}

TEST(WorkflowCheck, TellsWhatMayBeNamedAtAStep) {
    auto const definition = read_definition(R"(
lockstep: workflow/1
id: names
name: {en: Names, fr: Noms}
triggers: [{on: general/manual.started}]
steps:
  - {id: one, do: set, values: {number: 1}}
  - {id: each, do: loop, over: "{{trigger.list?}}", as: item, steps: [{id: inner, do: set, values: {other: "{{item}}"}}]}
  - {id: last, do: stop}
)")
                                .value();
    auto const names = [&](std::string_view step) {
        std::vector<std::string> found;
        for (auto const& [name, shape] : fields_at(definition, all_apps(), step)) found.emplace_back(name);
        return found;
    };
    EXPECT_THAT(names("inner"), testing::IsSupersetOf({"contact", "trigger", "item", "loop", "vars"}));
    EXPECT_THAT(names("last"), testing::Not(testing::Contains("item")));
    EXPECT_EQ(find(Json(fields_at(definition, all_apps(), "one")), "/vars/number"), nullptr);
    EXPECT_EQ(*find(Json(fields_at(definition, all_apps(), "last")), "/vars/number"), Json("number"));
    EXPECT_THAT(names(""), testing::Contains("contact"));
    EXPECT_TRUE(names("nobody").empty());
}

}  // namespace
}  // namespace lockstep::workflows
