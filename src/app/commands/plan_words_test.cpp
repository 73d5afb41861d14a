// SPDX-License-Identifier: Apache-2.0
#include "app/commands/plan_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lockstep::app {
namespace {

using messages::Language;
using testing::Contains;
using testing::Not;

Json report() {
    return JsonObject{{"state", "done"}, {"records", JsonObject{{"a", 1200}, {"b", 1}}}, {"linked", 0}, {"matched", 1},
        {"create_in_a", 0}, {"create_in_b", 3}, {"update_a", 2}, {"update_b", 1}, {"unchanged", 5}, {"unsure", 1},
        {"calls", JsonObject{{"a", 10}, {"b", 20}}}, {"estimated_seconds", 4}, {"side_effects", JsonObject{{"invitations", 0}}},
        {"samples", JsonArray{JsonObject{
                        {"name", ""}, {"kind", "unsure"}, {"side", "b"}, {"reason", "email_shared"}, {"fields", JsonArray{}}}}}};
}

TEST(PlanInWords, IsToldInBothLanguages) {
    auto const english = plan_in_words(report(), {"HighLevel", "Hexfit"}, Language::en);
    EXPECT_THAT(english, Contains("HighLevel has 1,200 contacts, Hexfit has 1 contact."));
    EXPECT_THAT(english, Contains("  3 people would be created in Hexfit"));
    EXPECT_THAT(english, Contains("  (no name): is left for you to decide (several people share this e-mail)"));
    EXPECT_THAT(english, Not(Contains("  0 people linked already")));
    auto const french = plan_in_words(report(), {"HighLevel", "Hexfit"}, Language::fr);
    EXPECT_THAT(french, Contains("HighLevel a 1\u00a0200 contacts, Hexfit a 1 contact."));
    EXPECT_THAT(french, Contains("  3 personnes seraient créées dans Hexfit"));
    EXPECT_THAT(french, Contains("  0 personne serait créée dans HighLevel"));
    EXPECT_EQ(french.size(), english.size());
}

TEST(PlanInWords, SaysWhyADryRunFailed) {
    Json const failed = JsonObject{{"state", "failed"}, {"error", "L’application ne répond pas."}};
    EXPECT_EQ(plan_in_words(failed, {"A", "B"}, Language::fr),
        std::vector<std::string>{"L’essai à blanc n’a pas abouti : L’application ne répond pas."});
}

TEST(StatusInWords, KeepsAWordThatItDoesNotKnow) {
    Json const status = JsonObject{{"state", "of a later version"}, {"counts", JsonObject{{"open_issues", 2}}}};
    EXPECT_THAT(status_in_words(status, {"A", "B"}, Language::fr), Contains("État : of a later version"));
    EXPECT_THAT(status_in_words(status, {"A", "B"}, Language::en), Contains("  2 questions need a person: lockstep sync issues"));
}

}  // namespace
}  // namespace lockstep::app
