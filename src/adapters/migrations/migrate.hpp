// SPDX-License-Identifier: Apache-2.0
// Brings a database to the schema of this program. Knows only the Database port, so it serves every backend.
#pragma once

#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "ports/database.hpp"

namespace lockstep::adapters {

// Applies what is missing: modules in the order in which they first occur in the list, within a module by number, each step
// in one transaction with its row in schema_versions. Refuses a database that a newer program has changed ("database.newer")
// or whose applied steps are not ours ("database.schema_differs"). Safe to interrupt and to repeat.
Task<Result<void>> migrate(Database& database, std::vector<Migration> migrations);

// The statements of a script, split at semicolons outside of quotes and comments. No triggers: they are not in the subset
// of SQL that the backends share.
std::vector<std::string_view> split_statements(std::string_view script);

}  // namespace lockstep::adapters
