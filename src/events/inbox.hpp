// SPDX-License-Identifier: Apache-2.0
// The inbox: everything that arrived, durable before anybody is answered, deduplicated by delivery id. Listeners (the sync,
// later workflows) hear of a new event in the same transaction and note what they have to look at.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/id.hpp"
#include "base/time.hpp"
#include "ports/database.hpp"
#include "vault/vault.hpp"

namespace lockstep::events {

enum class Source : std::uint8_t {
    webhook,
    poll,
    sweep,
    person,
    schedule
};
std::string_view to_string(Source source);

enum class EventState : std::uint8_t {
    waiting,  // someone still has to look
    done,
    ignored,  // understood, and nobody wants it (note says why)
    parked,   // could not be understood or acted on; a person can replay it
};
std::string_view to_string(EventState state);

struct Event {
    AccountId account;
    EventId id;
    ConnectionId connection;
    Source source = Source::webhook;
    std::string type;         // "contact.updated", or the app's own type
    std::string record_id;    // of the contact; may be empty
    std::string delivery_id;  // the sender's id, else a hash of connection, type and payload
    std::string payload;      // raw bytes; sealed in the database
    std::string email;        // of an envelope that names no record id, for listeners to find it by; never stored
    TimePoint received_at{};
    EventState state = EventState::waiting;
    std::string note;  // why ignored or parked: X of event_note.X in messages/<language>.json; after ": " the code of an error
    std::int64_t attempts = 0;
};

// Prepared outside the transaction (sealing is the costly part), stored inside.
struct PreparedEvent {
    Event event;  // without payload
    std::string sealed_payload;
    std::string payload_hash;  // keyed; tells a repeated delivery from another one under the same id
};
PreparedEvent prepare(vault::Vault const& vault, Event event);

// Called inside the storing transaction for each event that is not a duplicate. May change state and note of the event.
class Listener {
public:
    virtual ~Listener() = default;
    virtual Result<void> on_event(Transaction& transaction, Event& event) = 0;
};

struct Stored {
    EventId id;  // of the first event when it is a duplicate
    bool is_duplicate = false;
    TimePoint received_at{};  // of the event `id` names
};
// A delivery id that is known with another payload is not a duplicate: it is parked under a derived delivery id, for a person,
// and no listener hears of it.
Result<Stored> store(Transaction& transaction, PreparedEvent const& prepared, std::vector<Listener*> const& listeners);

Result<void> set_state(
    Transaction& transaction, AccountId const& account, EventId const& id, EventState state, std::string_view note);
// One more try at an event that stays waiting.
Result<void> count_attempt(Transaction& transaction, AccountId const& account, EventId const& id);
Result<std::optional<Event>> load(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, EventId const& id);

struct EventFilter {
    std::optional<EventState> state{};
    std::optional<ConnectionId> connection{};
    std::string record_id{};  // empty: any
    std::string before{};     // cursor: events older than this id
    std::int64_t limit = 50;
};
// Newest first, without payloads.
Result<std::vector<Event>> list(Transaction& transaction, AccountId const& account, EventFilter const& filter);
// Deletes done and ignored events older than `before`; returns how many, at most `limit`. Waiting and parked ones stay.
Result<std::int64_t> prune(Transaction& transaction, TimePoint before, std::int64_t limit);

}  // namespace lockstep::events
