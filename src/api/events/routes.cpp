// SPDX-License-Identifier: Apache-2.0
#include "api/events/routes.hpp"

#include <array>

#include "api/events/views.hpp"
#include "api/identity/authentication.hpp"
#include "api/reply.hpp"
#include "events/inbox.hpp"
#include "events/replay.hpp"

namespace lockstep::api {
namespace {

using events::EventState;

Task<Result<events::Event>> load_event(Context& context) {
    EventId const id{context.path("event_id")};
    CO_TRY(auto event, co_await context.parts.database.read_value([&](Transaction& transaction) {
        return events::load(transaction, context.parts.vault, context.account(), id);
    }));
    if (!event) co_return fail(ErrorKind::not_found, "events.unknown_event", "looking for an event: there is none of that id");
    co_return *std::move(event);
}

Task<Result<HttpReply>> list_events(Context& context) {
    constexpr std::array states{EventState::waiting, EventState::done, EventState::ignored, EventState::parked};
    events::EventFilter filter;
    auto const& state = context.query.text("state");
    for (auto const each : states) {
        if (events::to_string(each) == state) filter.state = each;
    }
    if (context.query.has("connection")) filter.connection = ConnectionId{context.query.text("connection")};
    filter.record_id = context.query.text("record");
    filter.before = context.query.text("cursor");
    filter.limit = context.query.number("limit");
    CO_TRY(auto const found, co_await context.parts.database.read_value(
                                 [&](Transaction& transaction) { return events::list(transaction, context.account(), filter); }));
    JsonArray items;
    for (auto const& event : found) items.push_back(event_view(event, context.language));
    bool const may_have_more = static_cast<std::int64_t>(found.size()) == filter.limit;
    co_return json_reply(page(std::move(items), may_have_more ? std::string_view(found.back().id.text()) : std::string_view()));
}

Task<Result<HttpReply>> get_event(Context& context) {
    CO_TRY(auto const event, co_await load_event(context));
    auto view = event_view(event, context.language);
    view["payload"] = payload_view(event.payload);
    co_return json_reply(std::move(view));
}

Task<Result<HttpReply>> replay_event(Context& context) {
    CO_TRY(auto event, co_await load_event(context));
    auto const note = [&context](Transaction& transaction, std::string_view subject) {
        return note_in_audit(context, transaction, "event.replay", std::string(subject));
    };
    auto replayed =
        co_await events::replay(context.parts.database, std::move(event), context.parts.listeners, context.now(), note);
    if (!replayed) {
        for (auto& [name, value] : replayed.error().params) {
            if (name == "why") value = note_text(value, context.language);
        }
        co_return std::unexpected(std::move(replayed).error());
    }
    if (context.parts.wake) context.parts.wake();
    CO_TRY(auto const again, co_await load_event(context));
    co_return json_reply(event_view(again, context.language), 202);
}

Task<Result<HttpReply>> stream(Context& context) {
    auto const last = context.request.headers.find("Last-Event-ID").value_or("");
    CO_TRY(auto body, context.parts.stream.listen(last.substr(0, 60), context.visitor.admission));
    HttpReply reply;
    reply.headers.add("Content-Type", "text/event-stream");
    reply.headers.add("X-Accel-Buffering", "no");
    reply.stream = std::move(body);
    co_return reply;
}

}  // namespace

std::vector<Route> event_routes() {
    return {
        {"GET", "/api/v1/events", Scope::read, list_events},
        {"GET", "/api/v1/events/{event_id}", Scope::read, get_event},
        {"POST", "/api/v1/events/{event_id}/replay", Scope::write, replay_event},
        {"GET", "/api/v1/stream", Scope::read, stream},
    };
}

}  // namespace lockstep::api
