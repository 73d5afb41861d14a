// SPDX-License-Identifier: Apache-2.0
// Groups: listed, created, and clients put in and taken out by name.
#include <algorithm>

#include "sandbox/hexfit/body.hpp"
#include "sandbox/hexfit/routes.hpp"

namespace lockstep::sandbox::hexfit {
namespace {

JsonObject shown(HexfitModel const& model, std::string const& id, std::string const& name) {
    auto const size = std::ranges::count_if(model.clients, [&](auto const& item) { return item.second.groups.contains(id); });
    return JsonObject{{"id", id}, {"name", name}, {"size", size}};
}

HttpReply list_groups(HexfitModel& model, RouteCall const& call) {
    auto const page = read_page(model, call);
    if (!page) return page.error();
    JsonArray items;
    auto place = model.groups.upper_bound(page->after);
    std::string last;
    for (; place != model.groups.end() && items.size() < page->limit; ++place) {
        last = place->first;
        items.push_back(shown(model, place->first, place->second));
    }
    bool const more = place != model.groups.end();
    return succeeded(
        200, JsonObject{{"items", std::move(items)}, {"next_cursor", more ? Json(make_cursor(last, call.now)) : Json(nullptr)}});
}

HttpReply create_group(HexfitModel& model, RouteCall const& call) {
    auto body = read_body(model, call, {"name"});
    if (!body) return std::move(body.error());
    JsonArray one;
    if (auto const* name = body->if_contains("name")) one.push_back(*name);
    auto const names = read_names(model, JsonObject{{"name", std::move(one)}}, "name", true);
    if (!names) return names.error();
    if (auto const* id = model.group_id(names->front())) {
        return failed(model, 409, "group_exists", "There is a group of this name.", JsonObject{{"group_id", *id}});
    }
    auto const id = model.group_for(names->front());
    return succeeded(201, shown(model, id, names->front()));
}

HttpReply change_groups(HexfitModel& model, RouteCall const& call, bool adds) {
    auto const present = model.clients.find(call.names[0]);
    if (present == model.clients.end()) return not_found(model);
    auto const body = read_body(model, call, {"names"});
    if (!body) return body.error();
    auto const names = read_names(model, *body, "names", true);
    if (!names) return names.error();
    Client client = present->second;
    for (auto const& name : *names) {
        if (adds)
            client.groups.insert(model.group_for(name));
        else if (auto const* id = model.group_id(name))
            client.groups.erase(*id);
    }
    return succeeded(200, model.shown(model.save(std::move(client), "client.updated", call.now)));
}

HttpReply add_to_groups(HexfitModel& model, RouteCall const& call) { return change_groups(model, call, true); }
HttpReply remove_from_groups(HexfitModel& model, RouteCall const& call) { return change_groups(model, call, false); }

}  // namespace

void add_group_routes(Routes& routes) {
    routes.push_back({"GET", {"full", "v1", "groups"}, "listGroups", RouteKind::read, list_groups});
    routes.push_back({"POST", {"full", "v1", "groups"}, "createGroup", RouteKind::create, create_group});
    routes.push_back({"POST", {"full", "v1", "clients", "{}", "groups", "add"}, "addToGroups", RouteKind::write, add_to_groups});
    routes.push_back(
        {"POST", {"full", "v1", "clients", "{}", "groups", "remove"}, "removeFromGroups", RouteKind::write, remove_from_groups});
}

}  // namespace lockstep::sandbox::hexfit
