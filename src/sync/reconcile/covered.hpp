// SPDX-License-Identifier: Apache-2.0
// Covered values: a person edits a field between our read and our write, at an app without conditional writes, and our write is
// carried out over it. The app's own event of that edit is then the only place where the value still stands. Pure.
#pragma once

#include "sync/reconcile/snapshot.hpp"

namespace lockstep::sync {

// Remembers a doubt for every value that only an event tells of and that our write covered.
void note_covered(LinkMemory& memory, Sync const& sync, contacts::Side side, SideSnapshot const& seen);

}  // namespace lockstep::sync
