// SPDX-License-Identifier: Apache-2.0
// Where this module seals: so that all of it can be sealed anew (vault/sealed_table.hpp).
#pragma once

#include "vault/sealed_table.hpp"

namespace lockstep::calls {

inline vault::SealedTables sealed_tables() {
    return {
        {"calls", {"call_id"}, vault::SealedRow::key, {{"sealed_exchange", "exchange"}}},
    };
}

}  // namespace lockstep::calls
