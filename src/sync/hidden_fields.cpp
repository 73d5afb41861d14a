// SPDX-License-Identifier: Apache-2.0
#include "sync/hidden_fields.hpp"

namespace lockstep::sync {

void hide_health_fields(calls::Caller& caller, Sync const& sync) {
    for (auto const side : contacts::both_sides) {
        std::vector<std::string> fields;
        for (auto const& row : sync.mapping.rows) {
            if (row.sensitivity == contacts::Sensitivity::health) fields.push_back(row.at(side));
        }
        caller.hide_fields(sync.connection(side), sync.id.text(), std::move(fields));
    }
}

}  // namespace lockstep::sync
