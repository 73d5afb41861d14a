// SPDX-License-Identifier: Apache-2.0
// The contract of the simulated HighLevel, route by route.
#include <gmock/gmock.h>

#include "sandbox/highlevel/resources.hpp"
#include "sandbox/highlevel/routes.hpp"
#include "sandbox/test_calls.hpp"

namespace lockstep::sandbox::test {
namespace {

using testing::HasSubstr;

TEST(HighLevelTest, AsksForTokenAndVersion) {
    HighLevel highlevel;
    auto const url = "/contacts/?locationId=" + highlevel.app.location_id();
    EXPECT_EQ(call(highlevel.app, "", "GET", url, "", start).status, 401);
    auto const wrong = call(highlevel.app, "pit-wrong", "GET", url, "", start);
    EXPECT_EQ(wrong.status, 401);
    EXPECT_EQ(wrong.text("/error"), "Unauthorized");
    auto request = make_request("GET", url, highlevel.app.token());
    request.headers = {{"Authorization", "Bearer " + highlevel.app.token()}};
    EXPECT_THAT(highlevel.app.handle(request, start).reply.body, HasSubstr("version header was not found."));
    request.headers.add("Version", "2019-01-01");
    EXPECT_THAT(highlevel.app.handle(request, start).reply.body, HasSubstr("version header is invalid"));
    EXPECT_EQ(highlevel("GET", "/contacts/?locationId=other").status, 403);
    EXPECT_EQ(highlevel("GET", "/nowhere").status, 404);
}

TEST(HighLevelTest, HasAll32ContactOperations) {
    std::size_t contacts = 0;
    for (auto const& route : highlevel::all_routes()) contacts += route.pattern[0] == "contacts" ? 1 : 0;
    for (auto const& route : highlevel::resource_table().routes()) contacts += route.pattern[0] == "contacts" ? 1 : 0;
    EXPECT_EQ(contacts, 32U);
}

TEST(HighLevelTest, CreatesReadsChangesDeletes) {
    HighLevel highlevel;
    auto const id = highlevel.create(
        R"("firstName":"Zoé","lastName":"Côté","email":"Zoe@People.test","phone":"(514) 555-0123","dateOfBirth":"05/02/1984","tags":["VIP","vip","Yoga"])");
    EXPECT_EQ(id.size(), 20U);
    auto reply = highlevel("GET", "/contacts/" + id);
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.text("/contact/email"), "zoe@people.test");
    EXPECT_EQ(reply.text("/contact/phone"), "+15145550123");
    EXPECT_EQ(reply.text("/contact/dateOfBirth"), "1984-05-02");
    EXPECT_EQ(reply.text("/contact/firstNameLowerCase"), "zoé");
    EXPECT_EQ(to_text(*find(reply.body, "/contact/tags")), R"(["vip","yoga"])");
    EXPECT_EQ(reply.text("/traceId").size(), 36U);

    highlevel.now += std::chrono::seconds{1};
    reply = highlevel("PUT", "/contacts/" + id, R"({"lastName":null,"city":"Québec","tags":["new"]})");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(find_bool(reply.body, "/succeded"), true);
    EXPECT_EQ(find(reply.body, "/contact/lastName"), nullptr);
    EXPECT_EQ(reply.text("/contact/firstName"), "Zoé");
    EXPECT_EQ(to_text(*find(reply.body, "/contact/tags")), R"(["new"])");
    EXPECT_EQ(highlevel("DELETE", "/contacts/" + id).status, 200);
    EXPECT_EQ(highlevel("GET", "/contacts/" + id).status, 400);
}

TEST(HighLevelTest, RefusesUnknownAndMistypedProperties) {
    HighLevel highlevel;
    auto const id = highlevel.create(R"("email":"a@b.test")");
    auto reply = highlevel("PUT", "/contacts/" + id, R"({"gender":"female","dnd":"yes"})");
    EXPECT_EQ(reply.status, 422);
    EXPECT_EQ(reply.text("/error"), "Unprocessable Entity");
    EXPECT_THAT(to_text(reply.body), HasSubstr("property gender should not exist"));
    EXPECT_THAT(to_text(reply.body), HasSubstr("dnd must be a boolean value"));
    EXPECT_EQ(highlevel("PUT", "/contacts/" + id, R"({"locationId":"x"})").status, 422);
    EXPECT_EQ(highlevel("PUT", "/contacts/" + id, R"({"postalCode":null})").status, 422);
    EXPECT_EQ(highlevel("PUT", "/contacts/" + id, "{").status, 400);
    EXPECT_EQ(highlevel("POST", "/contacts/", R"({"email":"x@y.test"})").status, 422);
    highlevel.app.model().settings.text_length_most = 10;
    EXPECT_EQ(highlevel("PUT", "/contacts/" + id, R"({"city":"a very long name"})").status, 422);
    highlevel.app.model().settings.cut_long_texts = true;
    EXPECT_EQ(highlevel("PUT", "/contacts/" + id, R"({"city":"éééééééé"})").text("/contact/city"), "ééééé");
}

TEST(HighLevelTest, DuplicateRuleNamesTheContact) {
    HighLevel highlevel;
    auto const by_email = highlevel.create(R"("name":"Anna Roy","email":"a@b.test")");
    auto const by_phone = highlevel.create(R"("phone":"+15145550101")");
    auto const body = R"({"locationId":")" + highlevel.app.location_id() + R"(","email":"A@B.test","phone":"+15145550101"})";
    auto reply = highlevel("POST", "/contacts/", body);
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(reply.text("/meta/contactId"), by_email);
    EXPECT_EQ(reply.text("/meta/matchingField"), "email");
    EXPECT_EQ(reply.text("/meta/contactName"), "Anna Roy");
    highlevel.app.model().settings.match_email_first = false;
    EXPECT_EQ(highlevel("POST", "/contacts/", body).text("/meta/contactId"), by_phone);
    EXPECT_EQ(highlevel("PUT", "/contacts/" + by_phone, R"({"email":"a@b.test"})").status, 400);
    auto const found =
        highlevel("GET", "/contacts/search/duplicate?locationId=" + highlevel.app.location_id() + "&number=%2B15145550101");
    EXPECT_EQ(found.text("/contact/id"), by_phone);
    highlevel.app.model().settings.allow_duplicates = true;
    EXPECT_EQ(highlevel("POST", "/contacts/", body).status, 201);
}

TEST(HighLevelTest, UpsertIgnoresTheOtherHalfSilently) {
    HighLevel highlevel;
    auto const by_email = highlevel.create(R"("email":"a@b.test")");
    auto const by_phone = highlevel.create(R"("phone":"+15145550101")");
    auto const reply = highlevel("POST", "/contacts/upsert",
        R"({"locationId":")" + highlevel.app.location_id() + R"(","email":"a@b.test","phone":"+15145550101","city":"Laval"})");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(find_bool(reply.body, "/new"), false);
    EXPECT_EQ(reply.text("/contact/id"), by_email);
    EXPECT_EQ(reply.text("/contact/city"), "Laval");
    EXPECT_EQ(find(reply.body, "/contact/phone"), nullptr);
}

TEST(HighLevelTest, TagsAddAndRemove) {
    HighLevel highlevel;
    auto const id = highlevel.create(R"("tags":["one"])");
    auto reply = highlevel("POST", "/contacts/" + id + "/tags", R"({"tags":["Two","ONE"]})");
    EXPECT_EQ(reply.status, 201);
    EXPECT_EQ(to_text(*find(reply.body, "/tags")), R"(["one","two"])");
    reply = highlevel("DELETE", "/contacts/" + id + "/tags", R"({"tags":["one"]})");
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(to_text(*find(reply.body, "/tags")), R"(["two"])");
    reply = highlevel("POST", "/contacts/bulk/tags/update/remove",
        R"({"contacts":[")" + id + R"(","nobody"],"tags":["two"],"locationId":")" + highlevel.app.location_id() + "\"}");
    EXPECT_EQ(reply.status, 201);
    EXPECT_EQ(reply.integer("/errorCount"), 1);
    EXPECT_EQ(find_array(highlevel("GET", "/locations/" + highlevel.app.location_id() + "/tags").body, "/tags")->size(), 2U);
}

TEST(HighLevelTest, CustomFieldsGoByIdOrKey) {
    HighLevel highlevel;
    auto const base = "/locations/" + highlevel.app.location_id() + "/customFields";
    auto reply = highlevel("POST", base, R"({"name":"Hexfit id","dataType":"TEXT","model":"contact"})");
    EXPECT_EQ(reply.status, 201);
    EXPECT_EQ(reply.text("/customField/fieldKey"), "contact.hexfit_id");
    auto const field = reply.text("/customField/id");
    auto const id = highlevel.create(R"("customFields":[{"key":"hexfit_id","field_value":"100001"}])");
    EXPECT_EQ(highlevel("GET", "/contacts/" + id).text("/contact/customFields/0/value"), "100001");
    EXPECT_EQ(highlevel("PUT", "/contacts/" + id, R"({"customFields":[{"id":")" + field + R"(","fieldValue":"7"}]})")
                  .text("/contact/customFields/0/value"),
        "7");
    highlevel.now += std::chrono::minutes{1};
    EXPECT_EQ(
        highlevel.search(R"("pageLimit":10,"filters":[{"field":"customFields.)" + field + R"(","operator":"eq","value":"7"}])")
            .integer("/total"),
        1);
    EXPECT_EQ(find_array(highlevel("PUT", "/contacts/" + id, R"({"customFields":[{"id":")" + field + R"(","value":null}]})").body,
                  "/contact/customFields")
                  ->size(),
        0U);
    EXPECT_EQ(find_array(highlevel("GET", base).body, "/customFields")->size(), 1U);
}

TEST(HighLevelTest, NotesTasksAndEnrolments) {
    HighLevel highlevel;
    auto const id = highlevel.create(R"("firstName":"Léa")");
    auto const contact = "/contacts/" + id;
    auto const note = highlevel("POST", contact + "/notes", R"({"body":"called"})").text("/note/id");
    EXPECT_EQ(highlevel("PUT", contact + "/notes/" + note, R"({"body":"called twice"})").text("/note/body"), "called twice");
    EXPECT_EQ(find_array(highlevel("GET", contact + "/notes").body, "/notes")->size(), 1U);
    EXPECT_EQ(highlevel("DELETE", contact + "/notes/" + note).status, 200);
    EXPECT_EQ(highlevel("GET", contact + "/notes/" + note).status, 400);

    EXPECT_EQ(highlevel("POST", contact + "/tasks", R"({"title":"x"})").status, 422);
    auto const task =
        highlevel("POST", contact + "/tasks", R"({"title":"Call","dueDate":"2026-03-01T10:00:00Z","completed":false})")
            .text("/task/id");
    EXPECT_EQ(
        find_bool(highlevel("PUT", contact + "/tasks/" + task + "/completed", R"({"completed":true})").body, "/task/completed"),
        true);
    auto const found = highlevel("POST", "/locations/" + highlevel.app.location_id() + "/tasks/search", R"({"completed":true})");
    EXPECT_EQ(find_array(found.body, "/tasks")->size(), 1U);
    EXPECT_EQ(highlevel("DELETE", contact + "/tasks/" + task).status, 200);

    EXPECT_EQ(highlevel("POST", contact + "/followers", R"({"followers":["u1"]})").status, 201);
    EXPECT_EQ(highlevel("POST", contact + "/campaigns/c1", "{}").status, 201);
    EXPECT_EQ(highlevel("DELETE", contact + "/campaigns/removeAll").status, 200);
    EXPECT_EQ(highlevel("POST", contact + "/workflow/w1", R"({"eventStartTime":"2021-06-23T03:30:00+01:00"})").status, 200);
    EXPECT_EQ(highlevel("GET", contact + "/appointments").status, 200);
    auto const bulk = R"({"locationId":")" + highlevel.app.location_id() + R"(","ids":[")" + id +
                      R"("],"businessId":"63b7ec34ea409a9a8bd2a4ff"})";
    EXPECT_EQ(highlevel("POST", "/contacts/bulk/business", bulk).status, 200);
    EXPECT_EQ(highlevel("GET", "/contacts/business/63b7ec34ea409a9a8bd2a4ff?locationId=" + highlevel.app.location_id())
                  .integer("/count"),
        1);
}

TEST(HighLevelTest, RateLimitHeadersAnd429) {
    HighLevel highlevel;
    highlevel.app.rate_limit().settings = {3, std::chrono::seconds{10}, 200'000};
    auto const url = "/locations/" + highlevel.app.location_id() + "/tags";
    for (int left = 2; left >= 0; --left)
        EXPECT_EQ(highlevel("GET", url).headers.find("X-RateLimit-Remaining"), std::to_string(left));
    auto const refused = highlevel("GET", url);
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.headers.find("X-RateLimit-Max"), "3");
    EXPECT_EQ(refused.headers.find("X-RateLimit-Interval-Milliseconds"), "10000");
    EXPECT_EQ(refused.headers.find("X-RateLimit-Limit-Daily"), "200000");
    EXPECT_EQ(refused.headers.find("X-RateLimit-Daily-Remaining"), "199997");
    EXPECT_TRUE(refused.headers.find("X-RateLimit-Daily-Reset"));
    highlevel.now += std::chrono::seconds{10};
    EXPECT_EQ(highlevel("GET", url).status, 200);
}

}  // namespace
}  // namespace lockstep::sandbox::test
