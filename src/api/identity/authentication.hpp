// SPDX-License-Identifier: Apache-2.0
// Who calls: from an API token in the Authorization header, or from the session cookie of the web app.
#pragma once

#include "api/context.hpp"

namespace lockstep::api {

// "__Host-lockstep" where browsers reach us by TLS (the prefix makes them refuse it from anywhere else), "lockstep" without.
std::string_view session_cookie_name(ApiOptions const& options);
std::string session_cookie(ApiOptions const& options, Secret const& token);
std::string cleared_session_cookie(ApiOptions const& options);

// By which a browser is known in which somebody has signed in before; it opens nothing. Empty when the request has none.
Secret device_of(HttpRequest const& request);
std::string device_cookie_of(ApiOptions const& options, Secret const& device);

// A stranger is a Visitor without actor. denied "api.unauthenticated" when an Authorization header is there and not right.
Task<Result<Visitor>> identify(Parts const& parts, ApiOptions const& options, HttpRequest const& request);

// Ids, randomness and time for what `identity` makes.
identity::Source source_of(Context& context);

// What somebody with this role may do.
Scope scope_of(identity::User const& user);

// denied "api.unauthenticated", "api.read_only", "api.owner_only", "api.not_from_our_web_app".
Result<void> authorize(Visitor const& visitor, Scope wanted, HttpRequest const& request);

// One line in the audit, in a transaction of its own.
Task<Result<void>> note_in_audit(Context& context, std::string_view action, std::string subject);
Result<void> note_in_audit(Context& context, Transaction& transaction, std::string_view action, std::string subject);

}  // namespace lockstep::api
