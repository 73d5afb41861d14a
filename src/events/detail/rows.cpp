// SPDX-License-Identifier: Apache-2.0
#include "events/detail/rows.hpp"

#include <array>

namespace lockstep::events {
namespace {

constexpr std::array sources{Source::webhook, Source::poll, Source::sweep, Source::person, Source::schedule};
constexpr std::array states{EventState::waiting, EventState::done, EventState::ignored, EventState::parked};

template <class Enum, std::size_t Count>
Result<Enum> parse_word(std::array<Enum, Count> const& words, std::string_view text) {
    for (auto word : words) {
        if (to_string(word) == text) return word;
    }
    return fail(ErrorKind::corrupt, "events.damaged_row", "reading an event: unknown word " + std::string(text));
}

}  // namespace

vault::Place payload_place(EventId const& id) { return {"events", id.text(), "payload"}; }

Result<Event> read_row(AccountId const& account, Row const& row) {
    Event event;
    event.account = account;
    event.id = row.id<EventId>(0);
    event.connection = row.id<ConnectionId>(1);
    TRY(event.source, parse_word(sources, row.text(2)));
    event.type = row.text(3);
    event.record_id = row.text(4);
    event.delivery_id = row.text(5);
    event.received_at = row.time(6);
    TRY(event.state, parse_word(states, row.text(7)));
    event.note = row.text(8);
    event.attempts = row.integer(9);
    return event;
}

Result<Event> read_whole_row(vault::Vault const& vault, AccountId const& account, Row const& row) {
    TRY(auto event, read_row(account, row));
    TRY(event.payload, vault.open(account, payload_place(event.id), row.blob(10)));
    return event;
}

}  // namespace lockstep::events
