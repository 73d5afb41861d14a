// SPDX-License-Identifier: Apache-2.0
// Connecting an account at an app: the credential is tried with one call, and only what the app accepts is stored, in one
// transaction with its audit entry.
#pragma once

#include <string>

#include "calls/caller.hpp"
#include "connections/connection.hpp"
#include "connections/upkeep.hpp"
#include "messages/messages.hpp"
#include "ports/clock.hpp"
#include "ports/database.hpp"
#include "ports/log.hpp"
#include "ports/random.hpp"
#include "vault/vault.hpp"

namespace lockstep::accounts {

using connections::Note;

struct Parts {
    AccountId account;
    Database& database;
    vault::Vault const& vault;
    Clock& clock;
    Random& random;
    SecureRandom& secure_random;
    Log& log;
    connections::Directory& directory;
    connections::Connectors const& connectors;
    calls::Caller& caller;
};

struct NewConnection {
    std::string profile;
    std::string label;     // empty: the owner's name, else the app's
    std::string base_url;  // empty: the app's own
    JsonObject settings;
    Secret credential;
    Secret webhook_secret;                // empty: made
    std::string webhook_public_key_text;  // PEM or base64; empty: the connector's declared key
    std::int64_t monthly_quota = 0;
};

// What the app says about a credential.
struct Verification {
    bool is_ok = false;
    bool was_tried = true;  // false: an imported connector names no call that could try it
    std::string owner;      // of the credential, when the app names somebody
    std::string account_key;
    std::string account;  // what the app says of whose account it is, with the place where it says so; empty: nothing
    CallId call;
    messages::Message why;  // it is not right; empty when it is
    catalogue::CustomFields custom_fields;
    bool has_custom_fields = false;  // false: not asked or no answer, keep what is known
    calls::OutcomeKind outcome = calls::OutcomeKind::retry_later;
};

struct Connected {
    connections::Connection connection;
    Verification verification;
    bool made_webhook_secret = false;
};

// Stores it and puts it into the directory. invalid "connections.unknown_profile",
// "api.bad_setting", "api.bad_address", "api.bad_webhook_secret", "api.bad_public_key", "api.credential_refused"; conflict
// "connections.already_connected"; unavailable "api.app_silent".
Task<Result<Connected>> connect_account(Parts parts, NewConnection input, Note note);

// Tries a stored connection as it is and reads its custom fields.
Task<Verification> verify_connection(Parts const& parts, connections::Connection const& connection);

// The same, and keeps what it tells: that a refused credential is good again, its account where none was known, custom fields.
struct Tested {
    Verification verification;
    bool is_cured = false;  // it can be called again: what waited for it may go on
};
Task<Result<Tested>> test_connection(Parts parts, connections::Connection connection, Note note);

enum class OtherAccount : std::uint8_t {
    refused,
    confirmed  // a person said that this account is meant from now on
};

enum class OldCredential : std::uint8_t {
    good_for_a_while,  // the app accepts both for as long as its declaration says
    dead               // it has ended at the app, or is to end here
};

struct Rotation {
    Secret credential;
    OtherAccount other_account = OtherAccount::refused;
    OldCredential old_credential = OldCredential::good_for_a_while;
};

// Replaces the credential when the app accepts the new one, and keeps the one before for as long as the app accepts both.
// conflict "connections.other_account" when it belongs to another account than the one that was connected: everybody in it would
// be taken for people of this one.
Task<Result<connections::Connection>> rotate_credential(
    Parts parts, connections::Connection connection, Rotation rotation, Note note);

// A new address for webhooks, and a new secret. The old ones end at once.
Task<Result<connections::Connection>> renew_webhook(Parts parts, connections::Connection connection, Note note);

// An account for which the app gave a grant: the connection of it that stands gets the grant, also one that was disabled or
// refused; else one is made and tried as by connect_account.
struct GrantedAccount {
    std::string connector;  // id
    std::string profile;
    std::string owner;    // the account's id at the app
    std::string setting;  // which holds it
    Secret reference;     // of the grant, in a credential's place
    std::string label;    // of a new one
    std::string base_url;
};
Task<Result<connections::Connection>> connect_granted(Parts parts, GrantedAccount input, Note note);

// Saves a new connection and shows it to everybody who calls an app.
Task<Result<void>> store_connection(Parts parts, connections::Connection connection, std::string_view action, Note note);

// Those that are stored; the directory also knows accounts that were only tried.
bool is_stored(connections::Connection const& connection);

}  // namespace lockstep::accounts
