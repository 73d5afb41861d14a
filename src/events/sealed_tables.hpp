// SPDX-License-Identifier: Apache-2.0
// Where this module seals: so that all of it can be sealed anew (vault/sealed_table.hpp).
#pragma once

#include "vault/sealed_table.hpp"

namespace lockstep::events {

inline vault::SealedTables sealed_tables() {
    return {
        {"events", {"id"}, vault::SealedRow::key, {{"payload_sealed", "payload"}}},
    };
}

}  // namespace lockstep::events
