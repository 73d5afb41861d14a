// SPDX-License-Identifier: Apache-2.0
#include "app/sealed_tables.hpp"

#include "alerts/sealed_tables.hpp"
#include "calls/sealed_tables.hpp"
#include "connections/sealed_tables.hpp"
#include "deliveries/sealed_tables.hpp"
#include "events/sealed_tables.hpp"
#include "general/sealed_tables.hpp"
#include "oauth/sealed_tables.hpp"
#include "people/sealed_tables.hpp"
#include "snapshots/sealed_tables.hpp"
#include "sync/sealed_tables.hpp"
#include "workflows/sealed_tables.hpp"

#include <algorithm>
#include <iterator>

namespace lockstep::app {

vault::SealedTables all_sealed_tables() {
    vault::SealedTables all;
    for (auto const& tables : {connections::sealed_tables(), events::sealed_tables(), calls::sealed_tables(),
             oauth::sealed_tables(), general::sealed_tables(), snapshots::sealed_tables(), sync::sealed_tables(),
             people::sealed_tables(), alerts::sealed_tables(), workflows::sealed_tables(), deliveries::sealed_tables()})
        std::ranges::copy(tables, std::back_inserter(all));
    return all;
}

}  // namespace lockstep::app
