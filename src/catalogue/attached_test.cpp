// SPDX-License-Identifier: Apache-2.0
#include "catalogue/attached.hpp"

#include <gmock/gmock.h>

#include <algorithm>

#include "base/text.hpp"
#include "catalogue/attached_text.hpp"
#include "catalogue/test_declarations.hpp"

namespace lockstep::catalogue {
namespace {

constexpr std::string_view stamp = "[\xE2\x86\x94 Other app n7]";

std::shared_ptr<Connector const> profile(std::string_view name) {
    auto const connectors = load_from(own_connectors).value();
    return *std::ranges::find(connectors, name, [](auto const& each) { return std::string_view(each->profile); });
}

ConnectionSettings const settings{"https://example.test", JsonObject{{"locationId", "loc"}}};

TEST(AttachedTextTest, HtmlIsReadAsAPersonReadsIt) {
    EXPECT_EQ(plain_from_html("<p>Knee &amp; hip</p><p>Ren&#233;e&nbsp;said &lt;ok&gt;<br/>twice</p>"),
        "Knee & hip\nRen\xC3\xA9"
        "e said <ok>\ntwice");
    EXPECT_EQ(plain_from_html("a < b and 5 <6 & c"), "a < b and 5 <6 & c");
    EXPECT_EQ(plain_from_html("x<script>alert('no')</script><!-- no --><style>p{}</style>y"), "xy");
    EXPECT_EQ(plain_from_html("<ul><li>one</li><li>two</li></ul>"), "- one\n- two");
    EXPECT_EQ(plain_from_html("<p"), "<p");
    EXPECT_EQ(plain_from_html("&#0;&#xD800;&bogus;"), "\xEF\xBF\xBD\xEF\xBF\xBD&bogus;");
}

TEST(AttachedTextTest, PlainTextComesBackFromHtmlWhateverIsInIt) {
    for (std::string const text : {"<script>alert(1)</script>", "a & b &amp; c", "two\nlines\n\nand one", "\"quoted\" 'so'"}) {
        auto const html = html_from_plain(text);
        EXPECT_EQ(html.find("<s"), std::string::npos) << html;
        EXPECT_EQ(plain_from_html(html), text);
    }
}

TEST(AttachedTextTest, ACopySaysWhatItIsACopyOfAndPeopleMayWriteBelow) {
    auto const copy = with_stamp("Called.", "Other app", "n7");
    EXPECT_EQ(copy, "Called.\n\n" + std::string(stamp));
    auto const taken = take_stamp(copy + "\nAnd again.");
    EXPECT_EQ(taken.origin, "n7");
    EXPECT_EQ(taken.text, "Called.\n\nAnd again.");
    for (auto const* line : {"[Ticket #12]", "[to do]", "[\xE2\x86\x94]", "see [\xE2\x86\x94 Other app n7] there"}) {
        EXPECT_EQ(take_stamp(line).origin, "") << line;
        EXPECT_EQ(take_stamp(line).text, line);
    }
}

TEST(AttachedTextTest, CutTextsSayThatTheyWereCut) {
    EXPECT_EQ(cut_text("short", 50), "short");
    auto const cut = cut_text(std::string(30, 'a') + std::string("\xC3\xA9\xC3\xA9\xC3\xA9"), 30);
    EXPECT_TRUE(is_cut(cut));
    EXPECT_LE(cut.size(), 34U);
    EXPECT_TRUE(is_valid_utf8(cut_text("\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9", 6)));
    EXPECT_FALSE(is_cut("short"));
}

TEST(AttachedTextTest, ForeignIdsAreNotOurs) {
    EXPECT_EQ(origin_from_mark(origin_mark("n7")), "n7");
    EXPECT_EQ(origin_from_mark("invoice-7"), "");
}

TEST(AttachedBindingTest, ANoteWithoutAFieldForItsOriginCarriesALine) {
    auto const app = profile("highlevel");
    auto const& notes = *app->notes;
    auto const call = notes.create(settings, "c1", {.text = "a < b\nnext"}, {"Other app", "n7"});
    ASSERT_TRUE(call);
    EXPECT_EQ(call->operation, "contacts.create_note");
    EXPECT_EQ(call->inputs.at("contactId"), Json("c1"));
    EXPECT_EQ(call->inputs.at("body"), Json("a &lt; b<br>next<br><br>" + std::string(stamp)));
    auto const item =
        notes.read(JsonObject{{"id", "x1"}, {"body", call->inputs.at("body")}, {"dateAdded", "2026-03-01T10:00:00Z"}});
    ASSERT_TRUE(item);
    EXPECT_EQ(item->values.text, "a < b\nnext");
    EXPECT_EQ(item->origin, "n7");
    EXPECT_TRUE(item->created_at);
    auto const changed = notes.update(settings, "c1", "x1", {.text = "new"}, {AttachedField::text}, Origin{"Other app", "n7"});
    EXPECT_EQ(changed->inputs.at("id"), Json("x1"));
    EXPECT_EQ(changed->inputs.at("body"), Json("new<br><br>" + std::string(stamp)));
    EXPECT_EQ(
        notes.update(settings, "c1", "x1", {.text = "own"}, {AttachedField::text}, std::nullopt)->inputs.at("body"), Json("own"));
    EXPECT_TRUE(notes.is_told_by("NoteUpdate"));
    EXPECT_FALSE(notes.is_told_by("TaskCreate"));
}

TEST(AttachedBindingTest, AFieldForTheOriginIsUsed) {
    auto const app = profile("hexfit-full");
    auto const& tasks = *app->tasks;
    AttachedValues const values{.title = "Call", .text = "soon", .due = std::nullopt, .completed = true};
    auto const call = tasks.create(settings, "48213", values, {"Other app", "t7"});
    ASSERT_TRUE(call);
    EXPECT_EQ(Json(call->inputs), Json(JsonObject{{"client_id", "48213"}, {"title", "Call"}, {"body", "soon"},
                                      {"completed", true}, {"external_id", "lockstep:t7"}}));
    auto const page = tasks.read_page(*tasks.list(settings, "48213"),
        JsonObject{{"items", JsonArray{JsonObject{{"id", "t1"}, {"title", "Call"}, {"body", nullptr}, {"due_at", "2026-03-01"},
                                 {"completed", false}, {"external_id", "lockstep:t7"}, {"updated_at", "2026-03-01T10:00:00Z"}}}},
            {"next_cursor", "c2"}},
        1);
    ASSERT_TRUE(page);
    ASSERT_EQ(page->items.size(), 1U);
    EXPECT_EQ(page->items[0].origin, "t7");
    EXPECT_EQ(shown(page->items[0].values, AttachedField::due), "2026-03-01T12:00:00.000Z");
    ASSERT_TRUE(page->next);
    EXPECT_EQ(page->next->at("cursor"), Json("c2"));
    EXPECT_TRUE(tasks.touches_contact());
    EXPECT_FALSE(tasks.read_page(*tasks.list(settings, "48213"), JsonObject{{"items", JsonArray{JsonObject{}}}}, 1));
    EXPECT_FALSE(tasks.read_page(*tasks.list(settings, "48213"), JsonObject{}, 1));
}

TEST(AttachedBindingTest, WhatAnAppDemandsIsMadeUpAndWhatItCannotHoldIsCut) {
    auto const app = profile("highlevel");
    auto const now = parse_time("2026-03-01T10:00:00Z").value();
    auto const fitted = app->tasks->fitted({.title = std::string(400, 'x'), .text = "t"}, now);
    EXPECT_EQ(fitted.due, now);
    EXPECT_TRUE(is_cut(fitted.title));
    EXPECT_FALSE(app->tasks->can_clear(AttachedField::due));
    EXPECT_EQ(app->notes->fitted({.title = "no title here", .text = "t", .due = now, .completed = true}, now),
        (AttachedValues{.text = "t"}));
    // The line is never what is cut.
    auto const long_note = app->notes->create(settings, "c1", {.text = std::string(70'000, 'x')}, {"Other app", "n7"});
    EXPECT_EQ(app->notes->read(JsonObject{{"id", "x"}, {"body", long_note->inputs.at("body")}})->origin, "n7");
}

TEST(AttachedBindingTest, AProfileWithoutThemSaysSo) {
    EXPECT_EQ(profile("hexfit-v2")->notes, nullptr);
    EXPECT_EQ(profile("hexfit-v2")->attached(AttachedKind::task), nullptr);
}

TEST(AttachedBindingTest, SpacesAndPartsOfASecondSayNothing) {
    auto const at = parse_time("2026-03-01T10:00:00.400Z").value();
    AttachedValues const one{.title = "Call ", .text = "a\n\nb", .due = at},
        other{.title = "Call", .text = "a b", .due = parse_time("2026-03-01T10:00:00Z").value()};
    for (auto const field : attached_fields) EXPECT_TRUE(says_the_same(one, other, field)) << to_string(field);
    EXPECT_EQ(attached_values_from_json(to_json(one)), one);
}

}  // namespace
}  // namespace lockstep::catalogue
