// SPDX-License-Identifier: Apache-2.0
#include "api/connections/routes.hpp"

#include "api/connections/connect.hpp"
#include "api/connections/run_operation.hpp"
#include "api/identity/authentication.hpp"
#include "api/members.hpp"
#include "api/reply.hpp"
#include "calls/caller.hpp"

namespace lockstep::api {
namespace {

using connections::Connection;
using connections::ConnectionState;
using Entry = connections::Directory::Entry;

JsonObject connection_view(Connection const& connection) {
    JsonObject view;
    view["id"] = connection.id.text();
    view["label"] = connection.label;
    view["connector"] = connection.connector->id;
    view["profile"] = connection.connector->profile;
    view["title"] = connection.connector->title;
    view["base_url"] = connection.settings.base_url;
    view["settings"] = connection.settings.values;
    view["account_key"] = connection.account_key;
    view["state"] = connections::to_string(connection.state);
    view["webhook_path"] = "/webhooks/contacts";
    view["created_at"] = format_time(connection.created_at);
    return view;
}

JsonObject verification_view(Verification const& verification, messages::Language language) {
    return {{"ok", verification.is_ok}, {"owner", verification.owner}, {"account_key", verification.account_key},
        {"call_id", verification.call.text()}, {"detail", messages::text(language, verification.why)},
        {"code", verification.why.code}, {"params", messages::to_json(verification.why.params)}};
}

Result<Entry> find_connection(Context& context) {
    auto entry = context.parts.directory.find(ConnectionId{context.path("connection_id")});
    if (!entry || entry->account != context.account() || !is_stored(*entry)) {
        return fail(ErrorKind::not_found, "connections.unknown_connection", "looking for a connection: there is none of that id");
    }
    return entry;
}

Task<Result<HttpReply>> list_connections(Context& context) {
    JsonArray items;
    for (auto const& entry : context.parts.directory.all()) {
        if (entry->account == context.account() && is_stored(*entry)) items.push_back(connection_view(*entry));
    }
    co_return json_reply(page(std::move(items)));
}

Task<Result<HttpReply>> create_connection(Context& context) {
    CO_TRY(auto const body, read_body(context));
    Members members(context, body);
    NewConnection input;
    input.profile = members.text("profile", 60);
    input.label = members.optional_text("label", 100);
    input.base_url = members.optional_text("base_url", 400);
    input.settings = members.optional_object("settings");
    input.credential = members.secret("credential", 4096);
    input.webhook_secret = Secret{members.optional_lines("webhook_secret", 1000)};
    input.webhook_public_key_text = members.optional_lines("webhook_public_key", 1000);
    input.monthly_quota = members.optional_integer("monthly_quota", -1, 1'000'000'000).value_or(0);
    CO_TRY_VOID(members.finish());
    CO_TRY(auto const connected, co_await connect_account(context.parts, std::move(input), context.visitor.actor));
    JsonObject view;
    view["connection"] = connection_view(connected.connection);
    view["verification"] = verification_view(connected.verification, context.language);
    view["webhook_path"] = "/webhooks/in/" + connected.connection.webhook_token.reveal();
    view["webhook_secret"] = connected.made_webhook_secret ? Json(connected.connection.webhook_secret.reveal()) : Json(nullptr);
    co_return json_reply(std::move(view), 201);
}

Task<Result<HttpReply>> get_connection(Context& context) {
    CO_TRY(auto const entry, find_connection(context));
    CO_TRY(auto const quota, co_await context.parts.database.read_value([&](Transaction& transaction) {
        return calls::quota_report(transaction, context.account(), *entry, context.wall());
    }));
    JsonObject by_operation;
    std::int64_t total = 0;
    for (auto const& [operation, count] : context.parts.caller.counts(entry->id)) {
        by_operation[operation] = count;
        total += count;
    }
    JsonObject view;
    view["connection"] = connection_view(*entry);
    view["quota"] = quota;
    view["calls"] = JsonObject{{"total", total}, {"by_operation", std::move(by_operation)}};
    view["custom_fields"] = catalogue::to_json(entry->custom_fields);
    co_return json_reply(std::move(view));
}

Task<Result<HttpReply>> test_connection(Context& context) {
    CO_TRY_VOID(expect_no_body(context));
    CO_TRY(auto const entry, find_connection(context));
    auto const verification = co_await verify_connection(context.parts, *entry);
    bool const is_cured = verification.is_ok && entry->state == ConnectionState::needs_credential;
    bool const has_news = verification.has_custom_fields && !(verification.custom_fields == entry->custom_fields);
    if (is_cured || has_news) {
        auto changed = *entry;
        if (is_cured) changed.state = ConnectionState::active;
        if (has_news) changed.custom_fields = verification.custom_fields;
        CO_TRY_VOID(co_await store_connection(context.parts, std::move(changed), "connection.test", context.visitor.actor));
    }
    co_return json_reply(verification_view(verification, context.language));
}

Task<Result<HttpReply>> rotate(Context& context) {
    CO_TRY(auto const body, read_body(context));
    Members members(context, body);
    auto credential = members.secret("credential", 4096);
    CO_TRY_VOID(members.finish());
    CO_TRY(auto const entry, find_connection(context));
    CO_TRY(auto const changed, co_await rotate_credential(context.parts, *entry, std::move(credential), context.visitor.actor));
    co_return json_reply(connection_view(changed));
}

Task<Result<HttpReply>> disable_connection(Context& context) {
    CO_TRY_VOID(expect_no_body(context));
    CO_TRY(auto const entry, find_connection(context));
    auto changed = *entry;
    changed.state = ConnectionState::disabled;
    CO_TRY_VOID(co_await store_connection(context.parts, changed, "connection.disable", context.visitor.actor));
    co_return json_reply(connection_view(changed));
}

Task<Result<HttpReply>> run_one(Context& context) {
    CO_TRY(auto const body, read_body(context));
    Members members(context, body);
    RunInput input;
    input.operation = context.path("operation");
    input.inputs = members.optional_object("inputs");
    input.is_dry_run = members.optional_flag("dry_run");
    input.is_confirmed = members.optional_flag("confirm");
    CO_TRY_VOID(members.finish());
    CO_TRY(auto const entry, find_connection(context));
    if (entry->state == ConnectionState::disabled) {
        co_return fail(ErrorKind::conflict, "connections.disabled", "running an operation: the connection is disabled");
    }
    auto const operation = input.operation;
    bool const is_sent = !input.is_dry_run;
    CO_TRY(auto const view, co_await run_operation(context.parts, *entry, std::move(input), context.language));
    if (is_sent) CO_TRY_VOID(co_await note_in_audit(context, "connection.run", entry->id.text() + " " + operation));
    co_return json_reply(view);
}

}  // namespace

std::vector<Route> connection_routes() {
    return {
        {"GET", "/api/v1/connections", Scope::read, list_connections},
        {"POST", "/api/v1/connections", Scope::write, create_connection},
        {"GET", "/api/v1/connections/{connection_id}", Scope::read, get_connection},
        {"DELETE", "/api/v1/connections/{connection_id}", Scope::write, disable_connection},
        {"POST", "/api/v1/connections/{connection_id}/test", Scope::write, test_connection},
        {"POST", "/api/v1/connections/{connection_id}/credential", Scope::write, rotate},
        {"POST", "/api/v1/connections/{connection_id}/operations/{operation}/run", Scope::write, run_one},
    };
}

}  // namespace lockstep::api
