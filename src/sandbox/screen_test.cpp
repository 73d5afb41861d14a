// SPDX-License-Identifier: Apache-2.0
// The admin routes by which a person looks at both apps, edits them and breaks them.
#include "sandbox/test_calls.hpp"

namespace lockstep::sandbox::test {
namespace {

Reply admin(App& app, std::string method, std::string path, std::string body = {}, TimePoint now = start) {
    return call(app, "", std::move(method), "/_sandbox/" + path, std::move(body), now);
}

TEST(SandboxScreenTest, ListsPeopleByNameInPages) {
    HighLevel highlevel;
    for (auto const* name : {"Zoé", "anne", "Bea", "Anne"})
        EXPECT_EQ(
            admin(highlevel.app, "POST", "people", R"({"firstName":")" + std::string(name) + R"(","lastName":"Roy"})").status,
            201);
    auto first = admin(highlevel.app, "GET", "people?limit=3");
    ASSERT_EQ(find_array(first.body, "/items")->size(), 3U);
    EXPECT_EQ(first.text("/items/2/name"), "Bea Roy");
    auto const rest =
        admin(highlevel.app, "GET", "people?limit=3&after=" + std::string("bea%20roy%0A") + first.text("/items/2/id"));
    ASSERT_EQ(find_array(rest.body, "/items")->size(), 1U);
    EXPECT_EQ(rest.text("/items/0/name"), "Zoé Roy");
    EXPECT_TRUE(find(rest.body, "/next")->is_null());
    EXPECT_EQ(first.text("/next"), first.text("/items/2/place"));
    EXPECT_EQ(find_array(admin(highlevel.app, "GET", "people?q=roy%20AN").body, "/items")->size(), 2U);
    EXPECT_TRUE(find_array(admin(highlevel.app, "GET", "people?q=nobody").body, "/items")->empty());
}

TEST(SandboxScreenTest, EditsFlatFieldsNotesAndTasksAsAPersonAndTellsOfIt) {
    Hexfit hexfit;
    hexfit.app.set_webhook_url("http://127.0.0.1:9/hook");
    auto const made = admin(hexfit.app, "POST", "people", R"({"firstname":"Ana","lastname":"Lima","address.city":"Laval"})");
    ASSERT_EQ(made.status, 201) << to_text(made.body);
    auto const person = "people/" + made.text("/id");
    EXPECT_EQ(made.text("/fields/address.city"), "Laval");
    EXPECT_EQ(admin(hexfit.app, "PATCH", person, R"({"address.street":"1 rue A","groups":["vip"]})").status, 200);
    EXPECT_EQ(hexfit("GET", "/full/v1/clients/" + made.text("/id")).text("/value/address/street"), "1 rue A");
    auto const shown = admin(hexfit.app, "GET", person);
    EXPECT_EQ(shown.text("/fields/address.city"), "Laval") << "what was not named stays";
    EXPECT_EQ(admin(hexfit.app, "POST", person + "/notes", R"({"text":"Called"})").status, 201);
    auto const both = admin(hexfit.app, "POST", person + "/tasks", R"({"title":"Call again","text":"soon"})");
    EXPECT_EQ(both.text("/notes/0/text"), "Called");
    EXPECT_EQ(both.text("/tasks/0/title"), "Call again");
    EXPECT_FALSE(both.text("/tasks/0/due_at").empty());
    EXPECT_EQ(admin(hexfit.app, "POST", person + "/tasks", R"({"title":""})").status, 400);
    EXPECT_EQ(admin(hexfit.app, "POST", person + "/letters", R"({"text":"x"})").status, 404);
    EXPECT_EQ(admin(hexfit.app, "POST", "people/none/notes", R"({"text":"x"})").status, 404);
    EXPECT_EQ(hexfit.app.due_deliveries(start).size(), 4U);
    EXPECT_EQ(admin(hexfit.app, "DELETE", person).status, 200);
    EXPECT_EQ(admin(hexfit.app, "GET", person).status, 404);
}

TEST(SandboxScreenTest, AttachesAtTheOtherAppToo) {
    HighLevel highlevel;
    highlevel.app.set_webhook_url("http://127.0.0.1:9/hook");
    auto const id = admin(highlevel.app, "POST", "people", R"({"firstName":"Ana","customFields.language":"fr"})").text("/id");
    EXPECT_EQ(admin(highlevel.app, "POST", "people/" + id + "/notes", R"({"text":"Hello"})").text("/notes/0/text"), "Hello");
    auto const task =
        admin(highlevel.app, "POST", "people/" + id + "/tasks", R"({"title":"Call","text":"","due_at":"2026-03-01T10:00:00Z"})");
    EXPECT_EQ(task.text("/tasks/0/title"), "Call") << to_text(task.body);
    EXPECT_EQ(task.text("/fields/customFields.language"), "fr");
    EXPECT_EQ(highlevel.app.due_deliveries(start).size(), 3U);
}

TEST(SandboxScreenTest, ShowsTheFormAndWhatIsLeftOfTheAllowance) {
    Hexfit hexfit(HexfitSettings{.monthly_quota = 10, .per_second_most = 0});
    hexfit("GET", "/full/v1/groups");
    auto const shown = admin(hexfit.app, "GET", "screen");
    EXPECT_EQ(shown.text("/allowance/0/name"), "month");
    EXPECT_EQ(shown.integer("/allowance/0/left"), 9);
    EXPECT_TRUE(find(shown.body, "/allowance/1/limit")->is_null());
    EXPECT_GT(find_array(shown.body, "/form")->size(), 10U);
    HighLevel highlevel;
    EXPECT_GT(find_array(admin(highlevel.app, "GET", "screen").body, "/events")->size(), 10U);
}

// Every field of the form is taken as it is called there.
TEST(SandboxScreenTest, TakesEveryFieldOfItsForm) {
    HighLevel highlevel;
    Hexfit hexfit;
    auto const left = admin(highlevel.app, "POST", "people", R"({"firstName":"A"})").text("/id");
    auto const right = admin(hexfit.app, "POST", "people", R"({"firstname":"A","lastname":"B"})").text("/id");
    for (auto const& [app, id] : {std::pair<App*, std::string>{&highlevel.app, left}, {&hexfit.app, right}}) {
        for (auto const& field : *find_array(admin(*app, "GET", "screen").body, "/form")) {
            auto const name = std::string(*find_text(field, "/name"));
            auto const kind = *find_text(field, "/kind");
            Json value = kind == "flag"     ? Json(true)
                         : kind == "list"   ? Json(JsonArray{"x"})
                         : kind == "date"   ? Json("1980-02-03")
                         : kind == "choice" ? find_array(field, "/choices")->front()
                         : name == "email"  ? Json("a@b.test")
                         : name == "phone"  ? Json("+15145550123")
                                            : Json("Laval");
            auto const edited = admin(*app, "PATCH", "people/" + id, to_text(JsonObject{{name, value}}));
            ASSERT_EQ(edited.status, 200) << name << " " << to_text(edited.body);
            EXPECT_EQ(find_object(edited.body, "/fields")->at(name), value) << name;
        }
    }
}

// Turned on, each switch of both apps changes what somebody gets; turned off, nothing is left of it.
TEST(SandboxScreenTest, TurnsEveryFaultOnAndOff) {
    for (bool const at_hexfit : {false, true}) {
        HighLevel highlevel;
        Hexfit hexfit;
        App& app = at_hexfit ? static_cast<App&>(hexfit.app) : highlevel.app;
        auto const listed = admin(app, "GET", "switches");
        auto const& switches = *find_array(listed.body, "/switches");
        EXPECT_EQ(switches.size(), at_hexfit ? fault_kind_count - 5 + 1 : fault_kind_count);
        for (auto const& each : switches) {
            auto const name = std::string(*find_text(each, "/name"));
            SCOPED_TRACE(name);
            EXPECT_FALSE(*find_bool(each, "/on"));
            auto const on = admin(app, "PUT", "switches/" + name, R"({"on":true})");
            EXPECT_EQ(on.status, 200);
            EXPECT_TRUE(*find_bool(on.body, "/on"));
            EXPECT_EQ(on.text("/since"), format_time(start));
            auto const again = admin(app, "PUT", "switches/" + name, R"({"on":true})", start + std::chrono::seconds{5});
            EXPECT_EQ(again.text("/since"), format_time(start)) << "it was on before";
            auto const off = admin(app, "PUT", "switches/" + name, R"({"on":false})");
            EXPECT_FALSE(*find_bool(off.body, "/on"));
            EXPECT_TRUE(find(off.body, "/since")->is_null());
        }
    }
}

TEST(SandboxScreenTest, AFaultThatIsOnStrikesEveryCallUntilItIsHealed) {
    Hexfit hexfit;
    auto const status = [&] { return hexfit("GET", "/full/v1/groups").status; };
    for (auto const& [fault, answer] :
        {std::pair{"too_many_requests", 429}, {"unauthorized", 401}, {"quota_spent", 429}, {"forbidden", 403}}) {
        admin(hexfit.app, "PUT", "switches/" + std::string(fault), R"({"on":true})");
        EXPECT_EQ(status(), answer) << fault;
        EXPECT_EQ(status(), answer) << fault;
        admin(hexfit.app, "PUT", "switches/" + std::string(fault), R"({"on":false})");
        EXPECT_EQ(status(), 200) << fault;
    }
    admin(hexfit.app, "PUT", "switches/quota_spent", R"({"on":true})");
    EXPECT_EQ(admin(hexfit.app, "GET", "screen").integer("/allowance/0/left"), 0);
    admin(hexfit.app, "PUT", "switches/server_error", R"({"on":true})");
    auto const healed = admin(hexfit.app, "POST", "heal");
    for (auto const& each : *find_array(healed.body, "/switches")) EXPECT_FALSE(*find_bool(each, "/on"));
    EXPECT_EQ(status(), 200);
    EXPECT_EQ(admin(hexfit.app, "PUT", "switches/old_read", R"({"on":true})").status, 404) << "it always reads what was written";
    EXPECT_EQ(admin(hexfit.app, "PUT", "switches/server_error", R"({"on":1})").status, 400);
}

// What was set by rate or by force is seen and turned off by its switch, too.
TEST(SandboxScreenTest, TurnsOffWhatWasSetInAnotherWay) {
    Hexfit hexfit;
    admin(hexfit.app, "PUT", "faults", R"({"rates_ppm":{"server_error":1000000},"forced":[{"kind":"forbidden","times":0}]})");
    auto on = [&](std::string_view name) {
        auto const listed = admin(hexfit.app, "GET", "switches");
        for (auto const& each : *find_array(listed.body, "/switches"))
            if (find_text(each, "/name") == name) return *find_bool(each, "/on");
        return false;
    };
    EXPECT_TRUE(on("server_error"));
    EXPECT_TRUE(on("forbidden"));
    admin(hexfit.app, "PUT", "switches/server_error", R"({"on":false})");
    admin(hexfit.app, "PUT", "switches/forbidden", R"({"on":false})");
    EXPECT_EQ(hexfit("GET", "/full/v1/groups").status, 200);
}

}  // namespace
}  // namespace lockstep::sandbox::test
