// SPDX-License-Identifier: Apache-2.0
#include "events/replay.hpp"

namespace lockstep::events {

Task<Result<void>> replay(Database& database, Event event, std::vector<Listener*> const& listeners, TimePoint now, Note note) {
    if (event.record_id.empty()) {
        co_return fail(
            ErrorKind::conflict, "api.event_without_record", "replaying an event: it names no record that could be looked at");
    }
    event.payload.clear();
    co_return co_await database.write([&](Transaction& transaction) -> Result<void> {
        auto again = event;
        again.state = EventState::waiting;
        again.note = "replayed";
        again.received_at = now;  // what was read before is not fresh enough
        for (auto* listener : listeners) TRY_VOID(listener->on_event(transaction, again));
        if (again.state == EventState::ignored) {
            return fail(ErrorKind::conflict, "api.event_of_no_sync", "replaying an event: nobody looks at it: " + again.note,
                {{"reason", "note"}, {"why", again.note}});
        }
        TRY_VOID(set_state(transaction, event.account, event.id, again.state, again.note));
        return note(transaction, event.id.text());
    });
}

}  // namespace lockstep::events
