// SPDX-License-Identifier: Apache-2.0
// A connection: one account at an app with its sealed credential. The store keeps
// connections in the database; the directory keeps the opened ones in memory for whoever calls an app or routes an event.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/binding.hpp"
#include "catalogue/connector.hpp"
#include "ports/clock.hpp"
#include "ports/database.hpp"
#include "vault/vault.hpp"

namespace lockstep::connections {

enum class ConnectionState : std::uint8_t {
    active,
    needs_credential,
    disabled
};
std::string_view to_string(ConnectionState state);

struct Connection {
    AccountId account;
    ConnectionId id;
    std::string label;
    std::shared_ptr<catalogue::Connector const> connector;  // shared with the catalogue and every other connection of the app
    catalogue::ConnectionSettings settings;
    std::string account_key;     // what routes its webhooks, as the app names accounts; may be empty
    std::string pinned_account;  // what the app said of whose account it is, when it was connected or a person confirmed another
    ConnectionState state = ConnectionState::active;
    Secret credential;             // opened
    TimePoint credential_since{};  // when a person gave it
    // After a planned rotation: the one before, which the app still accepts until then. Empty: there is none.
    Secret previous_credential;
    TimePoint previous_until{};
    Secret webhook_secret;  // for the generic envelope: bearer or Standard Webhooks key
    Secret webhook_token;   // the unguessable part of /webhooks/in/<token>
    // Ed25519, raw 32 bytes; 64 while keys are rotated: the new one, then the old. Empty: the connector's declared key.
    std::string webhook_public_key;
    catalogue::CustomFields custom_fields;
    std::int64_t monthly_quota = 0;  // 0: as the connector declares; -1: none
    TimePoint created_at{};
};

// Thread-safe: the HTTP server's and the engine's coroutines read it. Entries are immutable and replaced whole.
class Directory {
public:
    using Entry = std::shared_ptr<Connection const>;  // shared: a caller keeps what it started with while it is replaced

    void put(Connection connection);
    void remove(ConnectionId const& id);
    Entry find(ConnectionId const& id) const;
    std::vector<Entry> all() const;
    std::vector<Entry> by_account_key(std::string_view account_key) const;
    // Both look by SHA-256 first, so that the time taken says nothing about how much of a guess was right. Null when unknown.
    Entry by_webhook_token(std::string_view token) const;
    // Several connections may have been given one secret.
    std::vector<Entry> by_webhook_secret(std::string_view secret) const;
    // Grows with every put: whoever keeps something made from all entries knows when to make it again.
    std::uint64_t version() const { return version_.load(std::memory_order_acquire); }

private:
    void forget(Entry const& entry);

    mutable std::mutex mutex_;
    std::map<ConnectionId, Entry> entries_;
    std::multimap<std::string, Entry, std::less<>> by_account_key_;
    std::multimap<std::string, Entry, std::less<>> by_token_hash_;
    std::multimap<std::string, Entry, std::less<>> by_secret_hash_;
    std::atomic<std::uint64_t> version_{0};
};

using Connectors = std::vector<std::shared_ptr<catalogue::Connector const>>;
std::shared_ptr<catalogue::Connector const> find_connector(Connectors const& connectors, std::string_view profile);

// Whether the app may still accept the credential before.
inline bool has_previous(Connection const& connection, TimePoint now) {
    return !connection.previous_credential.empty() && now < connection.previous_until;
}

// Gives it another credential. `kept_for`: how long the app goes on accepting the one before, which is kept for so long; zero: it
// is not kept.
void replace_credential(Connection& connection, Secret credential, TimePoint now, Duration kept_for);

// Inserts or replaces the row; seals credentials, secrets and custom fields.
Result<void> save(Transaction& transaction, vault::Vault const& vault, Connection const& connection, TimePoint now);
// The row with everything sealed in it. not_found "connections.unknown_connection". Whether a sync needs it is the caller's to
// ask.
Result<void> remove(Transaction& transaction, AccountId const& account, ConnectionId const& id);
Result<std::optional<Connection>> find(Transaction& transaction, vault::Vault const& vault, Connectors const& connectors,
    AccountId const& account, ConnectionId const& id);
Result<std::vector<Connection>> load_all(Transaction& transaction, vault::Vault const& vault, Connectors const& connectors);

}  // namespace lockstep::connections
