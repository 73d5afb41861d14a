// SPDX-License-Identifier: Apache-2.0
// Creates whose outcome is not known. They are looked for by their marker (the other side's id, which the app stores) after the
// settle time, twice, before they may be sent again; where the app offers no look-up, a person or a sweep decides.
#pragma once

#include "sync/context.hpp"
#include "sync/journal.hpp"

namespace lockstep::sync {

// At the start of a process: what was under way when the last one ended. Creates become unknown; updates are read again.
Result<void> recover(Transaction& transaction, vault::Vault const& vault, std::vector<std::shared_ptr<Sync const>> const& syncs,
    TimePoint now, Mutant mutant);

// The same for a link whose intents have been under way for longer than any call takes: whoever sent them could not store what
// came of it. False when there are none.
Result<bool> has_overdue_intent(Scope const& scope, LinkId const& link);
Result<void> recover_overdue(Scope const& scope, Sync const& sync, LinkId const& link, Mutant mutant);

// Looks for one unknown create and decides.
Task<Result<void>> look_for(Context& context, std::shared_ptr<Sync const> sync, OpenIntent open);

}  // namespace lockstep::sync
