// SPDX-License-Identifier: Apache-2.0
// Creates whose outcome is not known. They are looked for by their marker (the other side's id, which the app stores) after the
// settle time, twice, before they may be sent again; where the app offers no look-up, a person or a sweep decides.
#pragma once

#include "sync/context.hpp"
#include "sync/journal.hpp"

namespace lockstep::sync {

// At the start of a process: what was under way when the last one ended. Creates become unknown; updates are read again.
Result<void> recover(Transaction& transaction, vault::Vault const& vault, std::vector<std::shared_ptr<Sync const>> const& syncs, TimePoint now, Mutant mutant);

// Looks for one unknown create and decides.
Task<Result<void>> look_for(Context& context, std::shared_ptr<Sync const> sync, OpenIntent open);

}  // namespace lockstep::sync
