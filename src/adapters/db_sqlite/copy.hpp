// SPDX-License-Identifier: Apache-2.0
// A copy of a database file that others have open and write to: one moment of it, whole, in a file of its own without a log.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.hpp"

namespace lockstep::adapters {

// Blocks. The destination is new (mode 0600) and is checked before this returns: corrupt "database.corrupt" when the copy is
// damaged, which means that the source is. Returns its size in bytes. What was made is left to the caller to remove after an
// error.
Result<std::int64_t> copy_database(std::string const& source, std::string const& destination);

}  // namespace lockstep::adapters
