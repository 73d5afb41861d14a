// SPDX-License-Identifier: Apache-2.0
// What every resource of a table does alike: create, get, list by pages, update, remove, refusals, events.
#include <gtest/gtest.h>

#include "sandbox/highlevel/resources.hpp"
#include "sandbox/test_calls.hpp"

namespace lockstep::sandbox {
namespace {

using test::HighLevel;

std::string at_location(HighLevel& highlevel, std::string const& rest) {
    return R"({"locationId":")" + highlevel.app.location_id() + "\"," + rest + "}";
}

TEST(ResourcesTest, an_item_lives_and_dies) {
    HighLevel highlevel;
    auto const made = highlevel("POST", "/businesses/", at_location(highlevel, R"("name":"Atelier","city":"Lévis")"));
    ASSERT_EQ(made.status, 201) << to_text(made.body);
    auto const id = made.text("/buiseness/id");
    EXPECT_EQ(id.size(), 24U);
    EXPECT_EQ(highlevel("GET", "/businesses/" + id).text("/business/city"), "Lévis");
    EXPECT_EQ(highlevel("PUT", "/businesses/" + id, R"({"city":"Québec"})").text("/buiseness/name"), "Atelier");
    EXPECT_EQ(highlevel("GET", "/businesses/" + id).text("/business/city"), "Québec");
    EXPECT_EQ(highlevel("DELETE", "/businesses/" + id).status, 200);
    EXPECT_EQ(highlevel("GET", "/businesses/" + id).status, 404);
    EXPECT_EQ(highlevel("DELETE", "/businesses/" + id).status, 404);
}

TEST(ResourcesTest, what_is_missing_unknown_or_of_another_location_is_refused) {
    HighLevel highlevel;
    auto const nameless = highlevel("POST", "/businesses/", at_location(highlevel, R"("city":"Lévis")"));
    EXPECT_EQ(nameless.status, 422);
    EXPECT_EQ(nameless.text("/message/0"), "name should not be empty");
    EXPECT_EQ(highlevel("POST", "/businesses/", at_location(highlevel, R"("name":"A","colour":"red")")).status, 422);
    EXPECT_EQ(highlevel("POST", "/businesses/", R"({"name":"A","locationId":"other"})").status, 403);
    EXPECT_EQ(highlevel("GET", "/businesses/?locationId=other").status, 403);
    EXPECT_EQ(highlevel("GET", "/businesses/").status, 422);
    EXPECT_EQ(highlevel("POST", "/businesses/", "[]").status, 400);
    EXPECT_EQ(highlevel("POST", "/conversations/", at_location(highlevel, R"("contactId":"nobody")")).status, 400);
}

// What a token for one location may not do to another's contacts.
TEST(ResourcesTest, bulk_calls_for_another_location_are_refused) {
    HighLevel highlevel;
    auto const id = highlevel.create(R"("firstName":"Zoé")");
    EXPECT_EQ(
        highlevel("POST", "/contacts/bulk/tags/update/add", R"({"locationId":"other","tags":["x"],"contacts":[")" + id + "\"]}")
            .status,
        403);
    EXPECT_EQ(
        highlevel("POST", "/contacts/bulk/business", R"({"locationId":"other","businessId":"b","ids":[")" + id + "\"]}").status,
        403);
    EXPECT_TRUE(highlevel.app.model().contacts.find(id)->tags.empty());
}

TEST(ResourcesTest, scopes_limit_what_the_token_may_do) {
    HighLevelSettings settings;
    settings.scopes = {"businesses.readonly", "contacts.readonly"};
    HighLevel highlevel(settings);
    auto const listing = "/businesses/?locationId=" + highlevel.app.location_id();
    EXPECT_EQ(highlevel("GET", listing).status, 200);
    auto const refused = highlevel("POST", "/businesses/", at_location(highlevel, R"("name":"A")"));
    EXPECT_EQ(refused.status, 401);
    EXPECT_EQ(refused.text("/message"), "The token is not authorized for this scope.");
    EXPECT_EQ(highlevel("GET", "/contacts/?locationId=" + highlevel.app.location_id()).status, 200);
    EXPECT_EQ(highlevel("POST", "/contacts/", at_location(highlevel, R"("firstName":"A")")).status, 401);
}

TEST(ResourcesTest, listings_come_in_pages) {
    HighLevel highlevel;
    for (int i = 0; i < 4; ++i)
        highlevel("POST", "/businesses/", at_location(highlevel, R"("name":"B)" + std::to_string(i) + "\""));
    auto const listing = "/businesses/?locationId=" + highlevel.app.location_id() + "&limit=2&skip=";
    std::set<std::string> names;
    for (int skip = 0; skip < 6; skip += 2) {
        auto const page = highlevel("GET", listing + std::to_string(skip));
        for (auto const& item : *find_array(page.body, "/businesses")) names.emplace(*find_text(item, "/name"));
    }
    EXPECT_EQ(names.size(), 5U);  // those and the one that is there from the start
}

TEST(ResourcesTest, a_message_lands_in_the_contacts_conversation_and_is_announced) {
    HighLevel highlevel;
    highlevel.app.set_webhook_url("http://127.0.0.1:1/in");
    auto const id = highlevel.create(R"("firstName":"Zoé")");
    std::string const message =
        R"({"type":"SMS","subType":"SMS","status":"pending","message":"Hello","contactId":")" + id + "\"}";
    auto const sent = highlevel("POST", "/conversations/messages", message);
    ASSERT_EQ(sent.status, 200) << to_text(sent.body);
    auto const conversation = sent.text("/conversationId");
    EXPECT_EQ(highlevel("POST", "/conversations/messages", message).text("/conversationId"), conversation);
    EXPECT_EQ(find_array(highlevel("GET", "/conversations/" + conversation + "/messages").body, "/messages")->size(), 2U);
    int announced = 0;
    for (auto const& delivery : highlevel.app.due_deliveries(highlevel.now + std::chrono::minutes{1}))
        announced += delivery.request.body.find("OutboundMessage") != std::string::npos ? 1 : 0;
    EXPECT_EQ(announced, 2);
}

TEST(ResourcesTest, an_appointment_takes_its_slot) {
    HighLevel highlevel;
    std::string const calendar = "Lc3ZpV8rTq1NwY6kHs4B";
    // 5 March 2026; the appointment that is there from the start is from 14:00 to 15:00 UTC.
    auto const slots = "/calendars/" + calendar + "/free-slots?startDate=1772668800000&endDate=1772755199000";
    auto const before = highlevel("GET", slots);
    ASSERT_EQ(before.status, 200) << to_text(before.body);
    EXPECT_EQ(find_array(before.body, "/2026-03-05/slots")->size(), 6U);
    auto const id = highlevel.create(R"("firstName":"Zoé")");
    auto const booked = highlevel("POST", "/calendars/events/appointments",
        at_location(highlevel, R"("calendarId":")" + calendar + R"(","contactId":")" + id +
                                   R"(","startTime":"2026-03-05T15:00:00Z","endTime":"2026-03-05T16:00:00Z")"));
    ASSERT_EQ(booked.status, 200) << to_text(booked.body);
    EXPECT_EQ(find_array(highlevel("GET", slots).body, "/2026-03-05/slots")->size(), 5U);
    EXPECT_EQ(find_array(highlevel("GET", "/contacts/" + id + "/appointments").body, "/events")->size(), 1U);
}

TEST(ResourcesTest, the_admin_routes_show_everything_and_make_things_happen) {
    HighLevel highlevel;
    EXPECT_EQ(find_array(highlevel("GET", "/_sandbox/resources").body, "/invoice")->size(), 1U);
    EXPECT_EQ(highlevel("POST", "/_sandbox/provoke", R"({"type":"InvoicePaid"})").status, 200);
    EXPECT_EQ(highlevel("GET", "/_sandbox/resources").text("/invoice/0/status"), "paid");
    EXPECT_EQ(highlevel("POST", "/_sandbox/provoke", R"({"type":"Nothing"})").status, 404);
    highlevel("POST", "/_sandbox/reset");
    EXPECT_EQ(highlevel("GET", "/_sandbox/resources").text("/invoice/0/status"), "draft");
}

}  // namespace
}  // namespace lockstep::sandbox
