// SPDX-License-Identifier: Apache-2.0
// What was told about whom, and the messages on their way. Parts of a transaction.
#pragma once

#include "alerts/compose.hpp"
#include "alerts/decide.hpp"
#include "ports/database.hpp"
#include "ports/random.hpp"

namespace lockstep::alerts {

struct MessageTag {
    static constexpr std::string_view prefix = "alr";
};
using MessageId = Id<MessageTag>;

struct Outgoing {
    MessageId id;
    Message message;
    TimePoint created_at{};
    std::int64_t tries = 0;
    std::optional<TimePoint> next_at{};   // waits until then
    std::optional<TimePoint> ended_at{};  // sent or given up
    bool was_sent = false;
    std::string error_code;  // of the last try
};

Result<KnownSubjects> load_known(Transaction& transaction, AccountId const& account);
Result<void> save_known(
    Transaction& transaction, AccountId const& account, KnownSubjects const& before, KnownSubjects const& now);

// More than these do not wait: what cannot be sent for long is not heaped up.
inline constexpr std::int64_t waiting_max = 200;
// False when too many wait already.
Result<bool> add_message(Transaction& transaction, vault::Vault const& vault, AccountId const& account, MessageId const& id,
    Message const& message, TimePoint now);
Result<std::vector<Outgoing>> list_due(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, TimePoint now, std::int64_t limit);
// Newest first.
Result<std::vector<Outgoing>> list_messages(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, std::int64_t limit);
Result<void> note_try(Transaction& transaction, AccountId const& account, Outgoing const& tried);

struct Queue {
    std::optional<TimePoint> next_at;
    bool is_failing = false;  // one that was tried waits
};
Result<Queue> look_at_queue(Transaction& transaction, AccountId const& account);

// Messages that ended before then, `limit` at most; how many went.
Result<std::int64_t> prune(Transaction& transaction, TimePoint before, std::int64_t limit);

}  // namespace lockstep::alerts
