// SPDX-License-Identifier: Apache-2.0
#include "events/inbox.hpp"

#include <array>

#include "events/detail/rows.hpp"
#include "events/detail/statements.hpp"

namespace lockstep::events {
namespace {

constexpr std::string_view other_content = "same delivery id, other content";

Result<bool> insert(Transaction& transaction, PreparedEvent const& prepared, std::string_view delivery_id, EventState state,
    std::string_view note) {
    auto const& event = prepared.event;
    TRY(auto inserted, transaction.execute(sql::insert_event, event.account, event.id, event.connection, to_string(event.source),
                           event.type, event.record_id, delivery_id, prepared.payload_hash, BlobView{prepared.sealed_payload},
                           event.received_at, to_string(state), note, event.attempts));
    return inserted == 1;
}

struct Known {
    EventId id;
    std::string payload_hash;
    TimePoint received_at;
};

Result<Known> find_delivery(Transaction& transaction, Event const& event, std::string_view delivery_id) {
    TRY(auto rows, transaction.query(sql::find_delivery, event.account, event.connection, delivery_id));
    CHECK(rows.size() == 1);
    auto const& row = rows.front();
    return Known{row.id<EventId>(0), row.text(1), row.time(2)};
}

}  // namespace

std::string_view to_string(Source source) {
    switch (source) {
        case Source::webhook: return "webhook";
        case Source::poll: return "poll";
        case Source::sweep: return "sweep";
        case Source::person: return "person";
        case Source::schedule: return "schedule";
    }
    return "webhook";
}

std::string_view to_string(EventState state) {
    switch (state) {
        case EventState::waiting: return "waiting";
        case EventState::done: return "done";
        case EventState::ignored: return "ignored";
        case EventState::parked: return "parked";
    }
    return "parked";
}

PreparedEvent prepare(vault::Vault const& vault, Event event) {
    CHECK(!event.id.empty());
    CHECK(!event.delivery_id.empty());
    PreparedEvent prepared;
    prepared.sealed_payload = vault.seal(event.account, payload_place(event.id), event.payload);
    prepared.payload_hash = vault.blind_index(event.account, "events.payload", event.payload);
    event.payload.clear();
    event.payload.shrink_to_fit();
    prepared.event = std::move(event);
    return prepared;
}

Result<Stored> store(Transaction& transaction, PreparedEvent const& prepared, std::vector<Listener*> const& listeners) {
    Event event = prepared.event;
    TRY(bool const is_new, insert(transaction, prepared, event.delivery_id, event.state, event.note));
    if (!is_new) {
        TRY(auto known, find_delivery(transaction, event, event.delivery_id));
        if (known.payload_hash == prepared.payload_hash) return Stored{known.id, true, known.received_at};
        auto const derived = event.delivery_id + "#" + prepared.payload_hash;
        TRY(bool const is_new_content, insert(transaction, prepared, derived, EventState::parked, other_content));
        if (is_new_content) return Stored{event.id, false, event.received_at};
        TRY(auto known_content, find_delivery(transaction, event, derived));
        return Stored{known_content.id, true, known_content.received_at};
    }
    for (auto* listener : listeners) TRY_VOID(listener->on_event(transaction, event));
    if (event.state != prepared.event.state || event.note != prepared.event.note) {
        TRY_VOID(set_state(transaction, event.account, event.id, event.state, event.note));
    }
    return Stored{event.id, false, event.received_at};
}

Result<void> set_state(
    Transaction& transaction, AccountId const& account, EventId const& id, EventState state, std::string_view note) {
    TRY(auto changed, transaction.execute(sql::set_state, account, id, to_string(state), note));
    if (changed == 0)
        return fail(ErrorKind::not_found, "events.unknown_event", "setting the state of event " + id.text() + ": there is none");
    return {};
}

Result<void> count_attempt(Transaction& transaction, AccountId const& account, EventId const& id) {
    TRY(auto changed, transaction.execute(sql::count_attempt, account, id));
    if (changed == 0)
        return fail(ErrorKind::not_found, "events.unknown_event", "counting a try of event " + id.text() + ": there is none");
    return {};
}

Result<std::optional<Event>> load(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, EventId const& id) {
    TRY(auto rows, transaction.query(sql::find_event, account, id));
    if (rows.empty()) return std::optional<Event>{};
    TRY(auto event, read_whole_row(vault, account, rows.front()));
    return std::optional<Event>{std::move(event)};
}

Result<std::vector<Event>> list(Transaction& transaction, AccountId const& account, EventFilter const& filter) {
    sql::ListBy const by{
        filter.state.has_value(), filter.connection.has_value(), !filter.before.empty(), !filter.record_id.empty()};
    std::vector<SqlArgument> values{sql_argument(account)};
    if (by.state) values.push_back(sql_argument(to_string(*filter.state)));
    if (by.connection) values.push_back(sql_argument(*filter.connection));
    if (by.before) values.push_back(sql_argument(filter.before));
    if (by.record) values.push_back(sql_argument(filter.record_id));
    values.push_back(sql_argument(filter.limit));
    auto const sql = sql::list_events(by);
    TRY(auto rows, transaction.query_values(sql, values));
    std::vector<Event> found;
    found.reserve(rows.size());
    for (auto const& row : rows) {
        TRY(auto event, read_row(account, row));
        found.push_back(std::move(event));
    }
    return found;
}

Result<std::int64_t> prune(Transaction& transaction, TimePoint before, std::int64_t limit) {
    auto const bound = make_id<EventTag>(before, {});
    std::int64_t deleted = 0;
    std::string account;
    while (deleted < limit) {
        TRY(auto const next, transaction.query(sql::next_account, account));
        if (next.empty()) break;
        account = next.front().text(0);
        for (auto const state : {EventState::done, EventState::ignored}) {
            TRY(auto const count,
                transaction.execute(sql::prune_events, account, to_string(state), bound, before, limit - deleted));
            deleted += count;
        }
    }
    return deleted;
}

}  // namespace lockstep::events
