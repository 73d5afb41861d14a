// SPDX-License-Identifier: Apache-2.0
// What a person does with a connection that stands: rename, disable, enable, delete. Each is one transaction with its audit
// entry, and shown to everybody who calls an app once it is stored.
#pragma once

#include <functional>

#include "connections/connection.hpp"

namespace lockstep::connections {

// Writes the audit entry.
using Note = std::function<Result<void>(Transaction&, std::string_view action, std::string_view subject)>;

struct UpkeepParts {
    Database& database;
    vault::Vault const& vault;
    Directory& directory;
    Clock& clock;
};

// Stores a new one with the audit entry of `action`, and shows it to everybody who calls an app. Where the database gives no
// clear answer they are shown what is stored, and the error is passed on.
Task<Result<Connection>> store(UpkeepParts parts, Connection connection, std::string_view action, Note note);

// Changes one that is stored. `edit` is given it as it stands in the database now, and touches only what it is about: what others
// have stored since the caller looked (a new credential, a new name) stays. What it returns false about is not written. `also` is
// written in the same transaction, whether `edit` changed anything or not. Returns it as it is stored then.
// not_found "connections.unknown_connection" when it is not stored, or no more.
using Edit = std::function<bool(Connection&)>;
using Also = std::function<Result<void>(Transaction&)>;
Task<Result<Connection>> change(UpkeepParts parts, AccountId account, ConnectionId id, Edit edit, Also also);

// invalid "connections.bad_label" when it is empty or longer than 100 bytes.
Task<Result<Connection>> rename(UpkeepParts parts, Connection connection, std::string label, Note note);
// It is not called any more, and keeps its credential.
Task<Result<Connection>> disable(UpkeepParts parts, Connection connection, Note note);
// It is called again, with the credential it had; the app says whether that is still good.
Task<Result<Connection>> enable(UpkeepParts parts, Connection connection, Note note);
// The credential before the present one is deleted: it is tried no more. No effect when there is none.
Task<Result<Connection>> forget_previous_credential(UpkeepParts parts, Connection connection, Note note);
// The same of every connection at whose app it has ended by now; returns how many. `note` as for the others.
Task<Result<std::int64_t>> end_overlaps(UpkeepParts parts, Note note);
// With its credential and its secrets. `may_go` refuses where somebody needs it, in the same transaction.
Task<Result<void>> forget(UpkeepParts parts, Connection connection, std::function<Result<void>(Transaction&)> may_go, Note note);

}  // namespace lockstep::connections
