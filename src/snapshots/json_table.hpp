// SPDX-License-Identifier: Apache-2.0
// A JSON export as a table: the list of objects in it, one row each. Members of members are columns called "address.city".
#pragma once

#include "snapshots/table.hpp"

namespace lockstep::snapshots {

Result<Table> read_json_table(std::string_view text, TableLimits const& limits);

}  // namespace lockstep::snapshots
