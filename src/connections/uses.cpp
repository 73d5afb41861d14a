// SPDX-License-Identifier: Apache-2.0
#include "connections/uses.hpp"

namespace lockstep::connections {

Result<std::string> label_with_profile(Transaction& transaction, AccountId const& account, std::string_view profile) {
    TRY(auto const rows,
        transaction.query("SELECT label, id FROM connections WHERE account_id = ?1 AND profile = ?2 LIMIT 1", account, profile));
    if (rows.empty()) return std::string();
    auto label = rows.front().text(0);
    return label.empty() ? rows.front().text(1) : std::move(label);
}

}  // namespace lockstep::connections
