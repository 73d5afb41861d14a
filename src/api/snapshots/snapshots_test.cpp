// SPDX-License-Identifier: Apache-2.0
// Exported files over the API. Every reply is held against the OpenAPI document by the world.
#include "api/snapshots/routes.hpp"
#include "api/test_world.hpp"

namespace lockstep::api {
namespace {

constexpr std::string_view first_file =
    "Identifiant;Prénom;Nom;Courriel;Date de naissance;Ville\n"
    "1;Anne;Roy;anne@example.test;31/12/1985;Lévis\n"
    "2;Zoé;Bélanger;zoe@example.test;03/02/1990;Québec\n"
    "3;Luc;Ray;luc@example.test;;Lévis\n";

class Snapshots : public testing::Test {
protected:
    Answer upload(std::string_view file, std::string_view type = "text/csv") {
        return world.send("POST", path + "/snapshots?name=clients.csv", std::string(file), {{"Content-Type", std::string(type)}});
    }
    std::string accepted(std::string_view file) {
        auto const address = path + "/snapshots/" + upload(file).at("/snapshot/id");
        EXPECT_EQ(world.post(address + "/accept", "{}").at("/state"), "current");
        return address;
    }

    World world;
    std::string path = "/api/v1/connections/" + world.connect_hexfit();
};

TEST_F(Snapshots, AFileIsTakenInWhateverItIsSaidToBe) {
    for (auto const* type : {"text/csv", "text/plain", "application/json", "application/octet-stream", ""}) {
        auto const answer = upload(first_file, type);
        EXPECT_EQ(answer.status, 201) << type;
        EXPECT_EQ(answer.at("/snapshot/state"), "draft");
        EXPECT_EQ(answer.at("/columns/1/takes"), "firstname") << "the app's own name of the field";
        EXPECT_EQ(answer.at("/columns/4/order"), "day_first");
        EXPECT_EQ(answer.size("/people"), 3U);
    }
    EXPECT_EQ(world.get(path + "/snapshots").size("/items"), 1U) << "a connection has one draft";
    EXPECT_EQ(world.count("snapshots"), 1);
}

TEST_F(Snapshots, ABrokenFileIsRefusedWithItsPlaceAndChangesNothing) {
    auto const before = world.count("snapshots") + world.count("snapshot_parts") + world.count("audit_entries");
    auto const answer = upload("nom;courriel\n\"Roy;r@example.test\n");
    EXPECT_EQ(answer.status, 400);
    EXPECT_EQ(answer.code(), "snapshots.broken_file");
    EXPECT_EQ(answer.at("/params/line"), "2");
    EXPECT_EQ(answer.at("/params/column"), "1");
    EXPECT_EQ(upload("").code(), "snapshots.not_text");
    EXPECT_EQ(world.count("snapshots") + world.count("snapshot_parts") + world.count("audit_entries"), before);
    EXPECT_EQ(upload(std::string((std::size_t{32} << 20U) + 1, 'x')).status, 413);
}

TEST_F(Snapshots, ColumnsAreCorrectedAndRemembered) {
    auto const draft = path + "/snapshots/" + upload(first_file).at("/snapshot/id");
    auto const set = [&](std::string const& columns) {
        return world.send("PUT", draft + "/columns", R"({"columns":)" + columns + "}");
    };
    EXPECT_EQ(set(R"([{"takes":"firstname"}])").code(), "snapshots.bad_columns");
    EXPECT_EQ(set(R"([7])").code(), "api.bad_member");
    EXPECT_EQ(set(R"([{"takes":"x","order":"sideways"}])").code(), "api.bad_member");
    auto const answer = set(
        R"([{"takes":null},{"takes":"lastname"},{"takes":"firstname"},{"takes":"email"},{"takes":"birthdate","order":"day_first"},{"takes":null}])");
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(answer.at("/people/0/name"), "Roy Anne");
    EXPECT_EQ(world.post(draft + "/accept", "{}").status, 200);
    auto const again = upload(first_file);
    EXPECT_EQ(find_bool(again.body, "/snapshot/columns_are_remembered"), true);
    EXPECT_EQ(again.at("/columns/1/takes"), "lastname");
    EXPECT_EQ(set("[]").code(), "snapshots.not_a_draft");
}

TEST_F(Snapshots, WhatIsNewChangedAndAbsentIsToldFilteredAndExported) {
    accepted(first_file);
    auto const draft = path + "/snapshots/" +
                       upload(
                           "Identifiant;Prénom;Nom;Courriel;Date de naissance;Ville\n"
                           "1;Anne;Roy;anne@example.test;31/12/1985;Montréal\n2;Zoé;Bélanger;zoe@example.test;03/02/1990;Québec\n"
                           "4;Max;=SUM(A1);max@example.test;;X\n;;;;;\n;;;;;Lévis\n")
                           .at("/snapshot/id");
    auto page = world.get(draft + "/differences");
    EXPECT_EQ(page.integer("/counts/new"), 1);
    EXPECT_EQ(page.integer("/counts/changed"), 1);
    EXPECT_EQ(page.integer("/counts/absent"), 1);
    page = world.get(draft + "/differences?kind=changed");
    EXPECT_EQ(page.size("/items"), 1U);
    EXPECT_EQ(page.at("/items/0/changes/0/before"), "Lévis");
    EXPECT_EQ(page.at("/items/0/changes/0/after"), "Montréal");
    EXPECT_EQ(world.get(draft + "/differences?text=belanger").size("/items"), 1U) << "accents do not count";
    auto const first = world.get(draft + "/differences?limit=1");
    EXPECT_EQ(world.get(draft + "/differences?limit=1&cursor=" + first.at("/next")).size("/items"), 1U);
    EXPECT_EQ(world.get(draft + "/differences?kind=odd").code(), "api.bad_parameter");
    EXPECT_EQ(world.get(draft + "/differences?sync=syn_x").code(), "sync.no_such_sync");
    auto const csv = world.get(draft + "/differences/export?kind=new,absent");
    EXPECT_TRUE(csv.text.starts_with("\xEF\xBB\xBF\"What\",\"Line\"")) << csv.text.substr(0, 60);
    EXPECT_TRUE(csv.text.contains("\"'=SUM(A1)\"")) << "no formula";
    EXPECT_TRUE(csv.text.contains("\"Luc\""));
    EXPECT_FALSE(csv.text.contains("Montréal"));
    EXPECT_EQ(world.count("links"), 0);
    EXPECT_EQ(world.count("effects"), 0) << "nothing is written to an app";
}

TEST_F(Snapshots, ALargeLossIsConfirmedFirst) {
    accepted(first_file);
    auto const draft = path + "/snapshots/" + upload("Identifiant;Nom\n1;Roy\n2;Bélanger\n").at("/snapshot/id");
    auto const refused = world.post(draft + "/accept", "{}");
    EXPECT_EQ(refused.status, 409);
    EXPECT_EQ(refused.code(), "snapshots.loses_many");
    EXPECT_EQ(refused.at("/params/absent"), "1");
    EXPECT_EQ(world.get(draft).at("/snapshot/state"), "draft");
    EXPECT_EQ(world.post(draft + "/accept", R"({"confirm":true})").at("/state"), "current");
    EXPECT_EQ(world.get(path + "/snapshots").at("/items/1/state"), "earlier");
    EXPECT_EQ(world.get(draft + "/differences?kind=absent").size("/items"), 1U)
        << "an accepted one is compared with the one before";
}

TEST_F(Snapshots, ADraftIsThrownAwayWithItsFile) {
    auto const draft = path + "/snapshots/" + upload(first_file).at("/snapshot/id");
    EXPECT_EQ(world.send("DELETE", draft).status, 204);
    EXPECT_EQ(world.get(draft).code(), "snapshots.no_such_snapshot");
    EXPECT_EQ(world.count("snapshots") + world.count("snapshot_parts"), 0);
    EXPECT_EQ(world.get("/api/v1/connections/con_x/snapshots").code(), "connections.unknown_connection");
}

TEST_F(Snapshots, WithTheConnectionGoesWhatWasKnownByFiles) {
    accepted(first_file);
    EXPECT_EQ(world.send("DELETE", path).status, 200);
    EXPECT_EQ(world.post(path + "/forget").status, 204);
    EXPECT_EQ(world.count("snapshots") + world.count("snapshot_parts") + world.count("snapshot_columns"), 0);
}

TEST_F(Snapshots, TheHandListIsEmptyWithoutASync) {
    accepted(first_file);
    auto const list = world.get(path + "/hand-list");
    EXPECT_EQ(list.size("/items"), 0U);
    EXPECT_EQ(list.integer("/counts/open"), 0);
    EXPECT_EQ(world.post(path + "/hand-list/refresh").status, 200);
    EXPECT_EQ(world.get(path + "/hand-list?state=odd").code(), "api.bad_parameter");
    EXPECT_EQ(world.post(path + "/hand-list/x/tick", R"({"ticked":true})").code(), "snapshots.no_such_item");
    EXPECT_EQ(world.post(path + "/hand-list/x/tick", "{}").code(), "api.bad_member");
}

TEST(LargeBody, OnlyForUploads) {
    EXPECT_TRUE(large_body("POST", "/api/v1/connections/con_1/snapshots"));
    EXPECT_FALSE(large_body("GET", "/api/v1/connections/con_1/snapshots"));
    EXPECT_FALSE(large_body("POST", "/api/v1/connections/con_1/snapshots/snp_1/accept"));
    EXPECT_FALSE(large_body("POST", "/webhooks/contacts"));
}

}  // namespace
}  // namespace lockstep::api
