// SPDX-License-Identifier: Apache-2.0
// What follows from an app's refusing a connection's credential: the connection's state, which strip, list and doctor show, and
// an issue of each sync that needs the connection. Both end by themselves when the app accepts the credential again.
#pragma once

#include <memory>
#include <vector>

#include "calls/caller.hpp"
#include "sync/context.hpp"
#include "sync/state/scope.hpp"

namespace lockstep::sync {

inline constexpr std::string_view credential_issue = "credential_refused";

// One refusal may be a hiccup: the app is asked again before anybody is told.
bool is_to_be_told(calls::CredentialNotice const& notice);

// `syncs` are those that use the connection. Stores the state and raises or closes the issues in one transaction.
Task<Result<void>> note_credential(
    Context& context, calls::CredentialNotice notice, std::vector<std::shared_ptr<Sync const>> syncs);

// At the start: an issue about a connection whose credential a person has replaced while nothing ran.
Result<void> close_outdated_credential_issue(Scope const& scope, connections::Connection const& connection);

}  // namespace lockstep::sync
