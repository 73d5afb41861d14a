// SPDX-License-Identifier: Apache-2.0
// The contract of the simulated Hexfit: the two known calls and docs/contracts/hexfit-full.openapi.yaml.
#include <set>

#include "sandbox/test_calls.hpp"

namespace lockstep::sandbox::test {
namespace {

constexpr auto v2_client =
    R"({"firstname":"Ana","lastname":"Silva","email":"ana@people.test","sexe":"f","lang":"PT-BR","unit_system":1})";

TEST(HexfitTest, KnownCallsWithTheirEnvelope) {
    Hexfit hexfit;
    EXPECT_EQ(call(hexfit.app, "wrong", "GET", "/User/GetInfo?user_id=-", "", start).status, 401);
    EXPECT_EQ(hexfit("GET", "/User/GetInfo?user_id=-").text("/value/role"), "super_admin");
    auto const made = hexfit("POST", "/User/Create/Client", v2_client);
    EXPECT_EQ(made.status, 200);
    EXPECT_EQ(find_bool(made.body, "/status"), true);
    EXPECT_EQ(hexfit.app.invitations(), 1U);
    auto const again = hexfit("POST", "/User/Create/Client", v2_client);
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(find_bool(again.body, "/status"), false);
    EXPECT_EQ(again.text("/value"), "This email address is already in use.");
    EXPECT_EQ(hexfit("GET", "/User/GetInfo?user_id=" + made.text("/value")).text("/value/email"), "ana@people.test");
    EXPECT_EQ(find_bool(hexfit("GET", "/User/GetInfo?user_id=9").body, "/status"), false);
    EXPECT_EQ(find_bool(hexfit("POST", "/User/Create/Client", R"({"firstname":"x"})").body, "/status"), false);
    Hexfit small({.monthly_quota = 0, .serves_full = false});
    EXPECT_EQ(small("GET", "/full/v1/clients").status, 404);
}

TEST(HexfitTest, CreatesReadsSearchesChanges) {
    Hexfit hexfit;
    auto const id = hexfit.create(
        R"("firstname":" Zoé ","lastname":"Côté","email":"Zoe@people.test","address":{"city":"Laval"},"groups":["VIP","yoga","vip"],"external_id":"h1","birthdate":"1954-02-28")");
    auto reply = hexfit("GET", "/full/v1/clients/" + id);
    EXPECT_EQ(reply.text("/value/firstname"), "Zoé");
    EXPECT_EQ(to_text(*find(reply.body, "/value/groups")), R"(["VIP","yoga"])");
    EXPECT_TRUE(find(reply.body, "/value/phone")->is_null());
    EXPECT_EQ(hexfit("GET", "/full/v1/clients/search?email=zoe%40PEOPLE.test").text("/value/items/0/id"), id);
    EXPECT_EQ(hexfit("GET", "/full/v1/clients/search?external_id=h1").text("/value/items/0/id"), id);
    EXPECT_EQ(hexfit("GET", "/full/v1/clients/search").status, 400);
    auto const twin = hexfit("POST", "/full/v1/clients", R"({"firstname":"a","lastname":"b","external_id":"h1"})");
    EXPECT_EQ(twin.status, 409);
    EXPECT_EQ(twin.text("/code"), "external_id_in_use");
    EXPECT_EQ(twin.text("/details/client_id"), id);
    EXPECT_EQ(hexfit("POST", "/full/v1/clients",
                  R"({"firstname":"a","lastname":"b","email":"zoe@people.test","shared_email":"refuse"})")
                  .text("/code"),
        "email_in_use");
    hexfit.create(R"("firstname":"Max","lastname":"Côté","email":"zoe@people.test","send_invitation":false)");
    EXPECT_EQ(find_array(hexfit("GET", "/full/v1/clients/search?email=zoe@people.test").body, "/value/items")->size(), 2U);
    EXPECT_EQ(hexfit.app.invitations(), 1U);

    auto const version = reply.text("/value/version");
    reply = hexfit("PATCH", "/full/v1/clients/" + id, R"({"phone":"514 555-0100","address":{"street":"1 rue A"},"email":null})",
        {{"If-Match", "\"" + version + "\""}});
    EXPECT_EQ(reply.status, 200);
    EXPECT_EQ(reply.text("/value/address/city"), "Laval");
    EXPECT_TRUE(find(reply.body, "/value/email")->is_null());
    auto const changed = reply.text("/value/version");
    EXPECT_NE(changed, version);
    auto const late = hexfit("PATCH", "/full/v1/clients/" + id, R"({"phone":"2"})", {{"If-Match", "\"" + version + "\""}});
    EXPECT_EQ(late.status, 412);
    EXPECT_EQ(late.text("/details/version"), changed);
    EXPECT_EQ(hexfit("PATCH", "/full/v1/clients/" + id, R"({"phone":"514 555-0100"})").text("/value/version"), changed);
    for (auto const* body : {"{}", "[]", "{", R"({"x":1})", R"({"firstname":null})", R"({"firstname":""})", R"({"sexe":"x"})",
             R"({"birthdate":"2023-02-30"})", R"({"address":{"x":"1"}})", R"({"phone":5})"}) {
        EXPECT_EQ(hexfit("PATCH", "/full/v1/clients/" + id, body).status, 400) << body;
    }
}

TEST(HexfitTest, ArchiveAccessStageGroups) {
    Hexfit hexfit;
    auto const id = hexfit.create(R"("firstname":"A","lastname":"B")");
    auto const client = "/full/v1/clients/" + id;
    EXPECT_EQ(find_bool(hexfit("POST", client + "/archive").body, "/value/archived"), true);
    EXPECT_EQ(hexfit("GET", "/full/v1/clients?archived=archived").integer("/value/total"), 1);
    EXPECT_EQ(hexfit("GET", "/full/v1/clients?archived=active").integer("/value/total"), 0);
    EXPECT_EQ(find_bool(hexfit("POST", client + "/unarchive").body, "/value/archived"), false);
    EXPECT_EQ(find_bool(hexfit("PUT", client + "/access", R"({"enabled":false})").body, "/value/access_enabled"), false);
    EXPECT_EQ(hexfit("PUT", client + "/stage", R"({"stage":"paused"})").text("/value/stage"), "paused");
    EXPECT_EQ(hexfit("PUT", client + "/stage", R"({"stage":"gone"})").status, 400);
    EXPECT_EQ(hexfit("GET", client + "/stage").text("/value/stage"), "paused");
    EXPECT_EQ(to_text(*find(hexfit("POST", client + "/groups/add", R"({"names":["Yoga","yoga","b"]})").body, "/value/groups")),
        R"(["Yoga","b"])");
    EXPECT_EQ(to_text(*find(hexfit("POST", client + "/groups/remove", R"({"names":["YOGA","none"]})").body, "/value/groups")),
        R"(["b"])");
    EXPECT_EQ(hexfit("POST", "/full/v1/groups", R"({"name":"B"})").text("/code"), "group_exists");
    EXPECT_EQ(hexfit("POST", "/full/v1/groups", R"({"name":"new"})").status, 201);
    EXPECT_EQ(find_array(hexfit("GET", "/full/v1/groups").body, "/value/items")->size(), 3U);
    EXPECT_EQ(hexfit("POST", "/full/v1/clients/1/archive").status, 404);
}

TEST(HexfitTest, ListsToTheEndWhileClientsChange) {
    Hexfit hexfit;
    hexfit.app.add_people(seed_people(4, 95, 0).hexfit, start);
    std::set<std::string> seen;
    std::string cursor;
    for (int pages = 0; pages < 20; ++pages) {
        auto const reply = hexfit("GET", "/full/v1/clients?limit=10" + (cursor.empty() ? "" : "&cursor=" + cursor));
        ASSERT_EQ(reply.status, 200);
        for (auto const& item : *find_array(reply.body, "/value/items"))
            EXPECT_TRUE(seen.emplace(item.at("id").get_string()).second);
        hexfit.create(R"("firstname":"A","lastname":"B")");
        auto const next = find_text(reply.body, "/value/next_cursor");
        if (!next) break;
        cursor = *next;
    }
    EXPECT_GE(seen.size(), 95U);
    EXPECT_EQ(hexfit("GET", "/full/v1/clients?cursor=zz").text("/code"), "cursor_invalid");
    hexfit.now += std::chrono::minutes{61};
    EXPECT_EQ(hexfit("GET", "/full/v1/clients?cursor=" + cursor).status, 400);
}

TEST(HexfitTest, ChangeLogGoesOnFromItsCursor) {
    Hexfit hexfit;
    auto const first = hexfit("GET", "/full/v1/changes");
    EXPECT_EQ(find_array(first.body, "/value/items")->size(), 0U);
    auto const a = hexfit.create(R"("firstname":"A","lastname":"A")");
    auto const b = hexfit.create(R"("firstname":"B","lastname":"B")");
    hexfit("PATCH", "/full/v1/clients/" + a, R"({"phone":"1"})");
    auto reply = hexfit("GET", "/full/v1/changes?limit=1&since=" + first.text("/value/cursor"));
    EXPECT_EQ(reply.text("/value/items/0/id"), b);
    EXPECT_EQ(find_bool(reply.body, "/value/has_more"), true);
    reply = hexfit("GET", "/full/v1/changes?limit=1&since=" + reply.text("/value/cursor"));
    EXPECT_EQ(reply.text("/value/items/0/id"), a);
    EXPECT_EQ(reply.text("/value/items/0/type"), "client.updated");
    EXPECT_EQ(find_bool(reply.body, "/value/has_more"), false);
    ASSERT_TRUE(hexfit.app.remove_as_person(b, hexfit.now));
    reply = hexfit("GET", "/full/v1/changes?since=" + reply.text("/value/cursor"));
    EXPECT_EQ(reply.text("/value/items/0/type"), "client.deleted");
    EXPECT_TRUE(find(reply.body, "/value/items/0/client")->is_null());
    EXPECT_EQ(find_array(hexfit("GET", "/full/v1/changes?since_time=" + format_time(start)).body, "/value/items")->size(), 2U);
    hexfit.now += std::chrono::days{31};
    EXPECT_EQ(hexfit("GET", "/full/v1/changes?since=" + reply.text("/value/cursor")).text("/code"), "cursor_expired");
}

TEST(HexfitTest, NotesAndTasks) {
    Hexfit hexfit;
    auto const client = "/full/v1/clients/" + hexfit.create(R"("firstname":"A","lastname":"A")");
    auto const note = hexfit("POST", client + "/notes", R"({"body":"one","external_id":"n1"})");
    EXPECT_EQ(note.status, 201);
    EXPECT_EQ(hexfit("POST", client + "/notes", R"({"body":"one","external_id":"n1"})").text("/details/note_id"),
        note.text("/value/id"));
    hexfit("POST", client + "/notes", R"({"body":"two"})");
    EXPECT_EQ(hexfit("GET", client + "/notes?limit=1").text("/value/items/0/body"), "two");
    auto const task = hexfit("POST", client + "/tasks", R"({"title":"Call","due_at":"2026-03-01T10:00:00Z"})").text("/value/id");
    EXPECT_EQ(
        find_bool(hexfit("PATCH", "/full/v1/tasks/" + task, R"({"completed":true,"due_at":null})").body, "/value/completed"),
        true);
    EXPECT_EQ(find_array(hexfit("GET", client + "/tasks").body, "/value/items")->size(), 1U);
    EXPECT_EQ(hexfit("DELETE", "/full/v1/tasks/" + task).status, 200);
    EXPECT_EQ(hexfit("GET", "/full/v1/tasks/" + task).status, 404);
    EXPECT_EQ(hexfit("POST", client + "/tasks", R"({"body":"x"})").status, 400);
}

TEST(HexfitTest, QuotaByMonthAndCallsBySecond) {
    Hexfit hexfit({.monthly_quota = 3, .per_second_most = 0});
    EXPECT_EQ(hexfit("GET", "/full/v1/groups").headers.find("X-Quota-Remaining"), "2");
    EXPECT_EQ(hexfit("GET", "/full/v1/clients/9").headers.find("X-Quota-Remaining"), "1");
    EXPECT_EQ(call(hexfit.app, "wrong", "GET", "/full/v1/groups", "", start).status, 401);
    hexfit("GET", "/full/v1/groups");
    auto const refused = hexfit("GET", "/full/v1/groups");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.text("/code"), "quota_spent");
    auto const reset = parse_time(*refused.headers.find("X-Quota-Reset"));
    ASSERT_TRUE(reset);
    hexfit.now = *reset;
    EXPECT_EQ(hexfit("GET", "/full/v1/groups").status, 200);

    Hexfit fast({.monthly_quota = 0, .per_second_most = 20});
    for (int i = 0; i < 20; ++i) EXPECT_EQ(fast("GET", "/full/v1/groups").status, 200);
    EXPECT_EQ(fast("GET", "/full/v1/groups").text("/code"), "too_fast");
    fast.now += std::chrono::seconds{1};
    EXPECT_EQ(fast("GET", "/full/v1/groups").status, 200);
}

}  // namespace
}  // namespace lockstep::sandbox::test
