// SPDX-License-Identifier: Apache-2.0
#include <map>

#include "api/sandbox/sandboxes.hpp"
#include "api/test_world.hpp"
#include "base/text.hpp"
#include "sync/state/links.hpp"

namespace lockstep::api {
namespace {

// Two books that answer as the simulated apps do, as far as the routes look.
class FakeSandboxes final : public Sandboxes {
public:
    std::vector<SandboxBook> books() const override { return {{"left", "Left app", urls[0]}, {"right", "Right app", urls[1]}}; }
    HttpReply ask(std::string_view app, std::string method, std::string path, std::string body) override {
        asked.push_back(std::string(app) + " " + method + " " + path + (body.empty() ? "" : " " + body));
        auto& people = app == "left" ? left : right;
        auto const mark = path.find('?');
        auto const query = mark == std::string::npos ? std::string() : path.substr(mark + 1);
        auto const place = path.substr(0, mark);
        if (place == "people" && method == "GET") return list(people, query);
        if (place == "people") return person("new", "New", "", 201);
        if (place.starts_with("people/") && method != "DELETE") {
            auto const id = place.substr(7, place.find('/', 7) - 7);
            if (!people.contains(id)) return problem(404, "sandbox.no_record");
            return person(id, people[id], value(query, "q"), place.ends_with("s") ? 201 : 200);
        }
        if (place == "screen")
            return json_answer(200, R"({"people":2,"calls":5,"form":[{"name":"city","kind":"text","choices":[]}],
                "allowance":[{"name":"month","limit":500,"left":3}],"events":["OrderCreate"],
                "webhooks":{"waiting":0,"sent":1,"accepted":1,"lost":0,"given_up":0}})");
        auto const fault = R"({"name":"unauthorized","group":"refusals","on":)" +
                           std::string(body.contains("true") ? "true" : "false") + R"(,"since":null,"struck":2})";
        if (place == "switches/unauthorized") return json_answer(200, fault);
        if (place == "switches" || place == "heal") return json_answer(200, R"({"switches":[)" + fault + "]}");
        if (place == "provoke" && body.contains("Order")) return json_answer(200, R"({"done":true})");
        if (method == "DELETE" && people.erase(place.substr(7)) > 0) return json_answer(200, R"({"removed":true})");
        return problem(404, "sandbox.no_event");
    }

    std::string urls[2];
    std::map<std::string, std::string> left, right;  // name by id
    std::vector<std::string> asked;

private:
    static HttpReply json_answer(int status, std::string body) {
        HttpReply reply;
        reply.status = status;
        reply.body = std::move(body);
        return reply;
    }
    static HttpReply problem(int status, std::string const& code) {
        return json_answer(status, R"({"title":")" + code + R"(","status":404,"detail":"no"})");
    }
    static std::string value(std::string const& query, std::string const& name) {
        for (auto const part : split(query, '&')) {
            if (part.starts_with(name + "=")) return percent_decode(part.substr(name.size() + 1));
        }
        return "";
    }
    static JsonObject line(std::string const& id, std::string const& name) {
        return {{"id", id}, {"name", name}, {"email", nullptr}, {"phone", nullptr}, {"archived", false},
            {"changed_at", "2026-01-02T03:04:05Z"}, {"place", name + "\n" + id}};
    }
    static HttpReply person(std::string const& id, std::string const& name, std::string const& search, int status) {
        auto view = line(id, name);
        view["fits"] = name.contains(search);
        view["created_at"] = "2026-01-02T03:04:05Z";
        view["fields"] = JsonObject{{"address.city", "Laval"}};
        view["notes"] = JsonArray{};
        view["tasks"] = JsonArray{};
        return json_answer(status, to_text(view));
    }
    static HttpReply list(std::map<std::string, std::string> const& people, std::string const& query) {
        auto const most = std::stoul(value(query, "limit"));
        std::map<std::string, JsonObject> found;
        for (auto const& [id, name] : people) {
            auto const place = name + "\n" + id;
            if (place > value(query, "after") && name.contains(value(query, "q"))) found.emplace(place, line(id, name));
        }
        JsonArray items;
        for (auto& [place, item] : found) {
            if (items.size() < most) items.push_back(item);
        }
        Json next = found.size() > most ? Json(items.back().at("place")) : Json(nullptr);
        return json_answer(200, to_text(JsonObject{{"items", std::move(items)}, {"next", std::move(next)}}));
    }
};

class SandboxRoutes : public ::testing::Test {
protected:
    SandboxRoutes() {
        world.sandboxes = &fake;
        auto const a = world.connect_highlevel();
        auto const b = world.connect_hexfit();
        fake.urls[0] = world.directory.find(ConnectionId{a})->settings.base_url;
        fake.urls[1] = world.directory.find(ConnectionId{b})->settings.base_url;
        sync = world.post("/api/v1/syncs", R"({"label":"Clinic","a":")" + a + R"(","b":")" + b + R"("})").at("/id");
        fake.left = {{"l1", "Anne"}, {"l2", "Bea"}, {"l3", "Zoe"}};
        fake.right = {{"r1", "Ann"}, {"r2", "Carl"}, {"r3", "Dora"}};
        link("l1", "r1");
        link("l3", "r3");
    }

    void link(std::string left, std::string right) {
        SyncId const id{sync};
        vault::write_to(*world.database, [&](Transaction& transaction) -> Result<bool> {
            sync::Link made;
            made.id = LinkId{"lnk_" + left};
            made.a = std::move(left);
            made.b = std::move(right);
            TRY_VOID(sync::insert_link({transaction, world.vault, world.account, id, world.clock.now()}, made));
            return true;
        }).value();
    }
    // "Anne|Ann" for each pair of a page.
    static std::vector<std::string> names(Answer const& answer) {
        std::vector<std::string> list;
        for (auto const& each : *find_array(answer.body, "/items")) {
            auto const name = [&](std::string_view at) { return std::string(find_text(each, at).value_or("-")); };
            list.push_back(name("/left/name") + "|" + name("/right/name"));
        }
        return list;
    }
    std::vector<std::string> all_names(std::string const& parameters) {
        std::vector<std::string> all;
        std::string cursor;
        for (int pages = 0; pages < 20; ++pages) {
            auto const page = world.get("/api/v1/sandbox/people?" + parameters + (cursor.empty() ? "" : "&cursor=" + cursor));
            for (auto const& each : names(page)) all.push_back(each);
            if (find(page.body, "/next")->is_null()) return all;
            cursor = page.at("/next");
        }
        ADD_FAILURE() << "the pages do not end";
        return all;
    }

    World world;
    FakeSandboxes fake;
    std::string sync;
};

TEST_F(SandboxRoutes, ShowThePairsBesideEachOtherAndEverybodyOnce) {
    std::vector<std::string> const everybody{"Anne|Ann", "Bea|-", "Zoe|Dora", "-|Carl"};
    for (auto const* limit : {"1", "2", "3", "4", "30"}) EXPECT_EQ(all_names("limit=" + std::string(limit)), everybody) << limit;
    auto const page = world.get("/api/v1/sandbox/people");
    EXPECT_EQ(page.at("/items/0/sync"), sync);
    EXPECT_EQ(page.at("/items/0/link_id"), "lnk_l1");
    EXPECT_EQ(page.at("/items/0/right/app"), "right");
}

TEST_F(SandboxRoutes, FindWhoOneOfTheTwoCopiesNames) {
    EXPECT_EQ(all_names("query=Ann"), (std::vector<std::string>{"Anne|Ann"})) << "both copies fit: once";
    EXPECT_EQ(all_names("query=Dora"), (std::vector<std::string>{"Zoe|Dora"})) << "only the right one fits";
    EXPECT_EQ(all_names("query=Carl&limit=1"), (std::vector<std::string>{"-|Carl"}));
    EXPECT_TRUE(all_names("query=nobody").empty());
    EXPECT_EQ(world.get("/api/v1/sandbox/people?cursor=zz").code(), "api.bad_parameter");
}

TEST_F(SandboxRoutes, ShowOnlyLinksWhoseOtherRecordIsThere) {
    fake.right.erase("r3");
    EXPECT_EQ(all_names("limit=30"), (std::vector<std::string>{"Anne|Ann", "Bea|-", "Zoe|-", "-|Carl"}));
}

TEST_F(SandboxRoutes, EditAsAPersonAndWriteTheAudit) {
    auto const edited =
        world.send("PATCH", "/api/v1/sandbox/people/right/r3", R"({"fields":{"address.city":"Laval","email":null}})");
    EXPECT_EQ(edited.status, 200);
    EXPECT_EQ(edited.at("/partner"), "l3");
    EXPECT_EQ(edited.at("/link_id"), "lnk_l3");
    EXPECT_EQ(fake.asked.back(), R"(right PATCH people/r3 {"address.city":"Laval","email":null})");
    EXPECT_EQ(world.post("/api/v1/sandbox/people/left", R"({"fields":{"firstName":"New"}})").status, 201);
    EXPECT_EQ(world.post("/api/v1/sandbox/people/left/l2/notes", R"({"text":"Hello"})").status, 201);
    EXPECT_EQ(world.post("/api/v1/sandbox/people/left/l2/tasks", R"({"title":"Call"})").status, 201);
    EXPECT_EQ(world.send("DELETE", "/api/v1/sandbox/people/left/l2").status, 204);
    EXPECT_EQ(world.get("/api/v1/sandbox/people/left/l2").code(), "sandbox.no_record");
    EXPECT_EQ(world.send("PUT", "/api/v1/sandbox/faults/left/unauthorized", R"({"on":true})").status, 200);
    EXPECT_EQ(world.post("/api/v1/sandbox/heal").status, 200);
    EXPECT_EQ(world.post("/api/v1/sandbox/events/left", R"({"type":"OrderCreate"})").status, 204);
    auto const audit = world.get("/api/v1/audit?limit=20");
    std::vector<std::string> told;
    for (auto const& each : *find_array(audit.body, "/items")) {
        auto const action = std::string(*find_text(each, "/action"));
        if (action.starts_with("sandbox.")) told.push_back(action + " " + std::string(find_text(each, "/subject").value_or("")));
    }
    std::ranges::reverse(told);
    EXPECT_EQ(told, (std::vector<std::string>{"sandbox.edit right r3", "sandbox.create left new", "sandbox.add_note left l2",
                        "sandbox.add_task left l2", "sandbox.delete left l2", "sandbox.fault_on left unauthorized",
                        "sandbox.heal ", "sandbox.event left OrderCreate"}));
}

TEST_F(SandboxRoutes, ShowBooksAndExplainFaultsInTheReadersLanguage) {
    auto const books = world.get("/api/v1/sandbox");
    EXPECT_EQ(books.at("/books/0/app"), "left");
    EXPECT_EQ(books.at("/books/1/allowance/0/title"), "Calls this month");
    EXPECT_FALSE(books.at("/books/0/connection").empty());
    auto const faults = world.send("GET", "/api/v1/sandbox/faults", "", {{"Accept-Language", "fr-CA"}});
    EXPECT_EQ(faults.size("/items"), 2U);
    EXPECT_EQ(faults.at("/items/0/title"), "Identifiant refusé");
    EXPECT_EQ(faults.at("/items/0/group_title"), "Refus");
    EXPECT_FALSE(faults.at("/items/0/remedy").empty());
    EXPECT_TRUE(*find_bool(world.get("/api/v1/installation").body, "/sandbox"));
}

TEST_F(SandboxRoutes, RefuseWhatTheyDoNotKnow) {
    EXPECT_EQ(world.get("/api/v1/sandbox/people/nowhere/r3").code(), "sandbox.no_book");
    EXPECT_EQ(world.send("PATCH", "/api/v1/sandbox/people/left/l2", R"({"city":"x"})").status, 400);
    EXPECT_EQ(world.post("/api/v1/sandbox/people/left/l2/notes", R"({"text":""})").status, 400);
    EXPECT_EQ(world.send("PUT", "/api/v1/sandbox/faults/left/no_such", R"({"on":true})").status, 404);
    EXPECT_EQ(world.post("/api/v1/sandbox/events/left", R"({"type":"Nothing"})").code(), "sandbox.no_event");
}

TEST_F(SandboxRoutes, SayWhatToDoWhereThereIsNoSandbox) {
    world.sandboxes = nullptr;
    for (auto const* url :
        {"/api/v1/sandbox", "/api/v1/sandbox/people", "/api/v1/sandbox/faults", "/api/v1/sandbox/people/left/l1"}) {
        auto const refused = world.get(url);
        EXPECT_EQ(refused.status, 404) << url;
        EXPECT_EQ(refused.code(), "sandbox.not_running") << url;
        EXPECT_TRUE(refused.at("/remedy").contains("lockstep demo")) << url;
    }
    EXPECT_TRUE(fake.asked.empty());
    EXPECT_FALSE(*find_bool(world.get("/api/v1/installation").body, "/sandbox"));
}

TEST_F(SandboxRoutes, AreForThoseWhoMayWrite) {
    auto const token = world.make_token(identity::Scope::read);
    for (auto const* url : {"/api/v1/sandbox", "/api/v1/sandbox/people", "/api/v1/sandbox/faults"})
        EXPECT_EQ(world.send("GET", url, "", {{"Authorization", "Bearer " + token}}).code(), "api.read_only") << url;
}

}  // namespace
}  // namespace lockstep::api
