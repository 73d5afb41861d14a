// SPDX-License-Identifier: Apache-2.0
#include "api/live_notices.hpp"
#include "api/test_world.hpp"

namespace lockstep::api {
namespace {

class Events : public testing::Test {
protected:
    World world;

    std::string store(
        std::string connection, std::string record, std::string payload, events::EventState state = events::EventState::done) {
        events::Event event;
        event.account = world.account;
        event.id = world.random.id<EventTag>(world.clock.now());
        event.connection = ConnectionId{std::move(connection)};
        event.type = "contact.updated";
        event.record_id = std::move(record);
        event.delivery_id = event.id.text();
        event.payload = std::move(payload);
        event.received_at = world.clock.now();
        event.state = state;
        world.clock.advance(std::chrono::milliseconds{5});
        auto const prepared = events::prepare(world.vault, event);
        return vault::write_to(
            *world.database, [&](Transaction& transaction) { return events::store(transaction, prepared, {}); })
            .value()
            .id.text();
    }
};

TEST_F(Events, AreListedAndShown) {
    store("con_1", "r1", R"({"id":"r1","firstName":"Anne"})");
    auto const second = store("con_1", "r2", "no json \x01");
    auto const third = store("con_2", "r1", "{}", events::EventState::parked);
    auto const all = world.get("/api/v1/events");
    EXPECT_EQ(all.size("/items"), 3U);
    EXPECT_EQ(all.at("/items/0/id"), third);
    EXPECT_FALSE(all.text.contains("Anne"));
    EXPECT_EQ(world.get("/api/v1/events?state=parked").size("/items"), 1U);
    EXPECT_EQ(world.get("/api/v1/events?connection=con_1").size("/items"), 2U);
    EXPECT_EQ(world.get("/api/v1/events?record=r1").size("/items"), 2U);
    EXPECT_EQ(world.get("/api/v1/events?state=lost").code(), "api.bad_parameter");
    auto const first_page = world.get("/api/v1/events?limit=2");
    EXPECT_EQ(first_page.at("/next"), second);
    auto const last_page = world.get("/api/v1/events?limit=2&cursor=" + first_page.at("/next"));
    EXPECT_EQ(last_page.size("/items"), 1U);
    EXPECT_TRUE(find(last_page.body, "/next")->is_null());

    EXPECT_EQ(world.get("/api/v1/events/" + last_page.at("/items/0/id")).at("/payload/firstName"), "Anne");
    EXPECT_TRUE(find(world.get("/api/v1/events/" + second).body, "/payload")->is_string());
    EXPECT_EQ(world.get("/api/v1/events/evt_nobody").status, 404);
}

TEST_F(Events, AreReplayedByTheStartedSyncsOfTheirConnection) {
    auto const a = world.connect_highlevel();
    auto const b = world.connect_hexfit();
    auto const event = store(a, "Kp3x9TqLmNw2VbYc7RdZ", "{}");
    auto const url = "/api/v1/events/" + event + "/replay";
    EXPECT_EQ(world.post(url).code(), "api.event_of_no_sync");
    auto const sync = world.post("/api/v1/syncs", R"({"a":")" + a + R"(","b":")" + b + "\"}").at("/id");
    EXPECT_EQ(world.post(url).code(), "api.event_of_no_sync");  // nobody started it
    EXPECT_EQ(world.get("/api/v1/events/" + event).at("/state"), "done");
    ASSERT_EQ(world.post("/api/v1/syncs/" + sync + "/start", R"({"without_plan":true})").status, 200);
    EXPECT_EQ(world.post("/api/v1/events/" + store(a, "", "{}") + "/replay").code(), "api.event_without_record");
    auto const replayed = world.post(url);
    EXPECT_EQ(replayed.status, 202);
    EXPECT_EQ(replayed.at("/state"), "waiting");
    EXPECT_EQ(world.get("/api/v1/syncs/" + sync + "/status").integer("/counts/waiting"), 1);
    EXPECT_EQ(world.post("/api/v1/events/evt_nobody/replay").status, 404);
    EXPECT_EQ(world.count("audit_entries WHERE action = 'event.replay'"), 1);
}

TEST_F(Events, StreamTellsWhatHappens) {
    auto answer = world.get("/api/v1/stream");
    ASSERT_EQ(answer.status, 200);
    ASSERT_TRUE(answer.stream);
    EXPECT_TRUE(next(answer.stream).starts_with(": open\n"));
    EXPECT_EQ(next(answer.stream), ": still here\n\n");  // the clock jumped 15 s
    calls::CallNotice call;
    call.id = CallId{"cal_1"};
    call.operation = "contacts.update_contact";
    call.took = std::chrono::milliseconds{184};
    call.at = world.clock.now();
    publish(world.stream(), call);
    sync::ChangeNotice change;
    change.sync = SyncId{"syn_1"};
    change.fields = {"phone"};
    change.outcome = "done";
    change.at = world.clock.now();
    publish(world.stream(), change);
    auto const text = next(answer.stream);
    EXPECT_TRUE(text.contains("event: call\ndata: {\"id\":\"cal_1\""));
    EXPECT_TRUE(text.contains("event: change\n"));
    EXPECT_EQ(next(answer.stream), ": still here\n\n");

    auto const check = [&](std::string_view schema, std::string_view event) {
        auto const at = text.find("event: " + std::string(event));
        auto const from = text.find("data: ", at) + 6;
        auto const json = parse_json(text.substr(from, text.find('\n', from) - from)).value();
        EXPECT_TRUE(
            catalogue::check_schema(openapi(), *find(openapi(), "/components/schemas/" + std::string(schema)), json).empty())
            << to_text(json);
    };
    check("Call", "call");
    check("ChangeNotice", "change");

    auto const id_line = text.find("id: ");
    auto const first_id = text.substr(id_line + 4, text.find('\n', id_line) - id_line - 4);
    auto again = world.send("GET", "/api/v1/stream", "", {{"Last-Event-ID", first_id}});
    next(again.stream);
    auto const missed = next(again.stream);
    EXPECT_FALSE(missed.contains("event: call"));
    EXPECT_TRUE(missed.contains("event: change"));
    auto lost = world.send("GET", "/api/v1/stream", "", {{"Last-Event-ID", "17-1"}});
    EXPECT_TRUE(next(lost.stream).contains("event: reset"));

    world.stream().close();
    EXPECT_EQ(next(answer.stream), "(end)");
    EXPECT_EQ(world.get("/api/v1/stream").status, 503);
}

TEST_F(Events, InboxFeedsTheStream) {
    EventFeed feed(world.stream(), world.io.get_executor());
    auto answer = world.get("/api/v1/stream");
    vault::run_to_end(answer.stream());
    events::Event event;
    event.id = EventId{"evt_1"};
    event.payload = "Anne";
    event.received_at = world.clock.now();
    vault::write_void(*world.database, [&](Transaction& transaction) { return feed.on_event(transaction, event); }).value();
    world.io.run();
    auto const text = vault::run_to_end(answer.stream()).value();
    EXPECT_TRUE(text.contains("event: event\n"));
    EXPECT_FALSE(text.contains("Anne"));
}

}  // namespace
}  // namespace lockstep::api
