// SPDX-License-Identifier: Apache-2.0
// Making an installation: master key, database, account, and the code by which its owner comes in. Safe to repeat.
#pragma once

#include <memory>
#include <optional>

#include "adapters/db_sqlite/database.hpp"
#include "app/foundation.hpp"
#include "app/master_key_file.hpp"
#include "app/settings.hpp"
#include "vault/vault.hpp"

namespace lockstep::app {

struct NewInstallation {
    MasterKey key;
    AccountId account;
    std::optional<Secret> setup_code;  // none when there is an owner
    std::optional<Secret> token;
};

// The database is closed again before it returns.
Task<Result<NewInstallation>> make_installation(Foundation& foundation, Settings const& settings, bool makes_token);

}  // namespace lockstep::app
