// SPDX-License-Identifier: Apache-2.0
// Where this module seals: so that all of it can be sealed anew (vault/sealed_table.hpp).
#pragma once

#include "vault/sealed_table.hpp"

namespace lockstep::workflows {

inline vault::SealedTables sealed_tables() {
    using vault::KeyKind;
    return {
        {"workflows", {"id"}, vault::SealedRow::key, {{"draft_sealed", "draft"}}},
        {"workflow_versions", {"workflow_id", {"version", KeyKind::number}}, vault::SealedRow::key,
            {{"definition_sealed", "definition"}}},
        {"workflow_runs", {"id"}, vault::SealedRow::key, {{"state_sealed", "state"}}},
        {"workflow_journal", {"run_id", {"entry", KeyKind::number}}, vault::SealedRow::key, {{"happening_sealed", "happening"}}},
    };
}

}  // namespace lockstep::workflows
