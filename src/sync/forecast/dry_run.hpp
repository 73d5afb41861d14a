// SPDX-License-Identifier: Apache-2.0
// The dry run: reads both sides whole, then asks the live planner what it would do with everybody, and writes nothing but the
// report.
#pragma once

#include "sync/context.hpp"

namespace lockstep::sync {

// Ends with the report stored; the state in it says whether it is done or failed.
Task<Result<void>> dry_run(Context& context, std::shared_ptr<Sync const> sync);

// Puts "reading" into the place of the last report, so that nobody takes the old one for the new.
Result<void> begin_report(Transaction& transaction, vault::Vault const& vault, Sync const& sync, TimePoint now);

Result<std::optional<Json>> load_report(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, SyncId const& id);

}  // namespace lockstep::sync
