// SPDX-License-Identifier: Apache-2.0
// Clients of the full contract: list, search, read, create, change, archive, access, stage.
#include "sandbox/hexfit/body.hpp"
#include "sandbox/hexfit/routes.hpp"

namespace lockstep::sandbox::hexfit {
namespace {

HttpReply list_clients(HexfitModel& model, RouteCall const& call) {
    auto const page = read_page(model, call);
    if (!page) return page.error();
    auto const wanted = call.request.query_value("archived").value_or("all");
    if (wanted != "all" && wanted != "active" && wanted != "archived")
        return invalid(model, "archived", "all, active or archived is expected.");
    auto const fits = [&](Client const& client) { return wanted == "all" || client.archived == (wanted == "archived"); };
    JsonArray items;
    bool more = false;
    std::string last;
    for (auto place = model.clients.upper_bound(page->after); place != model.clients.end(); ++place) {
        if (!fits(place->second)) continue;
        if (items.size() == page->limit) {
            more = true;
            break;
        }
        last = place->first;
        items.push_back(model.shown(place->second));
    }
    std::size_t total = model.clients.size();
    if (wanted != "all") {
        total = 0;
        for (auto const& [id, client] : model.clients) total += fits(client) ? 1 : 0;
    }
    return succeeded(200, JsonObject{{"items", std::move(items)},
                              {"next_cursor", more ? Json(make_cursor(last, call.now)) : Json(nullptr)}, {"total", total}});
}

HttpReply search_clients(HexfitModel& model, RouteCall const& call) {
    auto const email = call.request.query_value("email").value_or("");
    auto const external_id = call.request.query_value("external_id").value_or("");
    if (email.empty() == external_id.empty()) return invalid(model, "email", "Exactly one of email and external_id is expected.");
    JsonArray items;
    if (!email.empty()) {
        for (auto const* client : model.find_by_email(email)) {
            if (items.size() < 100) items.push_back(model.shown(*client));
        }
    } else if (auto const* client = model.find_by_external_id(external_id)) {
        items.push_back(model.shown(*client));
    }
    return succeeded(200, JsonObject{{"items", std::move(items)}});
}

HttpReply get_client(HexfitModel& model, RouteCall const& call) {
    auto const client = model.clients.find(call.names[0]);
    return client == model.clients.end() ? not_found(model) : succeeded(200, model.shown(client->second));
}

std::optional<HttpReply> check_external_id(HexfitModel& model, Client const& client) {
    auto const* holder = model.find_by_external_id(client[Field::external_id]);
    if (client[Field::external_id].empty() || holder == nullptr || holder->id == client.id) return std::nullopt;
    return failed(model, 409, "external_id_in_use", "This external id is in use.", JsonObject{{"client_id", holder->id}});
}

HttpReply create_client(HexfitModel& model, RouteCall const& call) {
    auto const body = read_body(model, call,
        {"firstname", "lastname", "email", "phone", "birthdate", "address", "sexe", "lang", "groups", "external_id", "stage",
            "send_invitation", "shared_email"});
    if (!body) return body.error();
    for (auto const name : {"firstname", "lastname"}) {
        if (!body->contains(name)) return invalid(model, name, "This member is required.");
    }
    Client client;
    if (auto refused = apply_fields(model, *body, client)) return std::move(*refused);
    Json const json(*body);
    if (body->contains("stage")) {
        auto const stage = find_text(json, "/stage").value_or("");
        if (!is_stage(stage)) return invalid(model, "stage", "Unknown stage.");
        client.stage = std::string(stage);
    }
    if (body->contains("send_invitation") && !find_bool(json, "/send_invitation"))
        return invalid(model, "send_invitation", "true or false is expected.");
    auto const sharing = body->contains("shared_email") ? find_text(json, "/shared_email").value_or("") : "allow";
    if (sharing != "allow" && sharing != "refuse") return invalid(model, "shared_email", "allow or refuse is expected.");
    auto const names = read_names(model, *body, "groups", false);
    if (!names) return names.error();
    if (auto refused = check_external_id(model, client)) return std::move(*refused);
    if (auto const holders = model.find_by_email(client[Field::email]);
        sharing == "refuse" && !client[Field::email].empty() && !holders.empty()) {
        return failed(model, 409, "email_in_use", "This e-mail is in use.", JsonObject{{"client_id", holders.front()->id}});
    }
    client.id = model.new_client_id();
    for (auto const& name : *names) client.groups.insert(model.group_for(name));
    if (!client[Field::email].empty() && find_bool(json, "/send_invitation").value_or(true)) ++model.invitations;
    return succeeded(201, model.shown(model.save(std::move(client), "client.created", call.now)));
}

HttpReply update_client(HexfitModel& model, RouteCall const& call) {
    auto const present = model.clients.find(call.names[0]);
    if (present == model.clients.end()) return not_found(model);
    auto const body = read_body(
        model, call, {"firstname", "lastname", "email", "phone", "birthdate", "address", "sexe", "lang", "external_id"});
    if (!body) return body.error();
    if (body->empty()) return invalid(model, "", "At least one member is expected.");
    if (auto condition = call.request.headers->find("If-Match"); condition && model.faults().quirks.shows_change_time) {
        auto wanted = *condition;
        if (wanted.size() >= 2 && wanted.front() == '"' && wanted.back() == '"') wanted = wanted.substr(1, wanted.size() - 2);
        auto const version = version_text(present->second);
        if (wanted != version)
            return failed(model, 412, "changed_since", "The client has changed since.", JsonObject{{"version", version}});
    }
    Client client = present->second;
    if (auto refused = apply_fields(model, *body, client)) return std::move(*refused);
    if (auto refused = check_external_id(model, client)) return std::move(*refused);
    return succeeded(200, model.shown(model.save(std::move(client), "client.updated", call.now)));
}

// Changes one client and shows it.
template <class Change>
HttpReply change_client(HexfitModel& model, RouteCall const& call, std::string_view type, Change const& change) {
    auto const present = model.clients.find(call.names[0]);
    if (present == model.clients.end()) return not_found(model);
    Client client = present->second;
    change(client);
    return succeeded(200, model.shown(model.save(std::move(client), type, call.now)));
}

HttpReply archive_client(HexfitModel& model, RouteCall const& call) {
    return change_client(model, call, "client.archived", [](Client& client) { client.archived = true; });
}

HttpReply unarchive_client(HexfitModel& model, RouteCall const& call) {
    return change_client(model, call, "client.updated", [](Client& client) { client.archived = false; });
}

HttpReply set_access(HexfitModel& model, RouteCall const& call) {
    if (!model.clients.contains(call.names[0])) return not_found(model);
    auto const body = read_body(model, call, {"enabled"});
    if (!body) return body.error();
    auto const enabled = find_bool(Json(*body), "/enabled");
    if (!enabled) return invalid(model, "enabled", "true or false is expected.");
    return change_client(model, call, "client.updated", [&](Client& client) { client.access_enabled = *enabled; });
}

HttpReply get_stage(HexfitModel& model, RouteCall const& call) {
    auto const client = model.clients.find(call.names[0]);
    if (client == model.clients.end()) return not_found(model);
    return succeeded(200, JsonObject{{"stage", client->second.stage}, {"changed_at", format_time(client->second.stage_changed)}});
}

HttpReply set_stage(HexfitModel& model, RouteCall const& call) {
    if (!model.clients.contains(call.names[0])) return not_found(model);
    auto const body = read_body(model, call, {"stage"});
    if (!body) return body.error();
    auto const* given = body->if_contains("stage");
    std::string const stage = given != nullptr && given->is_string() ? std::string(given->get_string()) : std::string{};
    if (!is_stage(stage)) return invalid(model, "stage", "Unknown stage.");
    return change_client(model, call, "client.updated", [&](Client& client) { client.stage = stage; });
}

}  // namespace

void add_client_routes(Routes& routes) {
    routes.push_back({"GET", {"full", "v1", "clients"}, "listClients", RouteKind::read, list_clients});
    routes.push_back({"POST", {"full", "v1", "clients"}, "createClient", RouteKind::create, create_client});
    routes.push_back({"GET", {"full", "v1", "clients", "search"}, "searchClients", RouteKind::read, search_clients});
    routes.push_back({"GET", {"full", "v1", "clients", "{}"}, "getClient", RouteKind::read, get_client});
    routes.push_back({"PATCH", {"full", "v1", "clients", "{}"}, "updateClient", RouteKind::write, update_client});
    routes.push_back({"POST", {"full", "v1", "clients", "{}", "archive"}, "archiveClient", RouteKind::write, archive_client});
    routes.push_back(
        {"POST", {"full", "v1", "clients", "{}", "unarchive"}, "unarchiveClient", RouteKind::write, unarchive_client});
    routes.push_back({"PUT", {"full", "v1", "clients", "{}", "access"}, "setAccess", RouteKind::write, set_access});
    routes.push_back({"GET", {"full", "v1", "clients", "{}", "stage"}, "getStage", RouteKind::read, get_stage});
    routes.push_back({"PUT", {"full", "v1", "clients", "{}", "stage"}, "setStage", RouteKind::write, set_stage});
}

}  // namespace lockstep::sandbox::hexfit
