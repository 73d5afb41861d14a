// SPDX-License-Identifier: Apache-2.0
// Faults that answer wrongly without losing anything, the habits of an app (quirks), and merges.
#include "sandbox/test_calls.hpp"

namespace lockstep::sandbox::test {
namespace {

TEST(WrongAnswersTest, refused_credentials_and_operations) {
    HighLevel highlevel;
    auto const id = highlevel.create(R"("lastName":"Roy")");
    highlevel.app.faults().forced = {
        {.kind = FaultKind::unauthorized, .times = 0, .from = highlevel.now, .until = highlevel.now + std::chrono::minutes{5}}};
    EXPECT_EQ(highlevel("GET", "/contacts/" + id).status, 401);
    highlevel.now += std::chrono::minutes{5};
    EXPECT_EQ(highlevel("GET", "/contacts/" + id).status, 200);
    highlevel.app.faults().forced = {{.kind = FaultKind::forbidden, .operation = "update-contact", .times = 0}};
    EXPECT_EQ(highlevel("GET", "/contacts/" + id).status, 200);
    EXPECT_EQ(highlevel("PUT", "/contacts/" + id, R"({"city":"Laval"})").status, 403);
    highlevel.app.faults().forced = {{.kind = FaultKind::spurious_not_found}};
    EXPECT_EQ(highlevel("GET", "/contacts/" + id).status, 400);
    EXPECT_EQ(highlevel("GET", "/contacts/" + id).status, 200);
    EXPECT_EQ(highlevel.app.counters().get("fault", "spurious_not_found"), 1U);
}

TEST(WrongAnswersTest, one_record_and_one_person_fail_every_time) {
    Hexfit hexfit;
    auto const bad = hexfit.create(R"("firstname":"A","lastname":"B")");
    auto const good = hexfit.create(R"("firstname":"C","lastname":"D")");
    hexfit.app.faults().forced = {{.kind = FaultKind::failing_record, .times = 0, .subject = bad},
        {.kind = FaultKind::failing_create, .times = 0, .subject = "e|f|"}};
    for (int i = 0; i < 3; ++i) EXPECT_GE(hexfit("PATCH", "/full/v1/clients/" + bad, R"({"lang":"FR"})").status, 500);
    EXPECT_EQ(hexfit("GET", "/full/v1/clients/" + bad).status, 200);
    EXPECT_EQ(hexfit("PATCH", "/full/v1/clients/" + good, R"({"lang":"FR"})").status, 200);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(hexfit("POST", "/full/v1/clients", R"({"firstname":"E","lastname":"F"})").status, 500);
    EXPECT_EQ(hexfit.app.records().size(), 2U);
    EXPECT_EQ(hexfit.app.faults().struck.size(), 2U);
    EXPECT_EQ(hexfit.app.faults().struck[0].times, 3U);
}

TEST(WrongAnswersTest, the_same_subject_is_always_struck_or_never) {
    Faults faults(Prng{3});
    faults.settings.rate(FaultKind::failing_record) = 500'000;
    int struck = 0;
    for (int i = 0; i < 100; ++i) {
        auto const id = "id" + std::to_string(i);
        auto const first = faults.strikes_subject(FaultKind::failing_record, id, "x", start);
        EXPECT_EQ(faults.strikes_subject(FaultKind::failing_record, id, "y", start), first);
        struck += first ? 1 : 0;
    }
    EXPECT_GT(struck, 20);
    EXPECT_LT(struck, 80);
}

TEST(WrongAnswersTest, listings_that_lie) {
    Hexfit hexfit;
    for (auto const* name : {"A", "B", "C", "D"})
        hexfit.create(R"("firstname":")" + std::string(name) + R"(","lastname":"X","phone":"1")");
    auto const items = [&] { return hexfit("GET", "/full/v1/clients").body.at("value").at("items").get_array().size(); };
    auto const force = [&](FaultKind kind) { hexfit.app.faults().forced = {{.kind = kind}}; };
    EXPECT_EQ(items(), 4U);
    force(FaultKind::empty_listing);
    auto const nobody = hexfit("GET", "/full/v1/clients");
    EXPECT_EQ(nobody.body.at("value").at("items").get_array().size(), 0U);
    EXPECT_EQ(nobody.integer("/value/total"), 0);
    force(FaultKind::listing_gap);
    EXPECT_LT(items(), 4U);
    force(FaultKind::listing_repeats);
    EXPECT_EQ(items(), 5U);
    force(FaultKind::wrong_total);
    EXPECT_NE(hexfit("GET", "/full/v1/clients").integer("/value/total"), 4);
    hexfit.app.faults().forced = {{.kind = FaultKind::absent_member, .times = 0, .subject = "phone"}};
    auto const shown = hexfit("GET", "/full/v1/clients");
    for (auto const& item : shown.body.at("value").at("items").get_array()) EXPECT_FALSE(item.get_object().contains("phone"));
    EXPECT_EQ(hexfit.app.records()[0].fields.at("phone"), "1");
}

TEST(WrongAnswersTest, a_record_that_is_no_good_json) {
    HighLevel highlevel;
    auto const id = highlevel.create(R"("lastName":"Roy")");
    highlevel.now += std::chrono::seconds{5};
    highlevel.app.faults().forced = {{.kind = FaultKind::unreadable_record, .times = 0, .subject = id}};
    for (int i = 0; i < 8; ++i) {
        EXPECT_TRUE(highlevel.search(R"("pageLimit":5)").body.is_null());
        EXPECT_TRUE(highlevel("GET", "/contacts/" + id).body.is_null());
    }
}

TEST(WrongAnswersTest, a_lost_write_happens_twice_and_old_copies_are_shown) {
    HighLevel highlevel;
    auto const id = highlevel.create(R"("city":"Laval")");
    highlevel.app.faults().forced = {{.kind = FaultKind::lost_reply}, {.kind = FaultKind::repeated_write}};
    EXPECT_TRUE(highlevel("PUT", "/contacts/" + id, R"({"city":"Gatineau"})").lost);
    ASSERT_TRUE(highlevel.app.edit_as_person(id, JsonObject{{"city", "Longueuil"}}, highlevel.now));
    highlevel.app.faults().settings.old_read = {std::chrono::minutes{2}, std::chrono::minutes{2}};
    std::set<std::string> shown;
    for (int i = 0; i < 20; ++i) {
        highlevel.app.faults().forced.push_back({.kind = FaultKind::old_read});
        shown.insert(highlevel("GET", "/contacts/" + id).text("/contact/city"));
    }
    EXPECT_EQ(shown, (std::set<std::string>{"Laval", "Gatineau"}));
    highlevel.now += std::chrono::seconds{90};
    highlevel.app.advance(highlevel.now);
    EXPECT_EQ(highlevel("GET", "/contacts/" + id).text("/contact/city"), "Gatineau");
}

TEST(WrongAnswersTest, quirks_of_values_and_times) {
    HighLevel highlevel;
    auto& quirks = highlevel.app.faults().quirks;
    auto const id = highlevel.create(R"("city":"Laval")");
    quirks.refused_value_ppm = 1'000'000;
    auto const refused = highlevel("PUT", "/contacts/" + id, R"({"city":"Gatineau"})");
    EXPECT_EQ(refused.status, 422);
    EXPECT_NE(to_text(refused.body).find("city"), std::string::npos);
    quirks.refusal_style = RefusalStyle::names_nothing;
    EXPECT_EQ(to_text(highlevel("PUT", "/contacts/" + id, R"({"city":"Gatineau"})").body).find("city"), std::string::npos);
    EXPECT_TRUE(highlevel.app.edit_as_person(id, JsonObject{{"city", "Gatineau"}}, highlevel.now));
    quirks = {};
    quirks.tidies_texts = true;
    EXPECT_EQ(highlevel("PUT", "/contacts/" + id, R"({"city":"SAINT  JEAN"})").text("/contact/city"), "Saint Jean");
    quirks.shows_change_time = false;
    EXPECT_FALSE(highlevel("GET", "/contacts/" + id).body.at("contact").get_object().contains("dateUpdated"));
    quirks.shows_change_time = true;
    quirks.clock_skew = std::chrono::minutes{-7};
    EXPECT_EQ(highlevel("PUT", "/contacts/" + id, R"({"city":"Laval"})").text("/contact/dateUpdated"),
        format_time(highlevel.now - std::chrono::minutes{7}));

    Hexfit hexfit;
    for (auto const* name : {"A", "B", "C"}) hexfit.create(R"("firstname":")" + std::string(name) + R"(","lastname":"X")");
    hexfit.app.faults().quirks.page_most = 2;
    auto const page = hexfit("GET", "/full/v1/clients?limit=100");
    EXPECT_EQ(page.body.at("value").at("items").get_array().size(), 2U);
    EXPECT_FALSE(page.text("/value/next_cursor").empty());
    hexfit.app.faults().quirks.shows_change_time = false;
    EXPECT_FALSE(hexfit("GET", "/full/v1/clients/100001").body.at("value").get_object().contains("version"));
}

TEST(WrongAnswersTest, two_records_become_one) {
    HighLevel highlevel;
    auto const kept = highlevel.create(R"("lastName":"Roy","tags":["a"])");
    auto const gone = highlevel.create(R"("lastName":"Roi","city":"Laval","tags":["b"])");
    ASSERT_TRUE(highlevel.app.merge_as_person(kept, gone, highlevel.now));
    EXPECT_FALSE(highlevel.app.record(gone));
    auto const reply = highlevel("GET", "/contacts/" + kept);
    EXPECT_EQ(reply.text("/contact/lastName"), "Roy");
    EXPECT_EQ(reply.text("/contact/city"), "Laval");
    EXPECT_EQ(to_text(reply.body.at("contact").at("tags")), R"(["a","b"])");
    EXPECT_FALSE(highlevel.app.merge_as_person(kept, kept, highlevel.now));

    Hexfit hexfit;
    auto const first = hexfit.create(R"("firstname":"A","lastname":"B")");
    auto const second = hexfit.create(R"("firstname":"A","lastname":"B","external_id":"x")");
    ASSERT_TRUE(hexfit.app.merge_as_person(first, second, hexfit.now));
    EXPECT_EQ(hexfit("GET", "/full/v1/clients/" + first).text("/value/external_id"), "x");
}

}  // namespace
}  // namespace lockstep::sandbox::test
