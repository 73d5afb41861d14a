// SPDX-License-Identifier: Apache-2.0
// The case files tests/data/workflows/decide: a definition, what happens, and what the run commands each time.
#include <gmock/gmock.h>

#include "workflows/test_workflows.hpp"

namespace lockstep::workflows {
namespace {

std::string listed(std::vector<std::string> const& words) {
    std::string text;
    for (auto const& each : words) text += "\n        - '" + each + "'";
    return text;
}

Values values_of(RunState const& state) {
    return [&state](std::string_view name) { return state.values.if_contains(name); };
}

TEST(WorkflowCases, EveryRunCommandsWhatTheCaseSays) {
    int count = 0;
    for (auto const& file : case_files("tests/data/workflows/decide")) {
        for (auto const& each : file.cases) {
            auto const& one = each.get_object();
            auto const name = file.name + ": " + text_of(one.at("case"));
            ++count;
            auto const checked = check(definition_of(file, one), all_apps());
            for (auto const& problem : checked.problems) ADD_FAILURE() << name << ": " << problem.code << " " << problem.message;
            if (!checked.problems.empty()) continue;
            DrivenRun run(checked.program);
            int number = 0;
            for (auto const& event : one.at("events").get_array()) {
                ++number;
                auto const words = run.happens(event.get_object());
                std::vector<std::string> expected;
                if (auto const* wanted = event.get_object().if_contains("commands")) {
                    for (auto const& word : wanted->get_array()) expected.push_back(text_of(word));
                }
                EXPECT_EQ(words, expected) << name << ", event " << number << ":" << listed(words);
            }
            if (auto const* then = one.if_contains("then")) {
                for (auto const& condition : then->get_array()) {
                    auto const parsed = parse_condition(text_of(condition));
                    ASSERT_TRUE(parsed) << name << ": " << text_of(condition);
                    auto const is_so = holds(*parsed, values_of(run.state));
                    EXPECT_TRUE(is_so && *is_so) << name << ": " << text_of(condition) << " in " << to_text(run.state.values);
                }
            }
            EXPECT_EQ(to_json(replayed(checked.program, run.journal)), to_json(run.state)) << name;
            auto const stored = run_state_from(to_json(run.state));
            ASSERT_TRUE(stored) << name;
            EXPECT_EQ(to_json(*stored), to_json(run.state)) << name;
        }
    }
    EXPECT_GE(count, 60);
}

// Who is asked twice, or told of something that is over, does nothing.
TEST(WorkflowCases, AHappeningThatNobodyWaitsForChangesNothing) {
    for (auto const& file : case_files("tests/data/workflows/decide")) {
        for (auto const& each : file.cases) {
            auto const& one = each.get_object();
            auto const checked = check(definition_of(file, one), all_apps());
            if (!checked.problems.empty()) continue;
            DrivenRun run(checked.program);
            for (auto const& event : one.at("events").get_array()) {
                run.happens(event.get_object());
                auto const before = to_json(run.state);
                for (auto const& [at, happening] : run.journal) {
                    if (happening.kind == Happening::Kind::woke || happening.kind == Happening::Kind::cancelled) continue;
                    auto const* track = run.state.find_ticket(happening.ticket);
                    if (track != nullptr) continue;  // an event that did not fit: the run goes on listening
                    auto const again = decide(checked.program, run.state, happening, run.now());
                    EXPECT_EQ(to_json(again.state), before) << text_of(one.at("case"));
                    EXPECT_TRUE(again.commands.empty() || again.commands.front().kind == Command::Kind::wake);
                }
            }
        }
    }
}

}  // namespace
}  // namespace lockstep::workflows
