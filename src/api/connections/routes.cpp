// SPDX-License-Identifier: Apache-2.0
#include "api/connections/routes.hpp"

#include "api/connections/accounts.hpp"
#include "api/connections/run_operation.hpp"
#include "api/health/views.hpp"
#include "api/identity/authentication.hpp"
#include "api/members.hpp"
#include "api/reply.hpp"
#include "calls/caller.hpp"
#include "calls/hours.hpp"
#include "calls/quota.hpp"
#include "connections/grant_reference.hpp"
#include "connections/upkeep.hpp"
#include "snapshots/store.hpp"
#include "sync/state/syncs.hpp"

namespace lockstep::api {
namespace {

using connections::Connection;
using connections::ConnectionState;
using Entry = connections::Directory::Entry;

Json time_or_none(std::optional<TimePoint> at) { return at ? Json(format_time(*at)) : Json(nullptr); }

// Null where its tokens come from a grant.
Json credential_view(Connection const& connection, health::ConnectionFacts const& facts, TimePoint now) {
    if (connections::grant_of(connection.credential)) return nullptr;
    auto const& age = facts.credential;
    auto const& rules = connection.connector->credential;
    auto const days = [](Duration duration) { return std::chrono::duration_cast<std::chrono::days>(duration).count(); };
    JsonObject view{{"since", time_or_none(age.since)},
        {"age_days", age.since ? Json(std::max<std::int64_t>(0, days(now - *age.since))) : Json(nullptr)},
        {"remind_at", time_or_none(age.remind_at)}, {"replace_by", time_or_none(age.replace_by)},
        {"overlap_days", rules.overlap.count()}, {"previous_until", time_or_none(age.previous_until)},
        {"refused_since", facts.traffic ? time_or_none(facts.traffic->fallback_since) : Json(nullptr)}};
    return view;
}

JsonObject connection_view(health::ConnectionReport const& report, TimePoint now, messages::Language language) {
    auto const& connection = *report.entry;
    auto const& health = report.health;
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
    auto const grant = connections::grant_of(connection.credential);
    view["grant_id"] = grant ? Json(grant->text()) : Json(nullptr);
    view["credential"] = credential_view(connection, report.facts, now);
    view["webhook_path"] = "/webhooks/contacts";
    view["health"] = health_view(health, language);
    view["created_at"] = format_time(connection.created_at);
    return view;
}

JsonObject verification_view(accounts::Verification const& verification, messages::Language language) {
    return {{"ok", verification.is_ok}, {"tried", verification.was_tried}, {"owner", verification.owner},
        {"account_key", verification.account_key}, {"call_id", verification.call.text()},
        {"detail", messages::text(language, verification.why)}, {"code", verification.why.code},
        {"params", messages::to_json(verification.why.params)}};
}

Result<Entry> find_connection(Context& context) {
    auto entry = context.parts.directory.find(ConnectionId{context.path("connection_id")});
    if (!entry || entry->account != context.account() || !accounts::is_stored(*entry)) {
        return fail(ErrorKind::not_found, "connections.unknown_connection", "looking for a connection: there is none of that id");
    }
    return entry;
}

Task<Result<HttpReply>> list_connections(Context& context) {
    CO_TRY(auto const report, co_await context.parts.health.report(context.account()));
    JsonArray items;
    for (auto const& [id, each] : report.connections) items.push_back(connection_view(each, context.now(), context.language));
    co_return json_reply(page(std::move(items)));
}

Task<Result<HttpReply>> create_connection(Context& context) {
    Members const members(context);
    accounts::NewConnection input;
    input.profile = members.text("profile");
    input.label = members.text("label");
    input.base_url = members.text("base_url");
    input.settings = members.object("settings");
    input.credential = members.secret("credential");
    input.webhook_secret = Secret{members.text("webhook_secret")};
    input.webhook_public_key_text = members.text("webhook_public_key");
    input.monthly_quota = members.integer("monthly_quota").value_or(0);
    CO_TRY(
        auto const connected, co_await accounts::connect_account(accounts_of(context), std::move(input), account_note(context)));
    JsonObject view;
    CO_TRY(view["connection"], co_await show_connection(context, connected.connection.id));
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
    CO_TRY(auto const report, co_await context.parts.health.of_connection(context.account(), entry->id));
    auto const& each = report.connections.at(entry->id);
    JsonObject view;
    view["connection"] = connection_view(each, context.now(), context.language);
    view["deliveries"] = deliveries_view(each, context.language);
    view["reach"] = reach_view(each, context.language);
    view["quota"] = quota;
    view["calls"] = JsonObject{{"total", total}, {"by_operation", std::move(by_operation)}};
    view["custom_fields"] = catalogue::to_json(entry->custom_fields);
    co_return json_reply(std::move(view));
}

Json number_or_null(std::optional<std::int64_t> const& number) { return number ? Json(*number) : Json(nullptr); }

Task<Result<HttpReply>> get_hours(Context& context) {
    CO_TRY(auto const entry, find_connection(context));
    CO_TRY_VOID(co_await context.parts.caller.flush());
    std::vector<calls::HourUse> uses;
    std::int64_t month_limit = 0;
    CO_TRY_VOID(co_await context.parts.database.read([&](Transaction& transaction) -> Result<void> {
        TRY(uses, calls::hours_of_connection(transaction, context.account(), entry->id, context.wall()));
        TRY(month_limit, calls::quota_limit(transaction, *entry));
        return {};
    }));
    auto const share = calls::CallerOptions{}.quota_share;
    auto const allowance = calls::hour_allowance(entry->connector->limits, month_limit, share);
    JsonArray hours;
    for (auto const& use : uses)
        hours.push_back(JsonObject{{"at", format_time(use.begins_at)}, {"interactive", use.calls[0]}, {"live", use.calls[1]},
            {"bulk", use.calls[2]}, {"limited", use.limited}});
    co_return json_reply(JsonObject{{"hours", std::move(hours)}, {"share_percent", static_cast<std::int64_t>(share * 100 + 0.5)},
        {"allowed_by_pace", number_or_null(allowance.by_pace)},
        {"allowed_spread_evenly", number_or_null(allowance.spread_evenly)}});
}

Task<Result<HttpReply>> test_connection(Context& context) {
    CO_TRY(auto const entry, find_connection(context));
    CO_TRY(auto const tested, co_await accounts::test_connection(accounts_of(context), *entry, account_note(context)));
    if (tested.is_cured) CO_TRY_VOID(co_await context.parts.syncs.go_on_with(context.account(), entry->id));
    co_return json_reply(verification_view(tested.verification, context.language));
}

Task<Result<HttpReply>> rotate(Context& context) {
    Members const members(context);
    accounts::Rotation rotation;
    rotation.credential = members.secret("credential");
    if (members.flag("other_account")) rotation.other_account = accounts::OtherAccount::confirmed;
    if (members.flag("old_is_dead")) rotation.old_credential = accounts::OldCredential::dead;
    CO_TRY(auto const entry, find_connection(context));
    CO_TRY(auto const changed,
        co_await accounts::rotate_credential(accounts_of(context), *entry, std::move(rotation), account_note(context)));
    CO_TRY_VOID(co_await context.parts.syncs.go_on_with(context.account(), changed.id));
    CO_TRY(auto view, co_await show_connection(context, changed.id));
    co_return json_reply(std::move(view));
}

Task<Result<HttpReply>> forget_previous(Context& context) {
    CO_TRY(auto const entry, find_connection(context));
    CO_TRY(
        auto const changed, co_await connections::forget_previous_credential(upkeep_of(context), *entry, account_note(context)));
    CO_TRY(auto view, co_await show_connection(context, changed.id));
    co_return json_reply(std::move(view));
}

Task<Result<HttpReply>> rename_connection(Context& context) {
    Members const members(context);
    auto const label = members.text("label");
    CO_TRY(auto const entry, find_connection(context));
    CO_TRY(auto const changed, co_await connections::rename(upkeep_of(context), *entry, label, account_note(context)));
    CO_TRY(auto view, co_await show_connection(context, changed.id));
    co_return json_reply(std::move(view));
}

Task<Result<HttpReply>> disable_connection(Context& context) {
    CO_TRY(auto const entry, find_connection(context));
    CO_TRY(auto const changed, co_await connections::disable(upkeep_of(context), *entry, account_note(context)));
    CO_TRY(auto view, co_await show_connection(context, changed.id));
    co_return json_reply(std::move(view));
}

// The address and the secret are shown once, so whoever lost them makes new ones. The old ones end at once.
Task<Result<HttpReply>> renew_webhook(Context& context) {
    CO_TRY(auto const entry, find_connection(context));
    CO_TRY(auto const changed, co_await accounts::renew_webhook(accounts_of(context), *entry, account_note(context)));
    JsonObject view{
        {"webhook_path", "/webhooks/in/" + changed.webhook_token.reveal()}, {"webhook_secret", changed.webhook_secret.reveal()}};
    co_return json_reply(std::move(view), 201);
}

Task<Result<HttpReply>> enable_connection(Context& context) {
    CO_TRY(auto const entry, find_connection(context));
    CO_TRY(auto const changed, co_await connections::enable(upkeep_of(context), *entry, account_note(context)));
    // Tried with one call, so that what is said of it is not from before it rested.
    if (entry->state == ConnectionState::disabled) {
        (void)co_await accounts::verify_connection(accounts_of(context), changed);
        CO_TRY_VOID(co_await context.parts.syncs.go_on_with(context.account(), entry->id));
    }
    CO_TRY(auto view, co_await show_connection(context, entry->id));
    co_return json_reply(std::move(view));
}

// Deleted with everything sealed in it: only when no sync is made of it.
Task<Result<HttpReply>> forget_connection(Context& context) {
    CO_TRY(auto const entry, find_connection(context));
    auto const may_go = [&](Transaction& transaction) -> Result<void> {
        TRY(auto const syncs, sync::load_syncs(transaction));
        for (auto const& each : syncs) {
            if (each.a != entry->id && each.b != entry->id) continue;
            return fail(ErrorKind::conflict, "connections.in_use",
                "deleting a connection: the sync " + each.id.text() + " needs it", {{"reason", "named"}, {"name", each.label}});
        }
        return snapshots::forget_connection({transaction, context.parts.vault, context.account()}, entry->id);
    };
    CO_TRY_VOID(co_await connections::forget(upkeep_of(context), *entry, may_go, account_note(context)));
    co_return no_content();
}

Task<Result<HttpReply>> run_one(Context& context) {
    Members const members(context);
    RunInput input;
    input.operation = context.path("operation");
    input.inputs = members.object("inputs");
    input.is_dry_run = members.flag("dry_run");
    input.is_confirmed = members.flag("confirm");
    CO_TRY(auto const entry, find_connection(context));
    if (entry->state == ConnectionState::disabled) {
        co_return fail(ErrorKind::conflict, "connections.disabled", "running an operation: the connection is disabled");
    }
    auto const operation = input.operation;
    input.before_sending = [&context, subject = entry->id.text() + " " + operation] {
        return note_in_audit(context, "connection.run", subject);
    };
    CO_TRY(auto const view, co_await run_operation(context.parts, *entry, std::move(input), context.language));
    co_return json_reply(view);
}

}  // namespace

// As it is after what was just done to it.
Task<Result<JsonObject>> show_connection(Context& context, ConnectionId id) {
    CO_TRY(auto const report, co_await context.parts.health.of_connection(context.account(), id));
    auto const found = report.connections.find(id);
    CHECK(found != report.connections.end());
    co_return connection_view(found->second, context.now(), context.language);
}

std::vector<Route> connection_routes() {
    return {
        {"GET", "/api/v1/connections", Scope::read, list_connections},
        {"POST", "/api/v1/connections", Scope::write, create_connection},
        {"GET", "/api/v1/connections/{connection_id}", Scope::read, get_connection},
        {"GET", "/api/v1/connections/{connection_id}/hours", Scope::read, get_hours},
        {"PATCH", "/api/v1/connections/{connection_id}", Scope::write, rename_connection},
        {"DELETE", "/api/v1/connections/{connection_id}", Scope::write, disable_connection},
        {"POST", "/api/v1/connections/{connection_id}/enable", Scope::write, enable_connection},
        {"POST", "/api/v1/connections/{connection_id}/forget", Scope::write, forget_connection},
        {"POST", "/api/v1/connections/{connection_id}/webhook", Scope::write, renew_webhook},
        {"POST", "/api/v1/connections/{connection_id}/test", Scope::write, test_connection},
        {"POST", "/api/v1/connections/{connection_id}/credential", Scope::write, rotate},
        {"DELETE", "/api/v1/connections/{connection_id}/credential/previous", Scope::write, forget_previous},
        {"POST", "/api/v1/connections/{connection_id}/operations/{operation}/run", Scope::write, run_one},
    };
}

}  // namespace lockstep::api
