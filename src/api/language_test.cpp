// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>

#include "api/error_response.hpp"
#include "api/test_world.hpp"
#include "api/web/error_page.hpp"
#include "messages/error_words.hpp"

namespace lockstep::api {
namespace {

using testing::HasSubstr;
using testing::Not;

HttpHeaders speaking(std::string const& languages) {
    HttpHeaders headers;
    headers.add("Accept-Language", languages);
    return headers;
}

TEST(Language, OfAProblemIsTheCallers) {
    World world;
    auto const french = world.send("GET", "/api/v1/syncs/syn_none/records?limit=9999", {}, speaking("fr-CA,fr;q=0.9,en;q=0.5"));
    EXPECT_EQ(french.status, 400);
    EXPECT_EQ(french.code(), "api.bad_parameter");
    EXPECT_EQ(french.at("/title"), "Un paramètre de l’adresse ne convient pas");
    EXPECT_EQ(french.at("/detail"), "« limit » est un nombre entier de 1 à 200.");
    EXPECT_THAT(french.at("/remedy"), HasSubstr("valeurs sont permises"));
    EXPECT_EQ(french.at("/params/name"), "limit");
    EXPECT_EQ(french.headers.find("Content-Language"), "fr");
    auto const english = world.get("/api/v1/syncs/syn_none/records?limit=9999");
    EXPECT_EQ(english.at("/detail"), "“limit” is a whole number from 1 to 200.");
    EXPECT_EQ(english.at("/type"), french.at("/type"));
}

TEST(Language, OfAMissingMemberIsTheCallers) {
    World world;
    auto const reply = world.send("POST", "/api/v1/connections", "{}", speaking("fr"));
    EXPECT_EQ(reply.code(), "api.bad_member");
    EXPECT_THAT(reply.at("/detail"), HasSubstr("manque."));
    EXPECT_FALSE(reply.at("/field").empty());
}

TEST(ErrorLinks, OfEveryCodeLeadToAPageInBothLanguages) {
    World world;
    world.is_stranger = true;
    for (auto const& code : messages::error_codes()) {
        auto const address = page_address(code);
        for (auto const* language : {"en", "fr"}) {
            auto const page = world.send("GET", address, {}, speaking(language));
            ASSERT_EQ(page.status, 200) << address;
            EXPECT_EQ(page.headers.find("Content-Type"), "text/html; charset=utf-8");
            EXPECT_THAT(page.text, HasSubstr("<code>" + code + "</code>"));
            EXPECT_THAT(page.text, HasSubstr("<html lang=\"" + std::string(language)));
            EXPECT_THAT(page.text, HasSubstr(std::string(language) == "fr" ? "Quoi faire." : "What to do."));
        }
    }
    EXPECT_EQ(page_address("no.such_code"), "about:blank");
    EXPECT_EQ(world.get("/docs/errors/no.such_code").status, 404);
}

TEST(ErrorLinks, TakeTheLanguageOfTheAddressFirst) {
    World world;
    EXPECT_THAT(world.send("GET", "/docs/errors/sync.no_plan?language=fr", {}, speaking("en")).text, HasSubstr("essai à blanc"));
}

TEST(ErrorPages, ShowTextAsTextAndMarksAsMarks) {
    EXPECT_EQ(html_of("# A <b>\n\nOne `x < y` and **two**; see [Decide](../decide.md).\n"),
        "<h1>A &lt;b&gt;</h1>\n<p>One <code>x &lt; y</code> and <strong>two</strong>; see Decide.</p>\n");
    EXPECT_EQ(html_of("an open `mark"), "<p>an open <code>mark</code></p>\n");
}

// What the database says of itself holds statements and paths, and is shown to strangers when a session is looked up.
TEST(Problems, ShowNothingOfTheInside) {
    for (auto const kind : {ErrorKind::unavailable, ErrorKind::internal, ErrorKind::corrupt}) {
        Error const error{kind, "database.io", "running SELECT secret FROM sessions; PRAGMA x: disk I/O error", {}};
        auto const reply = error_response(error, {.request_id = "req_1", .place = "", .problems = {}});
        EXPECT_THAT(reply.body, Not(HasSubstr("SELECT")));
        EXPECT_THAT(reply.body, Not(HasSubstr("PRAGMA")));
        EXPECT_THAT(reply.body, HasSubstr("/docs/errors/database.io"));
    }
}

TEST(Problems, SayInTheirTitleWhatHappened) {
    for (auto const& code : messages::error_codes()) {
        auto const title = messages::error_page(messages::Language::en, code)->title;
        EXPECT_THAT(title, Not(HasSubstr("Our mistake")));
        EXPECT_THAT(title, Not(HasSubstr("Who are you")));
    }
}

}  // namespace
}  // namespace lockstep::api
