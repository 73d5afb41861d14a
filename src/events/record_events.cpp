// SPDX-License-Identifier: Apache-2.0
#include "events/record_events.hpp"

namespace lockstep::events {

Result<std::vector<Event>> waiting_for(
    Transaction& transaction, vault::Vault const& vault, RecordKey const& key, std::int64_t limit) {
    TRY(auto const rows, transaction.query("SELECT id FROM events WHERE account_id = ?1 AND record_id = ?2 AND record_id <> '' "
                                           "AND connection_id = ?3 AND state = 'waiting' "
                                           "ORDER BY id LIMIT ?4",
                             key.account, key.record_id, key.connection, limit));
    std::vector<Event> events;
    for (auto const& row : rows) {
        TRY(auto event, load(transaction, vault, key.account, row.id<EventId>(0)));
        if (event) events.push_back(std::move(*event));
    }
    return events;
}

Result<void> name_record(Transaction& transaction, AccountId const& account, EventId const& id, std::string_view record_id) {
    TRY_VOID(transaction.execute("UPDATE events SET record_id = ?3 WHERE account_id = ?1 AND id = ?2", account, id, record_id));
    return {};
}

Result<void> settle_for(
    Transaction& transaction, RecordKey const& key, TimePoint until, EventState state, std::string_view note) {
    TRY_VOID(
        transaction.execute("UPDATE events SET state = ?5, note = ?6 WHERE account_id = ?1 AND record_id = ?2 AND record_id <> "
                            "'' AND connection_id = ?3 AND "
                            "state = 'waiting' AND received_at <= ?4",
            key.account, key.record_id, key.connection, until, to_string(state), note));
    return {};
}

}  // namespace lockstep::events
