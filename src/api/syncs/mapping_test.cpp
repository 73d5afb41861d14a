// SPDX-License-Identifier: Apache-2.0
#include "api/test_world.hpp"
#include "sync/state/issues.hpp"
#include "sync/state/links.hpp"
#include "sync/state/mirrors.hpp"

namespace lockstep::api {
namespace {

using contacts::Side;

class MappingRoutes : public testing::Test {
protected:
    World world;
    std::string a = world.connect_highlevel();
    std::string b = world.connect_hexfit();
    std::string id = world.post("/api/v1/syncs", R"({"a":")" + a + R"(","b":")" + b + "\"}").at("/id");
    std::string url = "/api/v1/syncs/" + id;

    JsonObject mapping() { return find(world.get(url + "/mapping").body, "/mapping")->as_object(); }
    // The row of this name, changed.
    JsonObject with_row(std::string const& name, JsonObject const& members) {
        auto document = mapping();
        for (auto& row : document["rows"].as_array()) {
            if (find_text(row, "/a") != name) continue;
            for (auto const& member : members) row.as_object()[member.key()] = member.value();
        }
        return document;
    }
    Answer save(JsonObject document, std::int64_t based_on) {
        return world.send(
            "PUT", url + "/document", to_text(JsonObject{{"mapping", std::move(document)}, {"based_on", based_on}}));
    }

    // Two linked people, who live in Laval as far as side a knows.
    void people() {
        SyncId const sync_id{id};
        auto const sync = vault::run_to_end(world.syncs.get(world.account, sync_id)).value();
        vault::write_void(*world.database, [&](Transaction& transaction) -> Result<void> {
            sync::Scope const scope{transaction, world.vault, world.account, sync_id, world.clock.now()};
            for (std::string const number : {"1", "2"}) {
                sync::Link link;
                link.id = world.random.id<LinkTag>(world.clock.now());
                link.a = "a" + number;
                link.b = "b" + number;
                link.memory.base["city"] = contacts::Value{"Laval"};
                link.memory.base["firstName"] = contacts::Value{"Anne"};
                TRY_VOID(sync::insert_link(scope, link));
                for (auto const side : contacts::both_sides) {
                    sync::Mirror mirror;
                    mirror.record.id = *link.record(side);
                    mirror.observed_at = world.clock.now();
                    for (auto const* name : {"city", "firstName"})
                        mirror.record.fields[sync.mapping.row(name)->at(side)] = link.memory.base.at(name);
                    auto const seen = contacts::project(sync.mapping, side, mirror.record);
                    TRY_VOID(sync::save_mirror(scope, side, mirror, seen, sync.mapping));
                }
                TRY_VOID(sync::raise_issue(scope, world.random, {"conflict", link.id.text(), "city"},
                    JsonObject{{"a", "Laval"}, {"b", "Laval"}, {"base", "Gatineau"}, {"reason", "conflict"}}));
            }
            return {};
        }).value();
    }
};

TEST_F(MappingRoutes, ShowFieldsAndPairsThatSuggestThemselves) {
    auto const shown = world.get(url + "/mapping");
    ASSERT_EQ(shown.status, 200);
    EXPECT_EQ(shown.integer("/version"), 1);
    EXPECT_GT(shown.size("/fields/a"), 5U);
    EXPECT_GT(shown.size("/fields/b"), 5U);
    EXPECT_EQ(shown.size("/problems"), 0U);
    auto document = mapping();
    JsonArray rows;
    for (auto const& row : document["rows"].as_array()) {
        if (find_text(row, "/a") != "city") rows.push_back(row);
    }
    document["rows"] = rows;
    ASSERT_EQ(save(document, 1).status, 200);
    auto const after = world.get(url + "/mapping");
    bool has_city = false;
    for (auto const& row : *find_array(after.body, "/suggestions")) has_city = has_city || find_text(row, "/a") == "city";
    EXPECT_TRUE(has_city);
    EXPECT_EQ(world.get("/api/v1/syncs/syn_nobody/mapping").status, 404);
}

TEST_F(MappingRoutes, TryAMappingOnAPersonAndWriteNothing) {
    people();
    auto const wanted =
        with_row("city", {{"direction", "a_to_b"}, {"first_match", "a"}, {"transform", JsonObject{{"form", "upper_case"}}}});
    auto const tried = world.post(url + "/mapping/try", to_text(JsonObject{{"mapping", wanted}, {"person", "a1"}}));
    ASSERT_EQ(tried.status, 200) << tried.text;
    EXPECT_EQ(tried.size("/problems"), 0U);
    bool is_seen = false;
    for (auto const& row : *find_array(tried.body, "/rows")) is_seen = is_seen || find_text(row, "/after/b") == "LAVAL";
    EXPECT_TRUE(is_seen) << tried.text;
    EXPECT_EQ(world.get(url).integer("/version"), 1);
    EXPECT_EQ(world.count("changes"), 0);
    // What is wrong is told beside its row, and the rest is tried.
    auto const wrong = with_row("city", {{"transform", JsonObject{{"form", "upper_case"}}}});
    auto const told = world.post(url + "/mapping/try", to_text(JsonObject{{"mapping", wrong}, {"person", "a1"}}));
    EXPECT_EQ(told.at("/problems/0/code"), "mapping.no_inverse");
    auto const at = "/rows/" + std::to_string(told.integer("/problems/0/row"));
    EXPECT_TRUE(find(told.body, at)->is_null());
    EXPECT_EQ(world.post(url + "/mapping/try", to_text(JsonObject{{"mapping", wanted}, {"person", "nobody"}})).status, 404);
}

TEST_F(MappingRoutes, CountWhomAMappingWouldChange) {
    people();
    auto const same = world.post(url + "/mapping/preview", to_text(JsonObject{{"mapping", mapping()}}));
    ASSERT_EQ(same.status, 200) << same.text;
    EXPECT_EQ(same.integer("/people"), 0);
    EXPECT_EQ(same.integer("/looked_at"), 2);
    EXPECT_EQ(find_bool(same.body, "/is_sample"), false);
    auto const wanted =
        with_row("city", {{"direction", "a_to_b"}, {"first_match", "a"}, {"transform", JsonObject{{"form", "upper_case"}}}});
    auto const preview = world.post(url + "/mapping/preview", to_text(JsonObject{{"mapping", wanted}}));
    EXPECT_EQ(preview.integer("/people"), 2) << preview.text;
    EXPECT_EQ(preview.at("/by_field/0/field"), "city");
    EXPECT_EQ(preview.integer("/by_field/0/b"), 2);
    EXPECT_EQ(preview.at("/examples/0/changes/0/after"), "LAVAL");
    EXPECT_GT(preview.size("/unread"), 0U) << "these copies carry few fields";
}

// Two tabs: the second one is told, and nothing of the first is lost.
TEST_F(MappingRoutes, ASaveOnAnOlderVersionIsRefused) {
    EXPECT_EQ(save(with_row("city", {{"conflict", "ask"}}), 1).integer("/version"), 2);
    auto const late = save(with_row("city", {{"conflict", "b"}}), 1);
    EXPECT_EQ(late.status, 409);
    EXPECT_EQ(late.code(), "sync.version_differs");
    EXPECT_EQ(world.get(url).integer("/version"), 2);
    EXPECT_EQ(world.count("audit_entries WHERE action = 'sync.change_document'"), 1);
}

TEST_F(MappingRoutes, VersionsAreListedComparedAndRestored) {
    auto const first = mapping();
    save(with_row("city", {{"conflict", "ask"}}), 1);
    save(with_row("city", {{"b", "city_of_birth"}}), 2);
    auto const list = world.get(url + "/versions");
    ASSERT_EQ(list.size("/items"), 3U);
    EXPECT_EQ(find_bool(list.body, "/items/0/is_present"), true);
    EXPECT_EQ(list.at("/items/1/changes/0/members/0/name"), "conflict");
    EXPECT_NE(list.at("/items/1/author"), "");
    auto const page = world.get(url + "/versions?limit=1");
    EXPECT_EQ(world.get(url + "/versions?limit=1&cursor=" + page.at("/next")).integer("/items/0/version"), 2);
    auto const compared = world.get(url + "/versions/3?against=1");
    EXPECT_EQ(compared.size("/changes"), 1U);
    EXPECT_EQ(compared.size("/changes/0/members"), 2U);
    EXPECT_EQ(world.get(url + "/versions/9").code(), "sync.no_such_version");
    // The row pairs another field since version 3: what links remember of it counts no more, also when it is paired back.
    auto const since = [&] {
        for (auto const& row : mapping()["rows"].as_array()) {
            if (find_text(row, "/a") == "city") return find_integer(row, "/since").value_or(0);
        }
        return std::int64_t{-1};
    };
    EXPECT_EQ(since(), 3);
    auto const old = world.get(url + "/versions/1");
    EXPECT_EQ(save(find(old.body, "/mapping")->as_object(), 3).integer("/version"), 4);
    EXPECT_EQ(since(), 4);
}

TEST_F(MappingRoutes, ConflictsAreGroupedAndAnsweredTogether) {
    people();
    auto const groups = world.get(url + "/conflicts");
    ASSERT_EQ(groups.size("/items"), 1U) << groups.text;
    EXPECT_EQ(groups.integer("/items/0/count"), 2);
    EXPECT_EQ(groups.at("/items/0/a/change"), "changed");
    EXPECT_EQ(world.get(url + "/issues?kind=match_unsure").size("/items"), 0U);
    EXPECT_EQ(world.get(url + "/issues?kind=conflict").size("/items"), 2U);
    auto issues = *find_array(groups.body, "/items/0/issues");
    issues.push_back(JsonObject{{"id", "iss_nobody"}});
    auto const answered = world.post(url + "/answers", to_text(JsonObject{{"choice", "use_a"}, {"issues", issues}}));
    ASSERT_EQ(answered.status, 202) << answered.text;
    EXPECT_EQ(answered.integer("/given"), 2);
    EXPECT_EQ(answered.at("/items/2/code"), "sync.no_such_question");
    EXPECT_EQ(world.count("audit_entries WHERE action = 'issue.answer'"), 2) << "one for each";
    EXPECT_EQ(world.get(url + "/answers").size("/items"), 2U);
}

}  // namespace
}  // namespace lockstep::api
