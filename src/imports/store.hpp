// SPDX-License-Identifier: Apache-2.0
// Connectors that were imported, as they are kept: one row each.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/json.hpp"
#include "base/time.hpp"
#include "catalogue/connector.hpp"
#include "ports/database.hpp"

namespace lockstep::imports {

struct Imported {
    std::string id, title, version, source;
    Json declarations;  // as Offer::declarations() gives them
    Json left_out;
    Json choices;
    std::string imported_by;
    TimePoint imported_at{};
    std::int64_t operations = 0;
};

// Inserts or replaces.
Result<void> save_imported(Transaction& transaction, AccountId const& account, Imported const& imported);
// False: there was none.
Result<bool> remove_imported(Transaction& transaction, AccountId const& account, std::string_view id);
Result<std::optional<Imported>> find_imported(Transaction& transaction, AccountId const& account, std::string_view id);
Result<std::vector<Imported>> list_imported(Transaction& transaction, AccountId const& account);

// Checked like the declarations in src/connectors. invalid "catalogue.bad_declaration".
Result<std::shared_ptr<catalogue::Connector const>> load_imported(std::string_view id, Json const& declarations);

}  // namespace lockstep::imports
