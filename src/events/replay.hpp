// SPDX-License-Identifier: Apache-2.0
// What a person can do with an event that arrived: have it looked at again.
#pragma once

#include <functional>
#include <vector>

#include "events/inbox.hpp"

namespace lockstep::events {

// Writes the audit entry.
using Note = std::function<Result<void>(Transaction&, std::string_view subject)>;

// Back to waiting. The listeners hear of it again and look at the record as it is now; what they do depends on what they see and
// not on the event, so replaying twice does no harm. One transaction with its audit entry. conflict "api.event_without_record";
// "api.event_of_no_sync" when nobody looks at it: the parameter "why" is the event's note.
Task<Result<void>> replay(Database& database, Event event, std::vector<Listener*> const& listeners, TimePoint now, Note note);

}  // namespace lockstep::events
