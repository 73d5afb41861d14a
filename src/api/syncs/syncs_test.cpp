// SPDX-License-Identifier: Apache-2.0
#include <set>

#include "api/test_world.hpp"
#include "outbox/outbox.hpp"
#include "sync/state/changes.hpp"
#include "sync/state/issues.hpp"
#include "sync/state/links.hpp"
#include "sync/state/mirrors.hpp"

namespace lockstep::api {
namespace {

class Syncs : public testing::Test {
protected:
    World world;
    std::string a = world.connect_highlevel();
    std::string b = world.connect_hexfit();

    std::string sides() const { return R"("a":")" + a + R"(","b":")" + b + "\""; }
    std::string create() { return world.post("/api/v1/syncs", "{" + sides() + "}").at("/id"); }
};

TEST_F(Syncs, AreCreatedWithTheDefaultMapping) {
    auto const made = world.post("/api/v1/syncs", "{" + sides() + R"(,"label":"Clinic"})");
    ASSERT_EQ(made.status, 201);
    EXPECT_EQ(made.at("/state"), "draft");
    EXPECT_EQ(made.at("/a/label"), "Left");
    EXPECT_EQ(made.at("/b/connector"), "hexfit-full");
    EXPECT_EQ(made.integer("/version"), 1);
    EXPECT_GT(made.size("/mapping/rows"), 3U);
    EXPECT_EQ(find_bool(made.body, "/policy/send_invitations"), false);
    auto const all = world.get("/api/v1/syncs");
    EXPECT_EQ(all.size("/items"), 1U);
    EXPECT_EQ(all.at("/items/0/id_fields/a"), "custom.hexfit_id");
    EXPECT_EQ(find(all.body, "/items/0/mapping"), nullptr) << "each shows it by itself";
    EXPECT_NE(find(made.body, "/mapping"), nullptr);
    EXPECT_EQ(world.get("/api/v1/syncs/" + made.at("/id")).at("/label"), "Clinic");
    EXPECT_EQ(world.get("/api/v1/syncs/syn_nobody").status, 404);
    EXPECT_EQ(world.count("audit_entries WHERE action = 'sync.create'"), 1);
}

TEST_F(Syncs, RefuseWhatCannotBeASync) {
    auto const code_of = [&](std::string const& body) { return world.post("/api/v1/syncs", body).code(); };
    EXPECT_EQ(code_of(R"({"a":")" + a + "\"}"), "api.bad_member");
    EXPECT_EQ(code_of(R"({"a":"con_nobody","b":")" + b + "\"}"), "api.unknown_side");
    EXPECT_EQ(code_of(R"({"a":")" + a + R"(","b":")" + a + "\"}"), "api.same_sides");
    EXPECT_EQ(code_of("{" + sides() + R"(,"colour":"red"})"), "api.unknown_member");
    EXPECT_EQ(code_of("{" + sides() + R"(,"mapping":{"rows":"all"}})"), "api.bad_member");
    EXPECT_EQ(code_of("{" + sides() + R"(,"mapping":{"rows":[],"colour":1}})"), "api.unknown_member");
    EXPECT_EQ(code_of("{" + sides() + R"(,"policy":{"consistency_delay_seconds":-1}})"), "api.bad_member");
    EXPECT_EQ(code_of("{" + sides() + R"(,"policy":{"colour":1}})"), "api.unknown_member");
    auto const twice = world.post("/api/v1/syncs",
        "{" + sides() +
            R"(,"mapping":{"rows":[{"a":"email","b":"email","kind":"email"},{"a":"phone","b":"email","kind":"phone"}]}})");
    EXPECT_EQ(twice.code(), "api.bad_mapping");
    EXPECT_GE(twice.size("/problems"), 1U);
    world.send("DELETE", "/api/v1/connections/" + b);
    EXPECT_EQ(code_of("{" + sides() + "}"), "connections.disabled");
    EXPECT_EQ(world.count("syncs"), 0);
}

TEST_F(Syncs, NeedADefaultMappingOrOneOfTheirOwn) {
    auto const swapped = R"("a":")" + b + R"(","b":")" + a + "\"";
    auto const refused = world.post("/api/v1/syncs", "{" + swapped + "}");
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(refused.code(), "connectors.no_default_mapping");
    EXPECT_EQ(world
                  .post("/api/v1/syncs",
                      "{" + swapped + R"(,"mapping":{"match":["email"],"rows":[{"a":"email","b":"email","kind":"email"}]}})")
                  .status,
        201);
}

TEST_F(Syncs, DocumentsAreVersioned) {
    auto const id = create();
    auto const url = "/api/v1/syncs/" + id + "/document";
    auto const unconfirmed = world.send("PUT", url, R"({"policy":{"send_invitations":true}})");
    EXPECT_EQ(unconfirmed.status, 409);
    EXPECT_EQ(unconfirmed.code(), "sync.invitations_unconfirmed");
    EXPECT_EQ(world.get("/api/v1/syncs/" + id).integer("/version"), 1);
    auto const changed = world.send("PUT", url, R"({"policy":{"send_invitations":true},"invitations_confirmed":true})");
    ASSERT_EQ(changed.status, 200);
    EXPECT_EQ(changed.integer("/version"), 2);
    EXPECT_EQ(find_bool(changed.body, "/policy/send_invitations"), true);
    EXPECT_EQ(changed.integer("/policy/consistency_delay_seconds"), 180);
    EXPECT_EQ(world.send("PUT", url, R"({"policy":{"send_invitations":true}})").integer("/version"), 2);
    auto const mapped =
        world.send("PUT", url, R"({"mapping":{"match":["email"],"rows":[{"a":"email","b":"email","kind":"email"}]}})");
    EXPECT_EQ(mapped.integer("/version"), 3);
    EXPECT_EQ(mapped.size("/mapping/rows"), 1U);
    EXPECT_EQ(find_bool(mapped.body, "/policy/send_invitations"), true);
    EXPECT_EQ(world.send("PUT", "/api/v1/syncs/syn_nobody/document", "{}").status, 404);
    EXPECT_EQ(world.get("/api/v1/syncs/" + id).integer("/version"), 3);
}

TEST_F(Syncs, NotesAndTasksAreSwitchedOnByAPerson) {
    auto const id = create();
    auto const url = "/api/v1/syncs/" + id + "/document";
    EXPECT_EQ(world.get("/api/v1/syncs/" + id).at("/policy/notes/direction"), "off");
    EXPECT_EQ(find_bool(world.get("/api/v1/syncs/" + id).body, "/attached/confirm_to_a"), true);
    auto const unconfirmed = world.send("PUT", url, R"({"policy":{"notes":{"direction":"b_to_a"}}})");
    EXPECT_EQ(unconfirmed.status, 409);
    EXPECT_EQ(unconfirmed.code(), "sync.attached_unconfirmed");
    auto const harmless = world.send("PUT", url, R"({"policy":{"notes":{"direction":"a_to_b","edits":false}}})");
    EXPECT_EQ(harmless.at("/policy/notes/direction"), "a_to_b");
    EXPECT_NE(harmless.at("/policy/notes/since"), "");
    // Member by member, and nobody says since when but the server.
    auto const both = world.send(
        "PUT", url, R"({"policy":{"notes":{"direction":"both","since":"2020-01-01T00:00:00Z"}},"attached_confirmed":true})");
    EXPECT_EQ(both.status, 200);
    EXPECT_EQ(find_bool(both.body, "/policy/notes/edits"), false);
    EXPECT_NE(both.at("/policy/notes/since"), "2020-01-01T00:00:00.000Z");
    EXPECT_EQ(both.at("/policy/tasks/direction"), "off");
    auto const audit = world.get("/api/v1/audit?limit=1");
    EXPECT_EQ(audit.at("/items/0/action"), "sync.attached_confirmed");
    // What is confirmed is not asked again, until more would go the same way.
    EXPECT_EQ(world.send("PUT", url, R"({"policy":{"notes":{"edits":true}}})").status, 200);
    EXPECT_EQ(world.send("PUT", url, R"({"policy":{"notes":{"existing":true}}})").status, 409);
    EXPECT_EQ(world.send("PUT", url, R"({"policy":{"notes":{"direction":"off"}}})").status, 200);
    EXPECT_EQ(world.send("PUT", url, R"({"policy":{"notes":{"direction":"up"}}})").status, 400);
}

TEST_F(Syncs, ArePlannedStartedAndPaused) {
    auto const url = "/api/v1/syncs/" + create();
    EXPECT_EQ(world.get(url + "/plan").status, 404);
    auto const planned = world.post(url + "/plan");
    EXPECT_EQ(planned.status, 202);
    EXPECT_EQ(planned.at("/see"), url + "/plan");
    EXPECT_EQ(world.get(url + "/plan").at("/state"), "reading");
    auto const unseen = world.post(url + "/start", "{}");
    EXPECT_EQ(unseen.status, 409);
    EXPECT_EQ(unseen.code(), "sync.not_planned") << "the dry run has only begun";
    world.upkeep.held = "restored";
    EXPECT_EQ(world.post(url + "/start", R"({"without_plan":true})").code(), "calls.observe_only");
    world.upkeep.held.clear();
    auto const started = world.post(url + "/start", R"({"without_plan":true})");
    EXPECT_EQ(started.status, 200);
    EXPECT_NE(started.at("/state"), "draft");
    EXPECT_EQ(world.get(url + "/status").at("/state"), started.at("/state"));
    EXPECT_EQ(world.post(url + "/pause").at("/state"), "paused");
    EXPECT_EQ(world.post(url + "/start", R"({"force":true})").code(), "api.unknown_member");
    EXPECT_EQ(world.post(url + "/start", R"({"without_plan":1})").code(), "api.bad_member");
    EXPECT_EQ(world.post(url + "/start").status, 200) << "it goes on after a pause without another";
    for (auto const* verb : {"/plan", "/start", "/pause"})
        EXPECT_EQ(world.post("/api/v1/syncs/syn_nobody" + std::string(verb)).status, 404);
}

// A change without its audit entry, or an entry without the change, would need two transactions.
TEST_F(Syncs, WhatAPersonDoesIsOneTransactionWithItsEntry) {
    auto const url = "/api/v1/syncs/" + create();
    int commits = 0;
    world.database->before_commit = [&]() -> std::optional<Error> {
        ++commits;
        return std::nullopt;
    };
    auto const do_it = [&](std::string const& method, std::string const& address, std::string const& body) {
        auto const entries = world.count("audit_entries");
        commits = 0;
        EXPECT_LT(world.send(method, address, body).status, 300) << address;
        EXPECT_EQ(commits, 1) << address;
        EXPECT_EQ(world.count("audit_entries"), entries + 1) << address;
    };
    do_it("POST", url + "/plan", "");
    do_it("PUT", url + "/document", R"({"policy":{"same_write_max":7}})");
    do_it("POST", url + "/start", R"({"without_plan":true})");
    do_it("POST", url + "/pause", "");
    world.database->before_commit = [] { return Error{ErrorKind::unavailable, "database.full", "writing: no space", {}}; };
    EXPECT_EQ(world.post(url + "/start").status, 503);
    world.database->before_commit = {};
    EXPECT_EQ(world.get(url + "/status").at("/state"), "paused");
}

TEST_F(Syncs, ShowRecordsChangesAndIssues) {
    auto const url = "/api/v1/syncs/" + create();
    EXPECT_EQ(world.get(url + "/status").integer("/counts/linked"), 0);
    for (auto const* query :
        {"", "?query=anne.roy@example.com", "?query=%2B15145550123", "?state=unsure&limit=10", "?state=linked"}) {
        auto const records = world.get(url + "/records" + query);
        EXPECT_EQ(records.status, 200) << query;
        EXPECT_EQ(records.size("/items"), 0U);
    }
    EXPECT_EQ(world.get(url + "/records/nobody").status, 404);
    EXPECT_EQ(world.get(url + "/changes?limit=5").status, 200);
    EXPECT_EQ(world.get(url + "/issues").status, 200);
    EXPECT_EQ(world.get(url + "/issues?state=all").status, 200);
    EXPECT_EQ(world.get(url + "/issues?state=purple").code(), "api.bad_parameter");
    EXPECT_EQ(world.get(url + "/records?limit=0").code(), "api.bad_parameter");
    EXPECT_EQ(world.get(url + "/records?limit=1e3").code(), "api.bad_parameter");
    EXPECT_EQ(world.get(url + "/records?colour=red").code(), "api.unknown_parameter");
    for (auto const* list : {"/status", "/records", "/changes", "/issues", "/plan"}) {
        EXPECT_EQ(world.get("/api/v1/syncs/syn_nobody" + std::string(list)).status, 404) << list;
    }
}

// The shapes of what the sync shows, with a linked pair, a lone record, a change and an issue in its tables.
TEST_F(Syncs, ViewsFitTheDocument) {
    using contacts::Side;
    auto const id = create();
    auto const url = "/api/v1/syncs/" + id;
    auto const now = world.clock.now();
    SyncId const sync_id{id};
    auto const mapping = vault::run_to_end(world.syncs.get(world.account, sync_id)).value().mapping;
    auto const mirror_of = [&](std::string record, std::string email, std::string first_name_field, std::string first_name) {
        sync::Mirror mirror;
        mirror.record.id = std::move(record);
        mirror.record.fields["email"] = std::move(email);
        mirror.record.fields[first_name_field] = std::move(first_name);
        mirror.record.changed_at = now;
        mirror.observed_at = now;
        return mirror;
    };
    sync::Link link;
    link.id = world.random.id<LinkTag>(now);
    link.a = "a1";
    link.b = "b1";
    link.memory.base["email"] = std::string("anne.roy@example.com");
    link.created_at = now;
    outbox::Effect effect;
    effect.account = world.account;
    effect.id = world.random.id<IntentTag>(now);
    effect.owner = "sync";
    effect.group = id;
    effect.subject = link.id.text();
    effect.batch = world.random.id<BatchTag>(now);
    effect.side = "b";
    effect.created_at = now;
    sync::JournalledChange change{world.random.id<ChangeTag>(now), {}};
    change.change.side = Side::b;
    change.change.row = "email";
    change.change.field = "email";
    change.change.before = std::string("old@example.com");
    change.change.after = std::string("anne.roy@example.com");
    change.change.reason = "changed";
    auto const save = [](sync::Scope const& scope, Side side, sync::Mirror const& mirror, contacts::Mapping const& by) {
        return sync::save_mirror(scope, side, mirror, contacts::project(by, side, mirror.record), by);
    };
    vault::write_void(*world.database, [&](Transaction& transaction) -> Result<void> {
        sync::Scope const scope{transaction, world.vault, world.account, sync_id, now};
        TRY_VOID(save(scope, Side::a, mirror_of("a1", "anne.roy@example.com", "firstName", "Anne"), mapping));
        TRY_VOID(save(scope, Side::b, mirror_of("b1", "anne.roy@example.com", "firstname", "Anna"), mapping));
        TRY_VOID(save(scope, Side::b, mirror_of("b2", "bo@example.com", "firstname", "Bo"), mapping));
        TRY_VOID(sync::insert_link(scope, link));
        TRY_VOID(sync::insert_batch(scope, effect.batch, "live", 1));
        TRY_VOID(outbox::journal(transaction, effect));
        TRY_VOID(sync::insert_change(scope, change, {effect.id, effect.batch, link, 1, "evt_1"}));
        for (auto const* kind : {"match_unsure", "conflict", "not_stored", "create_refused", "gone", "parked"}) {
            TRY_VOID(sync::raise_issue(scope, world.random, {kind, "b:b2", ""}, JsonObject{{"reason", "test"}}));
        }
        return {};
    }).value();

    auto const records = world.get(url + "/records");
    EXPECT_EQ(records.size("/items"), 2U);
    EXPECT_EQ(records.at("/items/0/link_id"), link.id.text());
    EXPECT_EQ(records.at("/items/1/state"), "unsure");
    auto const first_page = world.get(url + "/records?limit=1");
    EXPECT_EQ(world.get(url + "/records?limit=1&cursor=" + first_page.at("/next")).at("/items/0/b_record"), "b2");
    EXPECT_EQ(world.get(url + "/records?query=Anne.Roy@example.com").size("/items"), 1U);
    EXPECT_EQ(world.get(url + "/records?query=b2").size("/items"), 1U);
    auto const by_name = world.get(url + "/records?query=ANN");
    EXPECT_EQ(by_name.size("/items"), 1U) << "Anne here and Anna there: one person, once\n" << by_name.text;
    EXPECT_TRUE(find_bool(by_name.body, "/names_complete").value());
    EXPECT_EQ(world.get(url + "/records?query=anna").at("/items/0/link_id"), link.id.text()) << "by the other side's name";
    EXPECT_EQ(world.get(url + "/records?query=anne%20bo").size("/items"), 0U);
    EXPECT_EQ(world.get(url + "/records?query=bo").at("/items/0/b_record"), "b2");
    EXPECT_EQ(world.get(url + "/records?query=bo&state=linked").size("/items"), 0U);
    EXPECT_EQ(world.get(url + "/records?query=anne&cursor=garbage").code(), "api.bad_parameter");
    for (auto const* name : {"a1", "b1", "b2"}) EXPECT_EQ(world.get(url + "/records/" + name).status, 200);
    auto const record = world.get(url + "/records/" + link.id.text());
    EXPECT_EQ(record.at("/sides/b/fields/firstname"), "Anna");
    EXPECT_EQ(record.size("/history"), 1U);
    auto const changes = world.get(url + "/changes?record=a1");
    EXPECT_EQ(changes.at("/items/0/after"), "anne.roy@example.com");
    EXPECT_EQ(world.get(url + "/changes?batch=" + effect.batch.text()).size("/items"), 1U);
    EXPECT_EQ(world.get(url + "/issues").size("/items"), 6U);
    // Every issue is reached by pages, once, also those raised in the same moment.
    std::set<std::string> seen;
    std::string cursor;
    for (int pages = 0; pages < 10; ++pages) {
        auto const page = world.get(url + "/issues?limit=2" + (cursor.empty() ? "" : "&cursor=" + cursor));
        for (std::size_t i = 0; i < page.size("/items"); ++i)
            EXPECT_TRUE(seen.insert(page.at("/items/" + std::to_string(i) + "/id")).second);
        cursor = page.at("/next");
        if (cursor.empty()) break;
    }
    EXPECT_EQ(seen.size(), 6U);
    EXPECT_EQ(cursor, "");
    for (auto const* list : {"/issues", "/records", "/changes", "/answers"}) {
        for (auto const* made_up : {"garbage", "1", "-1.iss_", "1.garbage", "%27%3B%20DROP", "9999999999999999999999.x"}) {
            auto const answer = world.get(url + list + "?cursor=" + made_up);
            EXPECT_EQ(answer.status, 400) << list << " " << made_up;
            EXPECT_EQ(answer.code(), "api.bad_parameter") << list << " " << made_up;
        }
    }
    EXPECT_EQ(world.get(url + "/status").integer("/counts/linked"), 1);
    EXPECT_EQ(world.post(url + "/records/b2/look").status, 202);
    EXPECT_EQ(world.post(url + "/records/nobody/look").status, 404);
    EXPECT_EQ(world.get(url + "/status").integer("/counts/waiting"), 1);
}

TEST_F(Syncs, QuestionsAreAnsweredAndAnswersTakenBack) {
    using contacts::Side;
    auto const id = create();
    auto const url = "/api/v1/syncs/" + id;
    auto const now = world.clock.now();
    SyncId const sync_id{id};
    auto const mapping = vault::run_to_end(world.syncs.get(world.account, sync_id)).value().mapping;
    sync::Link link;
    link.id = world.random.id<LinkTag>(now);
    link.a = "a1";
    link.b = "b1";
    vault::write_void(*world.database, [&](Transaction& transaction) -> Result<void> {
        sync::Scope const scope{transaction, world.vault, world.account, sync_id, now};
        TRY_VOID(sync::insert_link(scope, link));
        for (auto const& [side, record, city] : {std::tuple(Side::a, "a1", "Laval"), std::tuple(Side::b, "b1", "Gatineau")}) {
            sync::Mirror mirror;
            mirror.record.id = record;
            mirror.record.fields["city"] = std::string(city);
            mirror.observed_at = now;
            TRY_VOID(sync::save_mirror(scope, side, mirror, contacts::project(mapping, side, mirror.record), mapping));
        }
        TRY_VOID(sync::raise_issue(scope, world.random, {"conflict", link.id.text(), "city"},
            JsonObject{{"a", "Laval"}, {"b", "Gatineau"}, {"reason", "conflict"}}));
        return {};
    }).value();
    auto const question = world.get(url + "/issues");
    ASSERT_EQ(question.size("/items"), 1U);
    EXPECT_EQ(question.at("/items/0/values/b"), "Gatineau");
    EXPECT_EQ(question.size("/items/0/choices"), 3U);
    auto const issue_url = url + "/issues/" + question.at("/items/0/id") + "/answer";
    EXPECT_EQ(world.post(issue_url, R"({"choice":"toss_a_coin"})").code(), "api.bad_member");
    EXPECT_EQ(world.post(issue_url, R"({"choice":"same_person"})").code(), "sync.not_a_choice");
    EXPECT_EQ(world.post(issue_url, R"({"choice":"use_a","version":"old"})").code(), "sync.question_changed");
    EXPECT_EQ(world.post(url + "/issues/iss_nobody/answer", R"({"choice":"use_a"})").status, 404);
    auto const given = world.post(issue_url, R"({"choice":"use_a","version":")" + question.at("/items/0/version") + "\"}");
    ASSERT_EQ(given.status, 202);
    EXPECT_EQ(given.at("/items/0/want/b"), "Laval");
    EXPECT_EQ(world.get(url + "/issues").at("/items/0/answer/choice"), "use_a");
    auto const list = world.get(url + "/answers");
    ASSERT_EQ(list.size("/items"), 1U);
    EXPECT_EQ(list.at("/items/0/state"), "given");
    EXPECT_EQ(world.send("DELETE", url + "/answers/" + list.at("/items/0/id")).status, 202);
    EXPECT_EQ(world.send("DELETE", url + "/answers/" + list.at("/items/0/id")).code(), "sync.answer_ended");
    EXPECT_EQ(world.send("DELETE", url + "/answers/ans_nobody").status, 404);
    EXPECT_EQ(world.get(url + "/issues").at("/items/0/answer/choice"), "");
    EXPECT_EQ(world.get(url + "/answers?cursor=garbage").status, 400);
    EXPECT_EQ(world.count("audit_entries WHERE action IN ('issue.answer', 'answer.take_back')"), 2);
}

}  // namespace
}  // namespace lockstep::api
