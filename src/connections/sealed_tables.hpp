// SPDX-License-Identifier: Apache-2.0
// Where this module seals: so that all of it can be sealed anew (vault/sealed_table.hpp).
#pragma once

#include "vault/sealed_table.hpp"

namespace lockstep::connections {

inline vault::SealedTables sealed_tables() {
    return {
        {"connections", {"id"}, vault::SealedRow::key,
            {{"credential_sealed", "credential"}, {"previous_credential_sealed", "previous_credential"},
                {"webhook_secret_sealed", "webhook_secret"}, {"webhook_token_sealed", "webhook_token"},
                {"custom_fields_sealed", "custom_fields"}}},
    };
}

}  // namespace lockstep::connections
