// SPDX-License-Identifier: Apache-2.0
// Covered values: a person edits a field between our read and our write, at an app without conditional writes, and our write is
// carried out over it. The app's own event of that edit is then the only place where the value still stands. Pure.
#pragma once

#include "sync/reconcile/snapshot.hpp"

namespace lockstep::sync {

// Remembers a doubt for every value that only an event tells of and that our write covered.
void note_covered(LinkMemory& memory, Sync const& sync, contacts::Side side, SideSnapshot const& seen);

// A write of ours without a clear answer was carried out, and somebody has changed the value since: events told of both, one
// after the other. Then both sides agreed on the written value once, and what is shown is an edit, also where it was set back.
void note_carried_out(LinkMemory& memory, Sync const& sync, contacts::Side side, SideSnapshot const& seen);

// An event that came before our read told a value of the row that the copy does not show and that we never knew: the copy may be
// from before the edit, and a write decided on it would cover the edit. Answers when to read again; nothing where the app's own
// times or the consistency delay say that the event is older than the copy.
std::optional<TimePoint> look_again_at(
    LinkMemory const& memory, Sync const& sync, contacts::Side side, SideSnapshot const& seen, std::string const& row);

}  // namespace lockstep::sync
