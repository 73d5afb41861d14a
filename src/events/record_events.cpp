// SPDX-License-Identifier: Apache-2.0
#include "events/record_events.hpp"

#include "events/detail/rows.hpp"
#include "events/detail/statements.hpp"

namespace lockstep::events {

Result<std::vector<Event>> waiting_for(Transaction& transaction, vault::Vault const& vault, RecordKey const& key) {
    TRY(auto const rows, transaction.query(sql::waiting_of_record, key.account, key.record_id, key.connection));
    std::vector<Event> events;
    for (auto const& row : rows) {
        TRY(auto event, read_whole_row(vault, key.account, row));
        events.push_back(std::move(event));
    }
    return events;
}

Result<void> name_record(Transaction& transaction, AccountId const& account, EventId const& id, std::string_view record_id) {
    TRY_VOID(transaction.execute(sql::name_record, account, id, record_id));
    return {};
}

Result<void> settle_for(
    Transaction& transaction, RecordKey const& key, TimePoint until, EventState state, std::string_view note) {
    TRY_VOID(transaction.execute(sql::settle_record, key.account, key.record_id, key.connection, until, to_string(state), note));
    return {};
}

}  // namespace lockstep::events
