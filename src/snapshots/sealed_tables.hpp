// SPDX-License-Identifier: Apache-2.0
// Where this module seals: so that all of it can be sealed anew (vault/sealed_table.hpp).
#pragma once

#include "vault/sealed_table.hpp"

namespace lockstep::snapshots {

inline vault::SealedTables sealed_tables() {
    return {
        {"snapshots", {"id"}, vault::SealedRow::key, {{"sealed_document", "document"}}},
        {"snapshot_parts", {"snapshot_id", "kind", {"number", vault::KeyKind::number}}, vault::SealedRow::key,
            {{"sealed_content", "content"}}},
        {"hand_items", {"connection_id", "id"}, vault::SealedRow::key, {{"sealed_item", "item"}}},
    };
}

}  // namespace lockstep::snapshots
