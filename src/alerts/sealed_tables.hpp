// SPDX-License-Identifier: Apache-2.0
// Where this module seals: so that all of it can be sealed anew (vault/sealed_table.hpp).
#pragma once

#include "vault/sealed_table.hpp"

namespace lockstep::alerts {

inline vault::SealedTables sealed_tables() {
    return {
        {"alert_settings", {}, vault::SealedRow::account, {{"sealed_settings", "settings"}}},
        {"alert_messages", {"id"}, vault::SealedRow::key, {{"sealed_message", "message"}}},
    };
}

}  // namespace lockstep::alerts
