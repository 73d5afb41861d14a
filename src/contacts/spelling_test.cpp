// SPDX-License-Identifier: Apache-2.0
#include "contacts/spelling.hpp"

#include <gtest/gtest.h>

namespace lockstep::contacts {
namespace {

std::string written(char const* a, char const* b, std::optional<Value> base = std::nullopt) {
    FieldRule rule;
    rule.first_match = FirstMatchRule::ask;
    rule.conflict = ConflictRule::ask;
    FieldState state;
    state.a = Value{std::string{a}};
    state.b = Value{std::string{b}};
    state.base = std::move(base);
    auto const decision = with_better_spelling(rule, state, decide(rule, state, {}));
    if (decision.verdict == Verdict::ask) return "ask";
    return std::string(to_string(decision.verdict)) + " " + std::get<std::string>(decision.value);
}

TEST(BetterSpelling, MixedCaseThenAccents) {
    EXPECT_EQ(written("Ch\u00e2telain", "CH\u00c2TELAIN"), "write_b Ch\u00e2telain");
    EXPECT_EQ(written("CH\u00c2TELAIN", "Ch\u00e2telain"), "write_a Ch\u00e2telain");
    EXPECT_EQ(written("WILSON", "Wilson"), "write_a Wilson");
    EXPECT_EQ(written("wilson", "Wilson"), "write_a Wilson");
    EXPECT_EQ(written("Zoe", "Zo\u00e9"), "write_a Zo\u00e9");
    EXPECT_EQ(written("ZOE", "ZO\u00c9"), "write_a ZO\u00c9");
}

TEST(BetterSpelling, LeavesOtherNamesAndOneSidedChangesAlone) {
    EXPECT_EQ(written("Anne", "Annie"), "ask");
    EXPECT_EQ(written("WILSON", "wilson"), "ask") << "neither is better";
    EXPECT_EQ(written("WILSON", "Wilson", Value{std::string{"Wilson"}}), "write_b WILSON") << "somebody wanted it so";
    EXPECT_EQ(written("WILSON", "Wilson", Value{std::string{"Smith"}}), "write_a Wilson");
}

}  // namespace
}  // namespace lockstep::contacts
