// SPDX-License-Identifier: Apache-2.0
// Registered webhooks of the full contract.
#include <algorithm>
#include <array>

#include "base/bytes.hpp"
#include "sandbox/hexfit/body.hpp"
#include "sandbox/hexfit/routes.hpp"

namespace lockstep::sandbox::hexfit {
namespace {

constexpr std::array<std::string_view, 4> event_types{"client.archived", "client.created", "client.deleted", "client.updated"};

JsonObject shown(WebhookTarget const& target) {
    return JsonObject{{"id", target.id}, {"url", target.url}, {"events", JsonArray(target.events.begin(), target.events.end())},
        {"created_at", format_time(target.created)}};
}

HttpReply list_webhooks(HexfitModel& model, RouteCall const&) {
    JsonArray items;
    for (auto const& [id, target] : model.targets) items.push_back(shown(target));
    return succeeded(200, JsonObject{{"items", std::move(items)}});
}

bool is_secret(std::string_view text) {
    constexpr std::string_view prefix = "whsec_";
    if (!text.starts_with(prefix)) return false;
    auto const bytes = from_base64(text.substr(prefix.size()));
    return bytes && bytes->size() >= 24 && bytes->size() <= 64;
}

HttpReply create_webhook(HexfitModel& model, RouteCall const& call) {
    auto const body = read_body(model, call, {"url", "events", "secret"});
    if (!body) return body.error();
    Json const json(*body);
    auto const url = find_text(json, "/url").value_or("");
    if (!url.starts_with("http://") && !url.starts_with("https://")) return invalid(model, "url", "A web address is expected.");
    WebhookTarget target;
    target.events = {event_types.begin(), event_types.end()};
    if (body->contains("events")) {
        auto const* list = find_array(json, "/events");
        if (list == nullptr) return invalid(model, "events", "A list is expected.");
        target.events.clear();
        for (auto const& item : *list) {
            auto const* name = item.if_string();
            if (name == nullptr || std::ranges::find(event_types, std::string_view(*name)) == event_types.end())
                return invalid(model, "events", "Unknown event.");
            target.events.emplace(*name);
        }
    }
    if (body->contains("secret")) {
        auto const secret = find_text(json, "/secret").value_or("");
        if (!is_secret(secret)) return invalid(model, "secret", "whsec_ and base64 of 24 to 64 bytes is expected.");
        target.secret = std::string(secret);
    } else {
        target.secret = model.new_secret();
    }
    if (model.targets.size() >= 10) return invalid(model, "url", "There are 10 webhooks already.");
    target.id = model.new_id("wh");
    target.url = std::string(url);
    target.created = call.now;
    auto reply = shown(target);
    reply.emplace("secret", target.secret);
    model.targets.emplace(target.id, target);
    return succeeded(201, std::move(reply));
}

HttpReply delete_webhook(HexfitModel& model, RouteCall const& call) {
    if (model.targets.erase(std::string(call.names[0])) == 0) return not_found(model);
    return succeeded(200, JsonObject{{"id", call.names[0]}});
}

}  // namespace

void add_webhook_routes(Routes& routes) {
    routes.push_back({"GET", {"full", "v1", "webhooks"}, "listWebhooks", RouteKind::read, list_webhooks});
    routes.push_back({"POST", {"full", "v1", "webhooks"}, "createWebhook", RouteKind::create, create_webhook});
    routes.push_back({"DELETE", {"full", "v1", "webhooks", "{}"}, "deleteWebhook", RouteKind::write, delete_webhook});
}

}  // namespace lockstep::sandbox::hexfit
