// SPDX-License-Identifier: Apache-2.0
#include "api/oauth/routes.hpp"

#include <algorithm>
#include <set>

#include "api/connections/accounts.hpp"
#include "api/connections/routes.hpp"
#include "api/identity/authentication.hpp"
#include "api/members.hpp"
#include "api/reply.hpp"
#include "base/bytes.hpp"
#include "connections/grant_reference.hpp"
#include "messages/error_words.hpp"
#include "oauth/authorizer.hpp"
#include "vault/signature.hpp"

namespace lockstep::api {
namespace {

using connections::Connection;

JsonObject local(messages::LocalText const& text) { return {{"en", text.en}, {"fr", text.fr}}; }

JsonArray texts(std::string_view separated) {
    JsonArray list;
    while (!separated.empty()) {
        auto const end = std::min(separated.find(' '), separated.size());
        if (end > 0) list.push_back(Json(separated.substr(0, end)));
        separated.remove_prefix(std::min(end + 1, separated.size()));
    }
    return list;
}

JsonObject app_view(catalogue::Connector const& connector, oauth::App const* app) {
    auto const& rules = *connector.oauth;
    JsonArray modes, scopes;
    for (auto const& mode : rules.modes) {
        modes.push_back(JsonObject{
            {"id", mode.id}, {"label", local(mode.label)}, {"help", local(mode.help)}, {"is_wide", mode.members.has_value()}});
    }
    for (auto const& scope : rules.scopes) scopes.push_back(Json(scope));
    return {{"connector", connector.id}, {"title", connector.app_title}, {"modes", std::move(modes)},
        {"scopes", std::move(scopes)}, {"client_id", app != nullptr ? Json(app->client_id) : Json(nullptr)},
        {"redirect_uri", app != nullptr ? Json(app->redirect_uri) : Json(nullptr)},
        {"authorize_url", app != nullptr ? app->authorize_url : rules.authorize_url},
        {"base_url", app != nullptr ? app->base_url : connector.default_base_url}};
}

JsonObject grant_view(Parts const& parts, oauth::Grant const& grant) {
    JsonArray used_by;
    for (auto const& entry : parts.directory.all()) {
        if (accounts::is_stored(*entry) && connections::grant_of(entry->credential) == grant.id)
            used_by.push_back(Json(entry->id.text()));
    }
    auto const* rules = oauth::rules_of(parts.connectors, grant.connector);
    auto const* mode = rules != nullptr ? rules->mode(grant.mode) : nullptr;
    return {{"id", grant.id.text()}, {"connector", grant.connector}, {"mode", grant.mode}, {"account", grant.owner},
        {"is_wide", mode != nullptr && mode->members.has_value()},
        {"parent", grant.parent ? Json(grant.parent->text()) : Json(nullptr)}, {"state", oauth::to_string(grant.state)},
        {"why", grant.why.empty() ? Json(nullptr) : Json(grant.why)}, {"scopes", texts(grant.tokens.scopes)},
        {"issued_at", format_time(grant.tokens.issued_at)}, {"expires_at", format_time(grant.tokens.expires_at)},
        {"agreed", grant.generation}, {"created_at", format_time(grant.created_at)}, {"connections", std::move(used_by)}};
}

// Whoever begins in one browser does not end in another.
std::string bound_actor(Visitor const& visitor) {
    if (!visitor.came_with_cookie()) return visitor.actor;
    return visitor.actor + "/" + to_hex(vault::sha256(visitor.session_token.reveal())).substr(0, 32);
}

oauth::Note note_of(Context& context, std::string_view action) {
    return [&context, action](Transaction& transaction, std::string_view subject) {
        return note_in_audit(context, transaction, action, std::string(subject));
    };
}

std::shared_ptr<catalogue::Connector const> connector_of(Parts const& parts, std::string_view id) {
    for (auto const& each : parts.connectors) {
        if (each->id == id && each->oauth) return each;
    }
    return nullptr;
}

Task<Result<HttpReply>> list_apps(Context& context) {
    JsonArray items;
    std::set<std::string> seen;
    for (auto const& each : context.parts.connectors) {
        if (!each->oauth || !seen.insert(each->id).second) continue;
        CO_TRY(auto const app, co_await context.parts.authorizer.app(each->id));
        items.push_back(app_view(*each, app ? &*app : nullptr));
    }
    co_return json_reply(page(std::move(items)));
}

Task<Result<HttpReply>> set_app(Context& context) {
    Members const members(context);
    oauth::AppInput input;
    input.client_id = members.text("client_id");
    input.client_secret = members.secret("client_secret");
    input.redirect_uri = members.text("redirect_uri");
    input.authorize_url = members.text("authorize_url");
    input.base_url = members.text("base_url");
    auto const connector = connector_of(context.parts, context.path("connector"));
    CO_TRY(auto const app, co_await context.parts.authorizer.set_app(
                               context.path("connector"), std::move(input), note_of(context, "oauth.set_app")));
    co_return json_reply(app_view(*connector, &app));
}

Task<Result<HttpReply>> begin(Context& context) {
    Members const members(context);
    auto const connector = members.text("connector");
    auto const mode = members.text("mode");
    CO_TRY(auto const begun, co_await context.parts.authorizer.begin(connector, mode, bound_actor(context.visitor)));
    co_return json_reply(JsonObject{{"authorize_url", begun.address}, {"expires_at", format_time(begun.expires_at)}}, 201);
}

Task<Result<Connection>> connect_by_grant(Context& context, oauth::Grant const& grant, std::string label) {
    auto const connector = connector_of(context.parts, grant.connector);
    auto const* mode = connector ? connector->oauth->mode(grant.mode) : nullptr;
    if (mode == nullptr || mode->setting.empty())
        co_return fail(ErrorKind::invalid, "oauth.bad_mode", "connecting: a grant of this kind is for no single account");
    CO_TRY(auto const app, co_await context.parts.authorizer.app(grant.connector));
    bool const is_elsewhere = app && app->base_url != connector->default_base_url;
    co_return co_await accounts::connect_granted(accounts_of(context),
        {.connector = grant.connector,
            .profile = connector->profile,
            .owner = grant.owner,
            .setting = mode->setting,
            .reference = connections::grant_reference(grant.id, grant.generation),
            .label = std::move(label),
            .base_url = is_elsewhere ? app->base_url : std::string()},
        account_note(context));
}

Task<Result<HttpReply>> complete(Context& context) {
    Members const members(context);
    auto const state = members.text("state");
    auto const code = members.text("code");
    CO_TRY(auto const grant,
        co_await context.parts.authorizer.complete(state, code, bound_actor(context.visitor), note_of(context, "oauth.grant")));
    JsonObject view;
    auto const connector = connector_of(context.parts, grant.connector);
    auto const* mode = connector->oauth->mode(grant.mode);
    view["connection"] = nullptr;
    if (mode != nullptr && !mode->setting.empty()) {
        CO_TRY(auto const connection, co_await connect_by_grant(context, grant, ""));
        CO_TRY(view["connection"], co_await show_connection(context, connection.id));
        CO_TRY_VOID(co_await context.parts.syncs.go_on_with(context.account(), connection.id));
    }
    view["grant"] = grant_view(context.parts, grant);
    co_return json_reply(std::move(view));
}

Task<Result<HttpReply>> list_grants(Context& context) {
    CO_TRY(auto const grants, co_await context.parts.authorizer.list());
    JsonArray items;
    for (auto const& grant : grants) items.push_back(grant_view(context.parts, grant));
    co_return json_reply(page(std::move(items)));
}

Task<Result<HttpReply>> list_accounts(Context& context) {
    CO_TRY(auto const grant, co_await context.parts.authorizer.find(GrantId{context.path("grant_id")}));
    CO_TRY(auto const members, co_await context.parts.authorizer.members(grant.id));
    std::set<std::string> connected;
    for (auto const& entry : context.parts.directory.all()) {
        if (accounts::is_stored(*entry) && entry->connector->id == grant.connector &&
            entry->state != connections::ConnectionState::disabled)
            connected.insert(entry->account_key);
    }
    JsonArray items;
    for (auto const& member : members)
        items.push_back(JsonObject{{"id", member.id}, {"name", member.name}, {"is_connected", connected.contains(member.id)}});
    co_return json_reply(page(std::move(items)));
}

// Each account on its own: one that is refused holds up none of the others, and is told with its reason.
Task<Result<HttpReply>> connect_accounts(Context& context) {
    std::vector<std::string> wanted;
    for (auto const& each : Members(context).list("accounts")) wanted.emplace_back(each.as_string());
    CO_TRY(auto const grant, co_await context.parts.authorizer.find(GrantId{context.path("grant_id")}));
    CO_TRY(auto const known, co_await context.parts.authorizer.members(grant.id));
    JsonArray items;
    for (auto const& id : wanted) {
        auto const member = std::ranges::find(known, id, &oauth::Member::id);
        JsonObject item{
            {"account", id}, {"name", member == known.end() ? "" : member->name}, {"connection", nullptr}, {"problem", nullptr}};
        Result<Connection> made = fail(ErrorKind::not_found, "oauth.not_installed",
            "connecting an account: the app is not installed there", {{"account", id}});
        if (member != known.end()) {
            auto own = co_await context.parts.authorizer.grant_for(grant.id, id, note_of(context, "oauth.grant"));
            if (own)
                made = co_await connect_by_grant(context, *own, member->name);
            else
                made = pass_on(std::move(own).error());
        }
        if (made) {
            CO_TRY(item["connection"], co_await show_connection(context, made->id));
        } else {
            item["problem"] =
                JsonObject{{"code", made.error().code}, {"detail", messages::error_words(context.language, made.error()).detail}};
        }
        items.push_back(std::move(item));
    }
    co_return json_reply(page(std::move(items)));
}

Task<Result<HttpReply>> remove_grant(Context& context) {
    GrantId const id{context.path("grant_id")};
    CO_TRY_VOID(co_await context.parts.authorizer.remove(id, "disconnected", note_of(context, "oauth.remove")));
    CO_TRY(auto const grant, co_await context.parts.authorizer.find(id));
    co_return json_reply(grant_view(context.parts, grant));
}

}  // namespace

std::vector<Route> oauth_routes() {
    return {
        {"GET", "/api/v1/oauth/apps", Scope::read, list_apps},
        {"PUT", "/api/v1/oauth/apps/{connector}", Scope::write, set_app},
        {"POST", "/api/v1/oauth/authorizations", Scope::write, begin},
        {"POST", "/api/v1/oauth/authorizations/complete", Scope::write, complete},
        {"GET", "/api/v1/oauth/grants", Scope::read, list_grants},
        {"DELETE", "/api/v1/oauth/grants/{grant_id}", Scope::write, remove_grant},
        {"GET", "/api/v1/oauth/grants/{grant_id}/accounts", Scope::read, list_accounts},
        {"POST", "/api/v1/oauth/grants/{grant_id}/connections", Scope::write, connect_accounts},
    };
}

}  // namespace lockstep::api
