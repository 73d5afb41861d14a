// SPDX-License-Identifier: Apache-2.0
// Resources in HighLevel's words. Assumed: the texts of refusals, 404 for an unknown id, that unknown members are refused with
// 422 wherever the vendor lists a body's members, and that what an update names replaces what was there.
#include "sandbox/highlevel/resources.hpp"

#include <algorithm>
#include <charconv>

#include "sandbox/tables.hpp"

namespace lockstep::sandbox::highlevel {
namespace {

ResourceAnswer answer_to(ResourceStore& store, ResourceRoute const& route, ResourceKind const& kind, JsonObject const& item) {
    JsonObject const values{{"item", item}, {"id", item.at(kind.id_member)}, {"location", store.location()}};
    auto const status = find_integer(route.row, "/status").value_or(200);
    return {static_cast<int>(status), fill(route.row.at("reply"), values), {}};
}

// A message goes into the contact's conversation, which is made when there is none. An e-mail is kept as an e-mail, too.
ResourceAnswer send_message(ResourceStore& store, ResourceRoute const& route, Request const&, JsonObject members, TimePoint now) {
    auto const& conversations = *store.table().find_kind("conversation");
    std::string const contact(members.at("contactId").as_string());
    auto* conversation = store.find_item(conversations, "contactId", contact);
    if (conversation == nullptr)
        conversation = &store.create(conversations, JsonObject{{"contactId", contact}, {"locationId", store.location()}}, now);
    members["conversationId"] = conversation->at("id");
    auto const* text = members.if_contains("body");
    store.update(conversations, *conversation,
        JsonObject{{"lastMessageBody", text == nullptr ? Json("") : *text}, {"lastMessageType", members.at("messageType")}}, now);
    if (members.at("messageType") == "Email") {
        auto const email = store.create(*store.table().find_kind("email"), members, now);
        members["emailMessageId"] = email.at("id");
    }
    auto const message = store.create(*route.kind, std::move(members), now);
    return answer_to(store, route, *route.kind, message);
}

std::optional<TimePoint> time_of(JsonObject const& item, std::string_view member) {
    auto const* value = item.if_contains(member);
    if (value == nullptr || !value->is_string()) return std::nullopt;
    auto const time = parse_time(value->get_string());
    return time ? std::optional(*time) : std::nullopt;
}

// Assumed: open from 13:00 to 21:00 UTC on every day, in slots of an hour, without those that an appointment or a blocked slot
// touches. At most 31 days, as the vendor says.
ResourceAnswer free_slots(ResourceStore& store, ResourceRoute const& route, Request const& request, JsonObject, TimePoint) {
    auto const names = route.fit(request).value();
    auto const& id = names.at("id").as_string();
    if (store.find_item(*route.kind, "id", id) == nullptr) return {404, nullptr, {"calendar not found"}};
    auto const from = request.query_integer("startDate");
    auto const to = request.query_integer("endDate");
    if (!from || !to) return {422, nullptr, {"startDate and endDate must be numbers"}};
    constexpr std::int64_t day = 86'400'000;
    constexpr std::int64_t hour = 3'600'000;
    if (*to < *from || *to - *from > 31 * day) return {422, nullptr, {"the range may be 31 days at most"}};
    auto const is_taken = [&](TimePoint slot) {
        auto const end = slot + std::chrono::hours{1};
        for (auto const* name : {"appointment", "blocked_slot"}) {
            for (auto const& each : store.items_of(*store.table().find_kind(name))) {
                auto const& item = each.get_object();
                auto const* calendar = item.if_contains("calendarId");
                auto const begins = time_of(item, "startTime");
                auto const ends = time_of(item, "endTime").value_or(begins.value_or(slot) + std::chrono::hours{1});
                if (calendar != nullptr && calendar->is_string() && calendar->get_string() == id && begins && *begins < end &&
                    ends > slot)
                    return true;
            }
        }
        return false;
    };
    JsonObject days;
    for (auto at = *from - *from % day; at <= *to; at += day) {
        JsonArray slots;
        for (auto slot = at + 13 * hour; slot < at + 21 * hour; slot += hour) {
            auto const time = from_micros(slot * 1'000);
            if (slot >= *from && slot <= *to && !is_taken(time)) slots.emplace_back(format_time(time));
        }
        if (!slots.empty()) days[format_time(from_micros(at * 1'000)).substr(0, 10)] = JsonObject{{"slots", std::move(slots)}};
    }
    return {200, Json(std::move(days)), {}};
}

}  // namespace

ResourceTable const& resource_table() {
    static ResourceTable const table = ResourceTable::read(tables(), "highlevel/").value();
    return table;
}

void add_special_resources(ResourceStore& store) {
    store.specials["send_message"] = send_message;
    store.specials["free_slots"] = free_slots;
}

HttpReply perform_on_resources(HighLevelModel& model, ResourceStore& store, Request const& request, TimePoint now) {
    auto const* route = resource_table().find_route(request);
    if (route == nullptr) return not_found(model, "Cannot find this route");
    auto answer = store.perform(*route, request, now);
    if (answer.status == 422) return unprocessable(model, answer.problems);
    if (answer.status >= 400) return error_reply(model, answer.status, answer.problems.front());
    if (answer.body.is_object()) return traced(model, answer.status, std::move(answer.body.get_object()));
    if (!answer.body.is_null()) return json_reply(answer.status, answer.body);
    HttpReply empty;
    empty.status = answer.status;
    return empty;
}

bool may_call(Settings const& settings, Request const& request) {
    if (settings.scopes.empty()) return true;
    std::string needed;
    bool const reads = request.method == "GET" || (request.segments.size() > 1 && request.segments.back() == "search");
    if (auto const* route = resource_table().find_route(request))
        needed = std::string(find_text(route->row, "/scope").value_or(""));
    else if (request.segments.front() == "contacts")
        needed = std::string("contacts") + (reads ? ".readonly" : ".write");
    else if (request.segments.size() > 2)
        needed = "locations/" + request.segments[2] + (reads ? ".readonly" : ".write");
    else
        needed = "locations.readonly";
    return needed.empty() || std::ranges::find(settings.scopes, needed) != settings.scopes.end();
}

std::optional<HttpReply> refuse_other_location(HighLevelModel& model, JsonObject const& body) {
    auto const* named = body.if_contains("locationId");
    if (named == nullptr || *named == Json(model.settings.location_id)) return std::nullopt;
    return error_reply(model, 403, "The token does not have access to this location.");
}

}  // namespace lockstep::sandbox::highlevel
