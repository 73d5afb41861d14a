// SPDX-License-Identifier: Apache-2.0
#include "accounts/connect.hpp"

#include <algorithm>
#include <array>
#include <span>

#include "accounts/pasted.hpp"
#include "base/bytes.hpp"
#include "base/text.hpp"
#include "catalogue/binding.hpp"
#include "catalogue/imported.hpp"
#include "connections/grant_reference.hpp"

namespace lockstep::accounts {
namespace {

using connections::Connection;

constexpr std::size_t secret_bytes = 24;

std::string random_bytes(SecureRandom& random) {
    std::string bytes(secret_bytes, '\0');
    random.fill(std::as_writable_bytes(std::span(bytes)));
    return bytes;
}

Result<void> check_settings(catalogue::Connector const& connector, JsonObject const& settings) {
    for (auto const& member : settings) {
        std::string_view const name = member.key();
        if (std::ranges::find(connector.settings, name, &catalogue::Setting::name) == connector.settings.end()) {
            return fail(ErrorKind::invalid, "api.bad_setting",
                "reading the settings: " + connector.title + " has no setting \"" + printable(name.substr(0, 60)) + "\"",
                {{"reason", "unknown"}, {"app", connector.title}, {"name", printable(name.substr(0, 60))}});
        }
    }
    for (auto const& setting : connector.settings) {
        auto const& name = setting.name;
        if (settings.contains(name)) continue;
        return fail(ErrorKind::invalid, "api.bad_setting",
            "reading the settings: " + connector.title + " needs the setting \"" + name + "\"",
            {{"reason", "missing"}, {"app", connector.title}, {"name", name}});
    }
    return {};
}

std::string account_key_of(catalogue::Connector const& connector, JsonObject const& settings) {
    auto const* setting = connector.routing_setting();
    auto const* value = setting != nullptr ? settings.if_contains(setting->name) : nullptr;
    return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::string owner_in(catalogue::Connector const& connector, Json const& body) {
    for (auto const& place : connector.owner) {
        std::string name;
        for (auto const& part : place) {
            auto const text = trim_ascii(find_text(body, part).value_or(""));
            if (!text.empty()) name.append(name.empty() ? "" : " ").append(text);
        }
        if (!name.empty()) return printable(name.substr(0, 200));
    }
    return {};
}

std::string account_in(catalogue::Connector const& connector, Json const& body) {
    for (auto const& place : connector.account) {
        auto const* value = find(body, place);
        if (value == nullptr) continue;
        auto const text = value->is_string() ? std::string(value->get_string()) : value->is_int64() ? to_text(*value) : "";
        if (!trim_ascii(text).empty()) return place + "=" + std::string(trim_ascii(text));
    }
    return {};
}

// The last part of the sentence's code: error.api.credential_refused.<...> in messages/<language>.json.
std::string_view refusal_reason(calls::CallOutcome const& outcome) {
    using catalogue::ReplyClass;
    auto const reply_class = outcome.reading.reply_class;
    if (outcome.error.code == "calls.connection_disabled") return "disabled";
    if (outcome.error.code == "calls.needs_credential") return "credential";
    if (outcome.error.code == "http.address_refused") return "not_allowed";
    if (outcome.status == 0) return "silent";
    if (reply_class == ReplyClass::unauthorized) return "credential";
    if (reply_class == ReplyClass::forbidden) return "account";
    if (reply_class == ReplyClass::not_found) return "unknown_account";
    if (reply_class == ReplyClass::quota_spent) return "quota";
    return "status";
}

void keep_custom_fields(Connection const& connection, calls::CallOutcome const& outcome, Verification& verification) {
    if (outcome.kind != calls::OutcomeKind::done) return;
    auto fields = connection.connector->contacts->read_custom_fields(outcome.reading.body);
    if (!fields) return;
    verification.custom_fields = *std::move(fields);
    verification.has_custom_fields = true;
}

// One account connected twice would be read and written twice, and its webhooks would be heard twice. Apps that name no account
// in their webhooks are told apart by the credential.
Result<void> demand_new_account(Parts const& parts, Connection const& connection) {
    for (auto const& entry : parts.directory.all()) {
        if (entry->account != connection.account || !is_stored(*entry) || entry->state == connections::ConnectionState::disabled)
            continue;
        if (entry->connector->id != connection.connector->id || entry->settings.base_url != connection.settings.base_url)
            continue;
        bool const is_same = connection.account_key.empty()
                                 ? equal_constant_time(entry->credential.reveal(), connection.credential.reveal())
                                 : entry->account_key == connection.account_key;
        if (!is_same) continue;
        return fail(ErrorKind::conflict, "connections.already_connected",
            "connecting: this account is connected already, as " + entry->id.text(),
            {{"reason", "named"}, {"name", entry->label}});
    }
    return {};
}

// The caller finds accounts in the directory only. While an account is tried it stands there without key, token and secret, so
// that no webhook is routed to it.
Connection on_trial(Connection connection) {
    connection.account_key.clear();
    connection.webhook_secret = {};
    connection.webhook_token = {};
    return connection;
}

Task<Verification> try_account(Parts const& parts, Connection connection) {
    auto trial = on_trial(std::move(connection));
    parts.directory.put(trial);
    auto verification = co_await verify_connection(parts, trial);
    trial.state = connections::ConnectionState::disabled;
    trial.credential = {};
    parts.directory.put(std::move(trial));
    co_return verification;
}

Result<void> demand(Verification const& verification, calls::OutcomeKind kind) {
    if (verification.is_ok) return {};
    auto params = verification.why.params;
    params.emplace_back("reason", verification.why.code.substr(verification.why.code.rfind('.') + 1));
    auto const told = "trying the credential: " + messages::text(messages::Language::en, verification.why);
    if (kind == calls::OutcomeKind::refused) return fail(ErrorKind::invalid, "api.credential_refused", told, std::move(params));
    return fail(ErrorKind::unavailable, "api.app_silent", told, std::move(params));
}

}  // namespace

bool is_stored(Connection const& connection) { return !connection.webhook_token.empty(); }

Task<Verification> verify_connection(Parts const& parts, Connection const& connection) {
    if (connection.connector->verify_operation.empty()) {
        Verification untried;
        untried.is_ok = true;
        untried.was_tried = false;
        untried.account_key = account_key_of(*connection.connector, connection.settings.values);
        untried.outcome = calls::OutcomeKind::done;
        co_return untried;
    }
    auto const outcome = co_await parts.caller.call({.connection = connection.id,
        .operation = connection.connector->verify_operation,
        .inputs = {},
        .lane = catalogue::Lane::interactive,
        .purpose = "verify",
        .cause = {}});
    Verification verification;
    verification.call = outcome.call;
    // That it is tried again with this credential later does not make it a good one.
    verification.outcome = outcome.error.code == "calls.needs_credential" ? calls::OutcomeKind::refused : outcome.kind;
    verification.account_key = account_key_of(*connection.connector, connection.settings.values);
    if (outcome.kind != calls::OutcomeKind::done) {
        verification.why = {"error.api.credential_refused." + std::string(refusal_reason(outcome)),
            {{"app", connection.connector->title}, {"status", std::to_string(outcome.status)}}};
        co_return verification;
    }
    verification.is_ok = true;
    verification.owner = owner_in(*connection.connector, outcome.reading.body);
    verification.account = account_in(*connection.connector, outcome.reading.body);
    if (auto const call = connection.connector->contacts->list_custom_fields(connection.settings)) {
        if (call->operation == connection.connector->verify_operation) {
            keep_custom_fields(connection, outcome, verification);
        } else {
            auto const listing = co_await parts.caller.call({.connection = connection.id,
                .operation = call->operation,
                .inputs = call->inputs,
                .lane = catalogue::Lane::interactive,
                .purpose = "verify",
                .cause = {}});
            keep_custom_fields(connection, listing, verification);
        }
    }
    co_return verification;
}

Task<Result<void>> store_connection(Parts parts, Connection connection, std::string_view action, Note note) {
    auto const id = connection.id;
    CO_TRY_VOID(co_await connections::store(
        {parts.database, parts.vault, parts.directory, parts.clock}, std::move(connection), action, std::move(note)));
    parts.log.info("a connection was changed", {{"action", action}, {"connection", id.text()}});
    co_return Result<void>{};
}

// Changes what is stored of it, and says so in the log.
Task<Result<Connection>> change_connection(
    Parts parts, Connection const& connection, connections::Edit edit, std::string_view action, Note note) {
    CO_TRY(auto changed, co_await connections::change({parts.database, parts.vault, parts.directory, parts.clock},
                             connection.account, connection.id, std::move(edit),
                             [&](Transaction& transaction) { return note(transaction, action, connection.id.text()); }));
    parts.log.info("a connection was changed", {{"action", action}, {"connection", connection.id.text()}});
    co_return changed;
}

Task<Result<Connection>> connect_granted(Parts parts, GrantedAccount input, Note note) {
    for (auto const& entry : parts.directory.all()) {
        bool const is_same = entry->account == parts.account && is_stored(*entry) && entry->connector->id == input.connector &&
                             entry->account_key == input.owner;
        if (!is_same) continue;
        auto const edit = [&](Connection& stored) {
            connections::replace_credential(stored, input.reference, parts.clock.now(), Duration{0});
            stored.state = connections::ConnectionState::active;
            return true;
        };
        co_return co_await change_connection(parts, *entry, edit, "connection.reconnect", std::move(note));
    }
    NewConnection fresh;
    fresh.profile = std::move(input.profile);
    fresh.label = std::move(input.label);
    fresh.base_url = std::move(input.base_url);
    fresh.settings[input.setting] = std::move(input.owner);
    fresh.credential = std::move(input.reference);
    CO_TRY(auto connected, co_await connect_account(parts, std::move(fresh), std::move(note)));
    co_return std::move(connected.connection);
}

Task<Result<Tested>> test_connection(Parts parts, Connection connection, Note note) {
    Tested tested;
    auto& verification = tested.verification;
    verification = co_await verify_connection(parts, connection);
    tested.is_cured = verification.is_ok && connection.state == connections::ConnectionState::needs_credential;
    bool const has_news = verification.has_custom_fields && !(verification.custom_fields == connection.custom_fields);
    bool const is_unpinned = connection.pinned_account.empty() && !verification.account.empty();
    if (tested.is_cured || has_news || is_unpinned) {
        auto const edit = [&](Connection& stored) {
            // What was tried is the credential that it had: of one that was given meanwhile nothing is known.
            if (stored.credential_since != connection.credential_since) return false;
            if (tested.is_cured && stored.state == connections::ConnectionState::needs_credential)
                stored.state = connections::ConnectionState::active;
            if (is_unpinned) stored.pinned_account = verification.account;
            if (has_news) stored.custom_fields = verification.custom_fields;
            return true;
        };
        CO_TRY_VOID(co_await change_connection(parts, connection, edit, "connection.test", std::move(note)));
    }
    co_return tested;
}

Task<Result<Connection>> renew_webhook(Parts parts, Connection connection, Note note) {
    auto const edit = [&](Connection& stored) {
        stored.webhook_secret = Secret{"whsec_" + to_base64(random_bytes(parts.secure_random))};
        stored.webhook_token = Secret{to_base64url(random_bytes(parts.secure_random))};
        return true;
    };
    co_return co_await change_connection(parts, connection, edit, "connection.renew_webhook", std::move(note));
}

Task<Result<Connected>> connect_account(Parts parts, NewConnection input, Note note) {
    auto connector = connections::find_connector(parts.connectors, input.profile);
    if (!connector) {
        co_return fail(ErrorKind::invalid, "connections.unknown_profile",
            "connecting: no connector has the profile \"" + printable(input.profile) + "\"",
            {{"reason", "named"}, {"name", printable(input.profile)}});
    }
    CO_TRY_VOID(check_settings(*connector, input.settings));
    auto const now = parts.clock.now();
    Connected connected;
    auto& connection = connected.connection;
    connection.account = parts.account;
    connection.id = parts.random.id<ConnectionTag>(now);
    connection.label = std::move(input.label);
    connection.connector = connector;
    connection.settings.base_url = connector->default_base_url;
    if (!input.base_url.empty()) {
        CO_TRY(connection.settings.base_url, read_address(input.base_url));
    }
    connection.account_key = account_key_of(*connector, input.settings);
    connection.settings.values = std::move(input.settings);
    connection.credential = std::move(input.credential);
    connected.made_webhook_secret = input.webhook_secret.empty();
    if (connected.made_webhook_secret) {
        connection.webhook_secret = Secret{"whsec_" + to_base64(random_bytes(parts.secure_random))};
    } else {
        CO_TRY(connection.webhook_secret, read_webhook_secret(input.webhook_secret));
    }
    connection.webhook_token = Secret{to_base64url(random_bytes(parts.secure_random))};
    connection.monthly_quota = input.monthly_quota;
    connection.created_at = now;
    connection.credential_since = now;
    if (!input.webhook_public_key_text.empty()) {
        CO_TRY(connection.webhook_public_key, read_webhook_public_key(input.webhook_public_key_text));
    }
    CO_TRY_VOID(demand_new_account(parts, connection));
    bool const needs_credential = catalogue::needs_credential(*connector);
    if (needs_credential == connection.credential.empty()) {
        co_return fail(ErrorKind::invalid, "api.bad_member", "connecting: the app needs a credential, or takes none",
            {{"reason", needs_credential ? "missing" : "not_taken"}, {"name", "credential"}});
    }
    auto const* verify = connector->find(connector->verify_operation);
    CHECK(verify != nullptr || catalogue::is_imported(*connector));
    // What cannot be sent is told before anything is. A grant's tokens are the app's own and can be.
    if (verify != nullptr && !connections::grant_of(connection.credential))
        CO_TRY_VOID(catalogue::render_request(*connector, *verify, {}, connection.settings, connection.credential));

    connected.verification = co_await try_account(parts, connection);
    CO_TRY_VOID(demand(connected.verification, connected.verification.outcome));
    // Imported again meanwhile, or taken away.
    if (connections::find_connector(parts.connectors, input.profile) != connector) {
        co_return fail(ErrorKind::conflict, "connections.unknown_profile", "connecting: the connector changed meanwhile",
            {{"reason", "named"}, {"name", printable(input.profile)}});
    }
    connection.custom_fields = connected.verification.custom_fields;
    connection.pinned_account = connected.verification.account;
    if (connection.label.empty())
        connection.label = connected.verification.owner.empty() ? connector->title : connected.verification.owner;
    CO_TRY_VOID(co_await store_connection(parts, connection, "connection.create", std::move(note)));
    co_return connected;
}

Task<Result<Connection>> rotate_credential(Parts parts, Connection connection, Rotation rotation, Note note) {
    // Connected before accounts were remembered: the credential it has may still tell.
    if (connection.pinned_account.empty() && !connection.connector->account.empty())
        connection.pinned_account = (co_await verify_connection(parts, connection)).account;
    // Tried under an id of its own, so that work under way goes on with the credential it has.
    auto candidate = connection;
    candidate.id = parts.random.id<ConnectionTag>(parts.clock.now());
    candidate.credential = rotation.credential;
    candidate.previous_credential = {};
    candidate.state = connections::ConnectionState::active;
    auto const verification = co_await try_account(parts, std::move(candidate));
    CO_TRY_VOID(demand(verification, verification.outcome));
    bool const is_other = !connection.pinned_account.empty() && verification.account != connection.pinned_account;
    if (is_other && rotation.other_account == OtherAccount::refused) {
        co_return fail(ErrorKind::conflict, "connections.other_account",
            "replacing the credential: the new one belongs to another account than the one that was connected",
            {{"reason", "named"}, {"name", connection.label}, {"owner", verification.owner}});
    }
    auto const now = parts.clock.now();
    auto const traffic = parts.caller.traffic(connection.id);
    auto const edit = [&](Connection& stored) {
        // Given again as it is, it is no new one: neither its age nor the one before changes.
        if (!equal_constant_time(rotation.credential.reveal(), stored.credential.reveal())) {
            bool const is_old_good = rotation.old_credential == OldCredential::good_for_a_while && !is_other &&
                                     stored.state == connections::ConnectionState::active &&
                                     !connections::grant_of(stored.credential);
            if (is_old_good && traffic && traffic->fallback_since) {
                // The app refuses the present one: the one before it is what calls go by, and stays.
                stored.credential = rotation.credential;
                stored.credential_since = now;
            } else {
                connections::replace_credential(
                    stored, rotation.credential, now, is_old_good ? stored.connector->credential.overlap : std::chrono::days{0});
            }
        } else if (rotation.old_credential == OldCredential::dead) {
            stored.previous_credential = {};
        }
        stored.state = connections::ConnectionState::active;
        stored.pinned_account = verification.account;
        if (verification.has_custom_fields) stored.custom_fields = verification.custom_fields;
        return true;
    };
    auto const* const action = is_other ? "connection.rotate_to_other_account" : "connection.rotate_credential";
    co_return co_await change_connection(parts, connection, edit, action, std::move(note));
}

}  // namespace lockstep::accounts
