// SPDX-License-Identifier: Apache-2.0
// Rows of the table connections: what is sealed, and under which column name.
#include <array>

#include "base/json.hpp"
#include "connections/connection.hpp"

namespace lockstep::connections {
namespace {

constexpr std::array states{ConnectionState::active, ConnectionState::needs_credential, ConnectionState::disabled};

vault::Place place(ConnectionId const& id, std::string_view column) { return {"connections", id.text(), column}; }

Result<ConnectionState> parse_state(std::string_view text) {
    for (auto state : states) {
        if (to_string(state) == text) return state;
    }
    return fail(ErrorKind::corrupt, "connections.damaged_row", "reading a connection: unknown state " + std::string(text));
}

constexpr std::string_view columns_of_connection =
    "SELECT account_id, id, label, profile, base_url, settings, account_key, state, credential_sealed, webhook_secret_sealed,"
    " webhook_token_sealed, webhook_public_key, custom_fields_sealed, monthly_quota, created_at, pinned_account,"
    " credential_since, previous_credential_sealed, previous_until FROM connections ";

Result<Connection> read_row(Row const& row, vault::Vault const& vault, Connectors const& connectors) {
    Connection connection;
    connection.account = row.id<AccountId>(0);
    connection.id = row.id<ConnectionId>(1);
    connection.label = row.text(2);
    connection.connector = find_connector(connectors, row.text(3));
    if (!connection.connector) {
        return fail(ErrorKind::not_found, "connections.unknown_profile",
            "loading connection " + connection.id.text() + ": no connector has the profile " + row.text(3));
    }
    connection.settings.base_url = row.text(4);
    TRY(auto settings, parse_json(row.text(5)));
    if (!settings.is_object()) {
        return fail(ErrorKind::corrupt, "connections.damaged_row",
            "loading connection " + connection.id.text() + ": settings are no object");
    }
    connection.settings.values = std::move(settings.as_object());
    connection.account_key = row.text(6);
    TRY(connection.state, parse_state(row.text(7)));
    auto const open = [&](std::size_t column, std::string_view name) {
        return vault.open(connection.account, place(connection.id, name), row.blob(column));
    };
    TRY(auto credential, open(8, "credential"));
    connection.credential = Secret{std::move(credential)};
    TRY(auto webhook_secret, open(9, "webhook_secret"));
    connection.webhook_secret = Secret{std::move(webhook_secret)};
    TRY(auto webhook_token, open(10, "webhook_token"));
    connection.webhook_token = Secret{std::move(webhook_token)};
    connection.webhook_public_key = row.blob(11);
    TRY(auto custom_text, open(12, "custom_fields"));
    TRY(auto custom_json, parse_json(custom_text));
    TRY(connection.custom_fields, catalogue::custom_fields_from_json(custom_json));
    connection.monthly_quota = row.integer(13);
    connection.created_at = row.time(14);
    connection.pinned_account = row.text(15);
    connection.credential_since = row.time(16);
    if (row.is_null(17)) return connection;
    TRY(auto previous, open(17, "previous_credential"));
    connection.previous_credential = Secret{std::move(previous)};
    connection.previous_until = row.time(18);
    return connection;
}

}  // namespace

std::string_view to_string(ConnectionState state) {
    switch (state) {
        case ConnectionState::active: return "active";
        case ConnectionState::needs_credential: return "needs_credential";
        case ConnectionState::disabled: return "disabled";
    }
    return "disabled";
}

void replace_credential(Connection& connection, Secret credential, TimePoint now, Duration kept_for) {
    connection.previous_credential = kept_for > Duration{0} ? std::move(connection.credential) : Secret{};
    connection.previous_until = kept_for > Duration{0} ? now + kept_for : TimePoint{};
    connection.credential = std::move(credential);
    connection.credential_since = now;
}

Result<void> save(Transaction& transaction, vault::Vault const& vault, Connection const& connection, TimePoint now) {
    CHECK(connection.connector != nullptr);
    auto const seal = [&](std::string_view column, std::string_view plain) {
        return Blob{vault.seal(connection.account, place(connection.id, column), plain)};
    };
    std::optional<Blob> previous;
    std::optional<TimePoint> previous_until;
    if (!connection.previous_credential.empty()) {
        previous = seal("previous_credential", connection.previous_credential.reveal());
        previous_until = connection.previous_until;
    }
    TRY_VOID(transaction.execute(
        "INSERT INTO connections (account_id, id, label, profile, base_url, settings, account_key, state, credential_sealed,"
        " previous_credential_sealed, credential_since, webhook_secret_sealed, webhook_token_sealed, webhook_public_key,"
        " custom_fields_sealed, monthly_quota, created_at, updated_at, pinned_account, previous_until)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)"
        " ON CONFLICT (account_id, id) DO UPDATE SET label = excluded.label, profile = excluded.profile, base_url = "
        "excluded.base_url,"
        " settings = excluded.settings, account_key = excluded.account_key, state = excluded.state,"
        " credential_sealed = excluded.credential_sealed, previous_credential_sealed = excluded.previous_credential_sealed,"
        " credential_since = excluded.credential_since, webhook_secret_sealed = excluded.webhook_secret_sealed,"
        " webhook_token_sealed = excluded.webhook_token_sealed, webhook_public_key = excluded.webhook_public_key,"
        " custom_fields_sealed = excluded.custom_fields_sealed, monthly_quota = excluded.monthly_quota,"
        " updated_at = excluded.updated_at, pinned_account = excluded.pinned_account,"
        " previous_until = excluded.previous_until",
        connection.account, connection.id, connection.label, connection.connector->profile, connection.settings.base_url,
        to_text(Json(connection.settings.values)), connection.account_key, to_string(connection.state),
        seal("credential", connection.credential.reveal()), previous, connection.credential_since,
        seal("webhook_secret", connection.webhook_secret.reveal()), seal("webhook_token", connection.webhook_token.reveal()),
        Blob{connection.webhook_public_key}, seal("custom_fields", to_text(catalogue::to_json(connection.custom_fields))),
        connection.monthly_quota, connection.created_at, now, connection.pinned_account, previous_until));
    return {};
}

Result<void> remove(Transaction& transaction, AccountId const& account, ConnectionId const& id) {
    TRY(auto const gone, transaction.execute("DELETE FROM connections WHERE account_id = ?1 AND id = ?2", account, id));
    if (gone == 0) {
        return fail(ErrorKind::not_found, "connections.unknown_connection", "removing a connection: there is none of that id");
    }
    return {};
}

Result<std::optional<Connection>> find(Transaction& transaction, vault::Vault const& vault, Connectors const& connectors,
    AccountId const& account, ConnectionId const& id) {
    TRY(auto const rows,
        transaction.query(std::string(columns_of_connection) + "WHERE account_id = ?1 AND id = ?2", account, id));
    if (rows.empty()) return std::optional<Connection>{};
    TRY(auto connection, read_row(rows.front(), vault, connectors));
    return std::optional{std::move(connection)};
}

Result<std::vector<Connection>> load_all(Transaction& transaction, vault::Vault const& vault, Connectors const& connectors) {
    TRY(auto rows, transaction.query(std::string(columns_of_connection) + "ORDER BY account_id, id"));
    std::vector<Connection> list;
    list.reserve(rows.size());
    for (auto const& row : rows) {
        TRY(auto connection, read_row(row, vault, connectors));
        list.push_back(std::move(connection));
    }
    return list;
}

}  // namespace lockstep::connections
