// SPDX-License-Identifier: Apache-2.0
// Where this module seals: so that all of it can be sealed anew (vault/sealed_table.hpp).
#pragma once

#include "vault/sealed_table.hpp"

namespace lockstep::general {

inline vault::SealedTables sealed_tables() {
    return {
        {"mail_settings", {}, vault::SealedRow::account, {{"settings_sealed", "settings"}}},
        {"hooks", {"id"}, vault::SealedRow::key, {{"token_sealed", "token"}}},
    };
}

}  // namespace lockstep::general
