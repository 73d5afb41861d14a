// SPDX-License-Identifier: Apache-2.0
// The account that an installation has, the token by which commands on this machine come in, and the token's keeping.
#pragma once

#include <optional>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/secret.hpp"
#include "identity/access.hpp"
#include "ports/database.hpp"
#include "vault/vault.hpp"

namespace lockstep::app {

Result<std::optional<AccountId>> find_account(Transaction& transaction);
// The account there is, or a new one with its keys.
Result<AccountId> make_account(Transaction& transaction, vault::Vault& vault, identity::Source const& source);

// `present` when it still is a token of the account, else a new one.
Result<Secret> local_token(
    Transaction& transaction, AccountId const& account, identity::Source const& source, Secret const& present);

}  // namespace lockstep::app
