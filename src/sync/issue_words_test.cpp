// SPDX-License-Identifier: Apache-2.0
#include "sync/issue_words.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

namespace lockstep::sync {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

IssueWords ambiguous(std::string_view reason) {
    return words_for("match_unsure", "", JsonObject{{"reason", reason}}, "HighLevel", "Hexfit");
}

TEST(IssueWords, SayWhyAMatchIsAmbiguous) {
    EXPECT_THAT(ambiguous("email_shared").message, HasSubstr("share this e-mail address"));
    EXPECT_THAT(ambiguous("name_missing").message, HasSubstr("a name is missing"));
    EXPECT_THAT(ambiguous("linked_to_another").message, HasSubstr("linked to another record"));
    std::set<std::string> different;
    for (auto const* reason : {"email_shared", "phone_shared", "rules_disagree", "name_missing", "already_linked",
             "names_differ", "names_alike", "last_names_differ", "birth_date_differs", "sex_differs", "stored_ids_disagree", "stored_id_shared", "stored_id_differs", "a reason of later"}) {
        auto const words = ambiguous(reason);
        EXPECT_THAT(words.message, EndsWith("."));
        EXPECT_THAT(words.remedy, HasSubstr("id field"));
        different.insert(words.message);
    }
    EXPECT_EQ(different.size(), 14U);
}

TEST(IssueWords, NameTheAppThatRefused) {
    auto const detail = JsonObject{{"side", "a"}, {"message", "this address is taken"}};
    EXPECT_EQ(words_for("write_refused", "email", detail, "HighLevel", "Hexfit").message,
        "HighLevel refused a new value for \"email\": this address is taken");
    EXPECT_EQ(words_for("gone", "", JsonObject{{"side", "b"}}, "HighLevel", "Hexfit").message,
        "The record was deleted in Hexfit. Its counterpart was left as it is.");
}

TEST(IssueWords, NeverStayEmpty) {
    auto const words = words_for("a kind of later", "", JsonObject{}, "HighLevel", "Hexfit");
    EXPECT_FALSE(words.message.empty());
    EXPECT_FALSE(words.remedy.empty());
}

}  // namespace
}  // namespace lockstep::sync
