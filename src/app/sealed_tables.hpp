// SPDX-License-Identifier: Apache-2.0
// Every table in which a module seals something.
#pragma once

#include "vault/sealed_table.hpp"

namespace lockstep::app {

vault::SealedTables all_sealed_tables();

}  // namespace lockstep::app
