// SPDX-License-Identifier: Apache-2.0
// Where this module seals: so that all of it can be sealed anew (vault/sealed_table.hpp).
#pragma once

#include "vault/sealed_table.hpp"

namespace lockstep::deliveries {

inline vault::SealedTables sealed_tables() {
    return {
        {"delivery_subscriptions", {"subscription_id"}, vault::SealedRow::key,
            {{"sealed_address", "address"}, {"sealed_keys", "keys"}}},
        {"delivery_news", {{"number", vault::KeyKind::number}}, vault::SealedRow::key, {{"sealed_detail", "detail"}}},
        {"delivery_events", {"event_id"}, vault::SealedRow::key, {{"sealed_data", "data"}}},
        {"delivery_attempts", {"delivery_id", {"number", vault::KeyKind::number}}, vault::SealedRow::key,
            {{"sealed_exchange", "exchange"}}},
    };
}

}  // namespace lockstep::deliveries
