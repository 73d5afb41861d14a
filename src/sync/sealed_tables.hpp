// SPDX-License-Identifier: Apache-2.0
// Where this module seals: so that all of it can be sealed anew (vault/sealed_table.hpp).
#pragma once

#include "vault/sealed_table.hpp"

namespace lockstep::sync {

inline vault::SealedTables sealed_tables() {
    return {
        {"mirrors", {"sync_id", "side", "record_id"}, vault::SealedRow::key, {{"sealed_record", "record"}}},
        {"links", {"sync_id", "link_id"}, vault::SealedRow::last_key, {{"sealed_base", "base"}}},
        {"changes", {"change_id"}, vault::SealedRow::key, {{"sealed_values", "values"}}},
        {"issues", {"issue_id"}, vault::SealedRow::key, {{"sealed_detail", "detail"}}},
        {"plan_reports", {"sync_id"}, vault::SealedRow::key, {{"sealed_report", "report"}}},
        {"answers", {"answer_id"}, vault::SealedRow::key, {{"sealed_detail", "detail"}}},
        {"attached_items", {"sync_id", "link_id", "kind", "item_id"}, vault::SealedRow::last_key, {{"sealed_memory", "memory"}}},
    };
}

}  // namespace lockstep::sync
