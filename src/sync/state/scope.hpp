// SPDX-License-Identifier: Apache-2.0
// Scope: what every statement of the sync's tables needs: the transaction, whose rows, how to seal, what time it is.
#pragma once

#include "ports/database.hpp"
#include "ports/random.hpp"
#include "sync/sync.hpp"
#include "vault/vault.hpp"

namespace lockstep::sync {

struct Scope {
    Transaction& transaction;
    vault::Vault const& vault;
    AccountId const& account;
    SyncId const& sync;
    TimePoint now;

    Blob seal(std::string_view table, std::string_view row, std::string_view column, std::string_view plain) const {
        return Blob{vault.seal(account, {table, row, column}, plain)};
    }
    Result<Json> open_json(std::string_view table, std::string_view row, std::string_view column, std::string_view sealed) const {
        TRY(auto const plain, vault.open(account, {table, row, column}, sealed));
        return parse_json(plain);
    }
};

}  // namespace lockstep::sync
