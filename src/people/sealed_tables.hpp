// SPDX-License-Identifier: Apache-2.0
// Where this module seals: so that all of it can be sealed anew (vault/sealed_table.hpp).
#pragma once

#include "vault/sealed_table.hpp"

namespace lockstep::people {

inline vault::SealedTables sealed_tables() {
    return {
        {"external_ids", {"sync_id", "blind"}, vault::SealedRow::key, {{"sealed_id", "id"}}},
    };
}

}  // namespace lockstep::people
