// SPDX-License-Identifier: Apache-2.0
// Connecting an account at an app: the credential is tried with one call, and only what the app accepts is stored. For the API
// and for `lockstep connect` alike.
#pragma once

#include <string>

#include "api/parts.hpp"
#include "messages/messages.hpp"

namespace lockstep::api {

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
    std::string owner;  // of the credential, when the app names somebody
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

// Stores it, puts it into the directory and notes it in the audit. invalid "connections.unknown_profile",
// "api.bad_setting", "api.bad_address", "api.bad_webhook_secret", "api.bad_public_key", "api.credential_refused"; conflict
// "connections.already_connected"; unavailable "api.app_silent".
Task<Result<Connected>> connect_account(Parts const& parts, NewConnection input, std::string actor);

// Tries a stored connection as it is and reads its custom fields.
Task<Verification> verify_connection(Parts const& parts, connections::Connection const& connection);

enum class OtherAccount : std::uint8_t {
    refused,
    confirmed  // a person said that this account is meant from now on
};

// Replaces the credential when the app accepts the new one. conflict "connections.other_account" when it belongs to another
// account than the one that was connected: everybody in it would be taken for people of this one.
Task<Result<connections::Connection>> rotate_credential(
    Parts const& parts, connections::Connection connection, Secret credential, OtherAccount other_account, std::string actor);

// A new address for webhooks, and a new secret.
void make_webhook_address(Parts const& parts, connections::Connection& connection);

// Saves a changed connection and shows it to everybody who calls an app.
Task<Result<void>> store_connection(
    Parts const& parts, connections::Connection connection, std::string_view action, std::string actor);

// Those that are stored; the directory also knows accounts that were only tried.
bool is_stored(connections::Connection const& connection);

}  // namespace lockstep::api
