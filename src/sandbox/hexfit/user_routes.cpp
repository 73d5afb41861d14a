// SPDX-License-Identifier: Apache-2.0
// The two calls with public evidence. Here an e-mail is unique over the whole service, and a refusal is HTTP 200 with
// "status" false. The texts, and what "value" holds, are assumed.
#include "sandbox/hexfit/body.hpp"
#include "sandbox/hexfit/routes.hpp"

namespace lockstep::sandbox::hexfit {
namespace {

HttpReply refused(std::string_view text) { return json_reply(200, JsonObject{{"status", false}, {"value", text}}); }

HttpReply get_info(HexfitModel& model, RouteCall const& call) {
    auto const id = call.request.query_value("user_id").value_or("");
    if (id == "-") {
        return succeeded(
            200, JsonObject{{"id", "1"}, {"firstname", "Camille"}, {"lastname", "Côté"}, {"email", "admin@business.example"},
                     {"role", "super_admin"}, {"business", JsonObject{{"id", "7"}, {"name", "Simulated business"}}}});
    }
    auto const client = model.clients.find(id);
    if (client == model.clients.end()) return refused("User not found.");
    JsonObject user{{"id", client->second.id}, {"firstname", client->second[Field::firstname]},
        {"lastname", client->second[Field::lastname]}, {"role", "client"}};
    if (!client->second[Field::email].empty()) user.emplace("email", client->second[Field::email]);
    return succeeded(200, std::move(user));
}

HttpReply create_client(HexfitModel& model, RouteCall const& call) {
    auto const parsed = parse_json(call.request.body);
    auto const* body = parsed ? parsed->if_object() : nullptr;
    if (body == nullptr) return refused("The request could not be read.");
    for (auto const name : {"firstname", "lastname", "email", "sexe", "lang"}) {
        auto const* value = body->if_contains(name);
        if (value == nullptr || !value->is_string() || value->get_string().empty())
            return refused("The field " + std::string(name) + " is required.");
    }
    auto const* units = body->if_contains("unit_system");
    if (units == nullptr || !units->is_int64()) return refused("The field unit_system is required.");
    if (body->size() != 6) return refused("The request has unknown fields.");
    if (!model.find_by_email(body->at("email").get_string()).empty()) return refused("This email address is already in use.");
    Client client;
    if (apply_fields(model, *body, client)) return refused("A field has a value that is not allowed.");
    client.id = model.new_client_id();
    client.stage = "invited";
    ++model.invitations;
    return succeeded(200, Json(model.save(std::move(client), "client.created", call.now).id));
}

}  // namespace

void add_user_routes(Routes& routes) {
    routes.push_back({"GET", {"User", "GetInfo"}, "getInfo", RouteKind::read, get_info});
    routes.push_back({"POST", {"User", "Create", "Client"}, "createClientV2", RouteKind::create, create_client});
}

Routes const& user_routes() {
    static Routes const routes = [] {
        Routes list;
        add_user_routes(list);
        return list;
    }();
    return routes;
}

Routes const& full_routes() {
    static Routes const routes = [] {
        Routes list;
        add_user_routes(list);
        add_client_routes(list);
        add_group_routes(list);
        add_note_routes(list);
        add_task_routes(list);
        add_change_routes(list);
        add_webhook_routes(list);
        return list;
    }();
    return routes;
}

}  // namespace lockstep::sandbox::hexfit
