// SPDX-License-Identifier: Apache-2.0
// How long the engine's claim of due looks takes in a database as it stands, and looks that make it longer: through the functions
// that the engine itself calls.
#pragma once

#include "base/json.hpp"
#include "ports/database.hpp"
#include "vault/vault.hpp"

namespace lockstep::bench {

// Asks the first sync for looks at the first `count` copies (copies.hpp), due at `due_at` only.
Task<Result<void>> postpone_looks(
    Database& database, vault::Vault const& vault, std::int64_t count, TimePoint due_at, TimePoint now);

// {"empty_ms": [...], "full_ms": [...]}: with nothing due, and with 64 looks due. What it makes due and claims is undone.
Task<Result<Json>> time_claims(Database& database, vault::Vault const& vault, TimePoint now);

}  // namespace lockstep::bench
