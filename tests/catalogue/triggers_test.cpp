// SPDX-License-Identifier: Apache-2.0
// Every trigger of every connector: the simulated app sends its event as a signed delivery, the real ingress takes it, and what
// is in the inbox is that trigger's event with the payload that was sent.
#include <gtest/gtest.h>

#include "catalogue/events.hpp"
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

// What arrived of what the app sends now, or why nothing did.
std::string problem_with(std::shared_ptr<Connector const> const& connector, Operation const& trigger) {
    auto const stage = make_stage(*connector);
    if (!stage) return "its app is not simulated";
    while (!stage->app().due_deliveries(stage->now + std::chrono::hours{1}).empty()) {}
    if (!stage->provoke(trigger.event_type)) return "nothing in the simulated app fires " + trigger.event_type;

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
    int count = 0;
    for (auto const& connector : connectors::load_all().value()) {
        for (auto const& trigger : connector->operations) {
            if (trigger.kind != OperationKind::trigger) continue;
            EXPECT_EQ(problem_with(connector, trigger), "") << connector->profile << " " << trigger.id;
            ++count;
        }
    }
    EXPECT_GE(count, 50);
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
