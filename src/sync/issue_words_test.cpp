// SPDX-License-Identifier: Apache-2.0
#include "sync/issue_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace lockstep::sync {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

using messages::Language;

struct Words {
    std::string message, remedy;
};
Words in(Language language, IssueFacts const& issue) {
    auto const words = words_for(issue);
    return {messages::text(language, words.code + ".message", words.params),
        messages::text(language, words.code + ".remedy", words.params)};
}

Words unsure(std::string_view reason) {
    Json const detail = JsonObject{{"reason", reason}};
    return in(Language::en, {.kind = "match_unsure", .field = "", .detail = detail, .a_title = "HighLevel", .b_title = "Hexfit"});
}

TEST(IssueWords, SayWhyAMatchIsAmbiguous) {
    EXPECT_THAT(unsure("email_shared").message, HasSubstr("share this e-mail address"));
    EXPECT_THAT(unsure("name_missing").message, HasSubstr("a name is missing"));
    EXPECT_THAT(unsure("linked_to_another").message, HasSubstr("linked to another record"));
    std::set<std::string> different;
    for (auto const* reason : {"email_shared", "phone_shared", "rules_disagree", "name_missing", "already_linked", "names_differ",
             "names_alike", "last_names_differ", "birth_date_differs", "sex_differs", "stored_ids_disagree", "stored_id_shared",
             "stored_id_differs", "a reason of later"}) {
        auto const words = unsure(reason);
        EXPECT_THAT(words.message, EndsWith("."));
        EXPECT_THAT(words.remedy, HasSubstr("Compare the candidates"));
        different.insert(words.message);
    }
    EXPECT_EQ(different.size(), 14U);
}

TEST(IssueWords, NameTheAppThatRefusedInTheReadersLanguage) {
    Json const detail = JsonObject{{"side", "a"}, {"message", "this address is taken"}};
    IssueFacts const refused{
        .kind = "write_refused", .field = "email", .detail = detail, .a_title = "HighLevel", .b_title = "Hexfit"};
    EXPECT_EQ(in(Language::en, refused).message, "HighLevel refused a new value for “email”: this address is taken");
    EXPECT_EQ(in(Language::fr, refused).message,
        "HighLevel a refusé une nouvelle valeur pour « email ». Réponse de l’application : this address is taken");
    Json const side = JsonObject{{"side", "b"}};
    EXPECT_EQ(
        in(Language::en, {.kind = "gone", .field = "", .detail = side, .a_title = "HighLevel", .b_title = "Hexfit"}).message,
        "The record was deleted in Hexfit. Its counterpart was left as it is.");
}

TEST(IssueWords, SayThatAPersonDecidesOnlyWhereTheRuleSaysSo) {
    Json const none = JsonObject{};
    IssueFacts issue{.kind = "conflict", .field = "custom.gender", .detail = none, .a_title = "HighLevel", .b_title = "Hexfit"};
    EXPECT_THAT(in(Language::en, issue).message, HasSubstr("“gender” was changed in HighLevel and in Hexfit"));
    EXPECT_THAT(in(Language::en, issue).message, HasSubstr("a person decides"));
    issue.asks_a_person = false;
    EXPECT_THAT(in(Language::en, issue).message, testing::Not(HasSubstr("a person decides")));
}

// The kinds are those that state/issues.hpp and the engine write.
TEST(IssueWords, FillEverySentenceOfEveryKind) {
    Json const detail = JsonObject{{"side", "a"}, {"label", "Clinic"}, {"since", "2026-03-01T10:04:00Z"}};
    for (auto const* kind : {"match_unsure", "conflict", "cannot_write", "rounds", "covered", "late_write", "not_stored",
             "write_refused", "create_refused", "create_unknown", "created_twice", "gone", "credential_refused", "parked"}) {
        auto const words = words_for({.kind = kind, .field = "email", .detail = detail, .a_title = "A", .b_title = "B"});
        EXPECT_TRUE(words.code.starts_with("issue." + std::string(kind) + ".")) << kind;
        EXPECT_TRUE(messages::fills(words.code + ".message", words.params)) << kind;
        EXPECT_TRUE(messages::has_text("issue." + std::string(kind) + ".title")) << kind;
    }
}

// What contacts/decide.hpp and match.hpp, the links and the views give as reasons and people are shown.
TEST(MergeReasons, HaveWords) {
    for (auto const* reason : {"equal", "changed", "fill_blank", "blank_kept", "blank_never_wins", "direction", "enforced",
             "owner", "conflict", "conflict_a", "conflict_b", "conflict_newest", "conflict_longest", "create", "created",
             "first_match", "set", "link_id", "cannot_clear", "cannot_update", "unmapped_value", "only_one_side", "email",
             "phone_and_name", "stored_id", "email_shared", "phone_shared", "too_many_share", "rules_disagree", "name_missing",
             "already_linked", "linked_to_another", "stored_ids_disagree", "stored_id_shared", "stored_id_alone",
             "stored_id_differs", "same_name_and_address", "better_spelling", "names_differ", "names_alike", "last_names_differ",
             "birth_date_differs", "sex_differs"}) {
        EXPECT_TRUE(messages::has_text("merge_reason." + std::string(reason))) << reason;
    }
}

TEST(IssueWords, NeverStayEmpty) {
    Json const none = JsonObject{};
    auto const words = in(Language::fr, {.kind = "a kind of later", .field = "", .detail = none, .a_title = "A", .b_title = "B"});
    EXPECT_FALSE(words.message.empty());
    EXPECT_FALSE(words.remedy.empty());
}

}  // namespace
}  // namespace lockstep::sync
