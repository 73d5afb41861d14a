// SPDX-License-Identifier: Apache-2.0
#include "messages/messages.hpp"

#include <gtest/gtest.h>

#include "base/text.hpp"
#include "messages/error_words.hpp"

namespace lockstep::messages {
namespace {

TEST(Messages, HaveBothLanguages) {
    EXPECT_EQ(codes(Language::en), codes(Language::fr));
    EXPECT_GT(codes(Language::en).size(), 150U);
    for (auto const& code : codes(Language::en)) {
        EXPECT_FALSE(trim_ascii(sentence(Language::en, code)).empty()) << code;
        EXPECT_FALSE(trim_ascii(sentence(Language::fr, code)).empty()) << code;
    }
}

TEST(Messages, NameTheSameParametersInBothLanguages) {
    for (auto const& code : codes(Language::en)) {
        EXPECT_EQ(names_in(sentence(Language::en, code)), names_in(sentence(Language::fr, code))) << code;
    }
}

TEST(Messages, OfErrorsBelongToACodeWithAPage) {
    for (auto const& code : codes(Language::en)) {
        if (!code.starts_with("error.")) continue;
        auto const page = code.substr(6, code.rfind('.') - 6);
        EXPECT_TRUE(error_page(Language::en, page)) << code;
    }
}

TEST(Messages, FillInTheirParameters) {
    MessageParams const params{{"name", "limit"}, {"least", "1"}, {"most", "200"}};
    EXPECT_EQ(text(Language::en, "error.api.bad_parameter.number", params), "“limit” is a whole number from 1 to 200.");
    EXPECT_EQ(text(Language::fr, "error.api.bad_parameter.number", params), "« limit » est un nombre entier de 1 à 200.");
    EXPECT_TRUE(fills("error.api.bad_parameter.number", params));
    EXPECT_FALSE(fills("error.api.bad_parameter.word", params));
    EXPECT_EQ(text(Language::en, "no.such.code", params), "");
}

TEST(Messages, CountAsTheirLanguageDoes) {
    EXPECT_EQ(text_for(Language::en, "dry_run.linked", 0), "0 people linked already");
    EXPECT_EQ(text_for(Language::fr, "dry_run.linked", 0), "0 personne déjà liée");
    EXPECT_EQ(text_for(Language::en, "dry_run.linked", 1234), "1,234 people linked already");
    EXPECT_EQ(text_for(Language::fr, "dry_run.linked", 1234567), "1\u00a0234\u00a0567 personnes déjà liées");
    EXPECT_EQ(number(Language::en, -1000), "-1,000");
}

TEST(Language, IsReadFromHeadersAndLocales) {
    EXPECT_EQ(preferred_language(""), Language::en);
    EXPECT_EQ(preferred_language("fr-CA,fr;q=0.9,en;q=0.8"), Language::fr);
    EXPECT_EQ(preferred_language("en;q=0.5, fr;q=0.7"), Language::fr);
    EXPECT_EQ(preferred_language("de, fr;q=0"), Language::en);
    EXPECT_EQ(preferred_language("es, fr;q=0.1"), Language::fr);
    EXPECT_EQ(preferred_language(std::string(5000, ',')), Language::en);
    EXPECT_EQ(parse_language("fr_CA.UTF-8"), Language::fr);
    EXPECT_EQ(parse_language("FR"), Language::fr);
    EXPECT_EQ(parse_language("C.UTF-8"), std::nullopt);
    EXPECT_EQ(parse_language("french"), std::nullopt);
}

TEST(ErrorPages, SayTitleExplanationAndRemedyInBothLanguages) {
    EXPECT_GT(error_codes().size(), 190U);
    for (auto const& code : error_codes()) {
        for (auto const language : {Language::en, Language::fr}) {
            auto const page = error_page(language, code);
            ASSERT_TRUE(page) << code;
            EXPECT_FALSE(page->title.empty()) << code << " " << to_string(language);
            EXPECT_FALSE(page->happened.empty()) << code << " " << to_string(language);
            EXPECT_FALSE(page->remedy.empty()) << code << " " << to_string(language);
            EXPECT_NE(page->title, code) << "a title says what happened";
            EXPECT_FALSE(page->title.ends_with('?')) << code;
            auto const whole = page_text(language, code);
            ASSERT_TRUE(whole);
            EXPECT_TRUE(whole->starts_with("# " + page->title + "\n")) << code;
            EXPECT_TRUE(whole->contains("`" + code + "`")) << code;
            EXPECT_EQ(whole->contains("En français"), false) << code;
        }
    }
}

TEST(ErrorWords, TakeTheSentenceOfTheReasonWhenItsParametersAreThere) {
    Error error{
        ErrorKind::invalid, "api.bad_parameter", "reading the address: ...", {}, {{"reason", "twice"}, {"name", "limit"}}};
    EXPECT_EQ(error_words(Language::fr, error).detail, "« limit » est donné deux fois.");
    EXPECT_EQ(error_words(Language::fr, error).title, "Un paramètre de l’adresse ne convient pas");
    EXPECT_TRUE(error_words(Language::fr, error).is_particular);
    error.params = {{"reason", "number"}};
    auto const general = error_words(Language::en, error);
    EXPECT_TRUE(general.detail.starts_with("A query parameter has a value")) << general.detail;
    EXPECT_FALSE(general.is_particular);
    EXPECT_FALSE(general.remedy.empty());
}

TEST(ErrorWords, OfACodeWithoutAPageComeFromItsKind) {
    for (auto const kind :
        {ErrorKind::invalid, ErrorKind::not_found, ErrorKind::conflict, ErrorKind::denied, ErrorKind::unavailable,
            ErrorKind::timeout, ErrorKind::cancelled, ErrorKind::limited, ErrorKind::corrupt, ErrorKind::internal}) {
        for (auto const language : {Language::en, Language::fr}) {
            auto const words = error_words(language, Error{kind, "no.such_code", "x", {}});
            EXPECT_FALSE(words.title.empty() || words.detail.empty()) << to_string(kind);
        }
    }
}

}  // namespace
}  // namespace lockstep::messages
