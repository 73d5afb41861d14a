// SPDX-License-Identifier: Apache-2.0
// Every trigger of every connector: the thing is done in the simulated app, which sends its event as a signed delivery; the real
// ingress takes it, and what is in the inbox is that trigger's event with the payload that was sent. What an entry of the
// catalogue can do is done by that entry, over HTTP (doings.json); the rest is what only a person in the app, or somebody who
// pays, can do, and comes by the sandbox's own admin address, as from its page.
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "catalogue/events.hpp"
#include "catalogue/run.hpp"
#include "catalogue/stage.hpp"
#include "connectors/default_mapping.hpp"
#include "webhooks/test_ingress.hpp"

namespace lockstep::catalogue_tests {
namespace {

using catalogue::Connector;
using catalogue::Operation;
using catalogue::OperationKind;

// The trigger that an event starts: the one of its type as the app sends it.
Operation const* trigger_of(Connector const& connector, Json const& payload) {
    auto const facts = catalogue::glance(connector.declaration.at("webhooks"), payload);
    auto const found = std::ranges::find_if(connector.operations,
        [&](Operation const& each) { return each.kind == OperationKind::trigger && each.event_type == facts.type; });
    return found == connector.operations.end() ? nullptr : &*found;
}

struct Done {
    std::unique_ptr<Stage> stage;
    bool is_by_entry = false;
    std::string problem{};
};

Json read_doings() {
    std::ifstream file(LOCKSTEP_CATALOGUE_TESTS "/doings.json");
    std::stringstream text;
    text << file.rdbuf();
    return parse_json(text.str()).value();
}

void send_what_is_old(Stage& stage) {
    while (!stage.app().due_deliveries(stage.now + std::chrono::hours{1}).empty()) {}
}

// By the entry of the catalogue that does it.
Done by_entry(Connector const& connector, Json const& doing) {
    auto const* operation = connector.find(*find_text(doing, "/operation"));
    if (operation == nullptr) return {.stage = nullptr, .is_by_entry = true, .problem = "there is no such entry"};
    auto const exceptions = read_exceptions();
    auto inputs = example_inputs(*operation, exceptions, true);
    if (auto const* own = find_object(doing, "/inputs")) {
        for (auto const& [name, value] : *own) inputs[name] = value;
    }
    Done done{.stage = make_stage(connector, operation, inputs), .is_by_entry = true};
    send_what_is_old(*done.stage);
    auto const request = catalogue::render_request(connector, *operation, inputs, done.stage->settings, done.stage->credential);
    if (!request) {
        done.problem = request.error().message;
        return done;
    }
    auto const reply = done.stage->send(*request);
    if (reply.status >= 300) done.problem = operation->id + " was answered " + std::to_string(reply.status) + ": " + reply.body;
    return done;
}

// By the hand of a person at the app.
Done by_hand(Connector const& connector, std::string const& type) {
    Done done{.stage = make_stage(connector)};
    if (!done.stage) return {.stage = nullptr, .is_by_entry = false, .problem = "its app is not simulated"};
    send_what_is_old(*done.stage);
    bool const removes = type == "client.deleted";
    HttpRequest request{removes ? "DELETE" : "POST", removes ? "/_sandbox/records/" + done.stage->person() : "/_sandbox/provoke",
        {}, removes ? std::string() : to_text(JsonObject{{"type", type}}), ""};
    auto const reply = done.stage->send(request);
    if (reply.status >= 300) done.problem = "nothing in the simulated app fires " + type + ": " + reply.body;
    return done;
}

Done do_it(Connector const& connector, std::string const& type) {
    static auto const doings = read_doings();
    auto const* doing = doings.as_object().if_contains(type);
    return doing != nullptr ? by_entry(connector, *doing) : by_hand(connector, type);
}

// What arrived of what the app sends now, or why nothing did.
std::string problem_with(
    std::shared_ptr<Connector const> const& connector, Operation const& trigger, bool* is_by_entry = nullptr) {
    auto const done = do_it(*connector, trigger.event_type);
    if (is_by_entry != nullptr) *is_by_entry = done.is_by_entry;
    if (!done.problem.empty()) return done.problem;
    auto const& stage = done.stage;

    webhooks::TestIngress world;
    world.clock.advance(stage->now - world.clock.now());
    connections::Connection connection;
    connection.account = world.account;
    connection.id = ConnectionId{"con_app"};
    connection.connector = connector;
    connection.account_key = stage->account_key();
    connection.webhook_public_key = stage->webhook_key();
    connection.webhook_secret = Secret{stage->webhook_secret()};
    connection.webhook_token = Secret{"token"};
    world.directory.put(connection);
    world.open();

    std::string seen;
    for (auto const& delivery : stage->app().due_deliveries(stage->now + std::chrono::seconds{30})) {
        auto request = delivery.request;
        request.url = request.url.substr(request.url.find("/webhooks"));
        auto const reply = world.send(std::move(request));
        if (reply.status != 200) return "the delivery was answered " + std::to_string(reply.status) + ": " + reply.body;
        auto const payload = parse_json(delivery.request.body).value();
        auto const* routed = trigger_of(*connector, payload);
        seen += (routed == nullptr ? "nothing" : routed->id) + " ";
        if (routed != &trigger) continue;
        for (auto const& listed : world.events()) {
            auto const event = vault::write_to(world.database, [&](Transaction& transaction) {
                return events::load(transaction, world.vault, world.account, listed.id);
            }).value();
            if (event && event->payload == delivery.request.body && event->connection == connection.id) return {};
        }
        return "the inbox does not hold what was sent";
    }
    return "what was sent is for other triggers: " + seen;
}

TEST(CatalogueTriggers, each_is_reached_by_a_signed_delivery) {
    int count = 0, by_entries = 0;
    for (auto const& connector : connectors::load_all().value()) {
        for (auto const& trigger : connector->operations) {
            if (trigger.kind != OperationKind::trigger) continue;
            bool is_by_entry = false;
            EXPECT_EQ(problem_with(connector, trigger, &is_by_entry), "") << connector->profile << " " << trigger.id;
            ++count;
            by_entries += is_by_entry ? 1 : 0;
        }
    }
    std::printf("%d triggers fired: %d by an entry of the catalogue, the rest by hand in the app\n", count, by_entries);
    EXPECT_GE(count, 50);
    EXPECT_GE(by_entries, 31);
}

TEST(CatalogueTriggers, another_type_of_event_is_noticed) {
    for (auto const& connector : connectors::load_all().value()) {
        for (auto trigger : connector->operations) {
            if (trigger.kind != OperationKind::trigger) continue;
            trigger.event_type += "Once";
            EXPECT_NE(problem_with(connector, trigger), "") << trigger.id;
        }
    }
}

}  // namespace
}  // namespace lockstep::catalogue_tests
