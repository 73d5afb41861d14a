// SPDX-License-Identifier: Apache-2.0
// Where this module seals: so that all of it can be sealed anew (vault/sealed_table.hpp).
#pragma once

#include "vault/sealed_table.hpp"

namespace lockstep::oauth {

inline vault::SealedTables sealed_tables() {
    return {
        {"oauth_apps", {"connector"}, vault::SealedRow::key, {{"client_secret_sealed", "client_secret"}}},
        {"oauth_authorizations", {"state_hash"}, vault::SealedRow::key, {{"verifier_sealed", "verifier"}}},
        {"oauth_grants", {"id"}, vault::SealedRow::key, {{"access_sealed", "access"}, {"refresh_sealed", "refresh"}}},
    };
}

}  // namespace lockstep::oauth
