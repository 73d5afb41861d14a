// SPDX-License-Identifier: Apache-2.0
// The waiting events of one record, for whoever looks at it: what they said, and that they are settled.
#pragma once

#include "events/inbox.hpp"

namespace lockstep::events {

struct RecordKey {
    AccountId const& account;
    ConnectionId const& connection;
    std::string_view record_id;
};

// All of them, oldest first, payloads opened: whoever decides by them must not miss the last one.
Result<std::vector<Event>> waiting_for(Transaction& transaction, vault::Vault const& vault, RecordKey const& key);

// An event that named no record, and whose record was found.
Result<void> name_record(Transaction& transaction, AccountId const& account, EventId const& id, std::string_view record_id);

// Settles the waiting events of a record that arrived up to `until`.
Result<void> settle_for(Transaction& transaction, RecordKey const& key, TimePoint until, EventState state, std::string_view note);

}  // namespace lockstep::events
