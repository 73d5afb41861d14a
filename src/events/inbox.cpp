// SPDX-License-Identifier: Apache-2.0
#include "events/inbox.hpp"

#include <array>

namespace lockstep::events {
namespace {

constexpr std::string_view columns =
    "id, connection_id, source, type, record_id, delivery_id, received_at, state, note, attempts";
constexpr std::array sources{Source::webhook, Source::poll, Source::sweep, Source::person};
constexpr std::array states{EventState::waiting, EventState::done, EventState::ignored, EventState::parked};
constexpr std::string_view other_content = "same delivery id, other content";

vault::Place payload_place(EventId const& id) { return {"events", id.text(), "payload"}; }

template <class Enum, std::size_t Count>
Result<Enum> parse_word(std::array<Enum, Count> const& words, std::string_view text) {
    for (auto word : words) {
        if (to_string(word) == text) return word;
    }
    return fail(ErrorKind::corrupt, "events.damaged_row", "reading an event: unknown word " + std::string(text));
}

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

Result<bool> insert(Transaction& transaction, PreparedEvent const& prepared, std::string_view delivery_id, EventState state,
    std::string_view note) {
    auto const& event = prepared.event;
    TRY(auto inserted,
        transaction.execute("INSERT INTO events (account_id, id, connection_id, source, type, record_id, delivery_id, "
                            "payload_hash, payload_sealed,"
                            " received_at, state, note, attempts) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)"
                            " ON CONFLICT (account_id, connection_id, delivery_id) DO NOTHING",
            event.account, event.id, event.connection, to_string(event.source), event.type, event.record_id, delivery_id,
            prepared.payload_hash, BlobView{prepared.sealed_payload}, event.received_at, to_string(state), note, event.attempts));
    return inserted == 1;
}

struct Known {
    EventId id;
    std::string payload_hash;
    TimePoint received_at;
};

Result<Known> find_delivery(Transaction& transaction, Event const& event, std::string_view delivery_id) {
    TRY(auto rows,
        transaction.query(
            "SELECT id, payload_hash, received_at FROM events WHERE account_id = ?1 AND connection_id = ?2 AND delivery_id = ?3",
            event.account, event.connection, delivery_id));
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
    TRY(auto changed, transaction.execute("UPDATE events SET state = ?3, note = ?4 WHERE account_id = ?1 AND id = ?2", account,
                          id, to_string(state), note));
    if (changed == 0)
        return fail(ErrorKind::not_found, "events.unknown_event", "setting the state of event " + id.text() + ": there is none");
    return {};
}

Result<void> count_attempt(Transaction& transaction, AccountId const& account, EventId const& id) {
    TRY(auto changed,
        transaction.execute("UPDATE events SET attempts = attempts + 1 WHERE account_id = ?1 AND id = ?2", account, id));
    if (changed == 0)
        return fail(ErrorKind::not_found, "events.unknown_event", "counting a try of event " + id.text() + ": there is none");
    return {};
}

Result<std::optional<Event>> load(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, EventId const& id) {
    TRY(auto rows,
        transaction.query(
            "SELECT " + std::string(columns) + ", payload_sealed FROM events WHERE account_id = ?1 AND id = ?2", account, id));
    if (rows.empty()) return std::optional<Event>{};
    TRY(auto event, read_row(account, rows.front()));
    TRY(event.payload, vault.open(account, payload_place(id), rows.front().blob(10)));
    return std::optional<Event>{std::move(event)};
}

Result<std::vector<Event>> list(Transaction& transaction, AccountId const& account, EventFilter const& filter) {
    std::string conditions = "account_id = ?1";
    std::vector<SqlArgument> values{sql_argument(account)};
    auto const add = [&](std::string_view condition, SqlArgument value) {
        values.push_back(value);
        conditions += condition;
        conditions += std::to_string(values.size());
    };
    if (filter.state) add(" AND state = ?", sql_argument(to_string(*filter.state)));
    if (filter.connection) add(" AND connection_id = ?", sql_argument(*filter.connection));
    if (!filter.before.empty()) add(" AND id < ?", sql_argument(filter.before));
    std::string of_record;
    if (!filter.record_id.empty()) {
        // The record's ids first, from its index alone; otherwise the account's events are gone through one by one.
        add(" AND record_id <> '' AND record_id = ?", sql_argument(filter.record_id));
        of_record = "WITH of_record AS MATERIALIZED (SELECT id FROM events WHERE " + conditions + ") ";
        conditions = "account_id = ?1 AND id IN (SELECT id FROM of_record)";
    }
    values.push_back(sql_argument(filter.limit));
    auto const sql = of_record + "SELECT " + std::string(columns) + " FROM events WHERE " + conditions +
                     " ORDER BY id DESC LIMIT ?" + std::to_string(values.size());
    TRY(auto rows, transaction.query_values(sql, values));
    std::vector<Event> found;
    found.reserve(rows.size());
    for (auto const& row : rows) {
        TRY(auto event, read_row(account, row));
        found.push_back(std::move(event));
    }
    return found;
}

Result<std::vector<std::pair<EventState, std::int64_t>>> count_by_state(Transaction& transaction, AccountId const& account) {
    TRY(auto rows,
        transaction.query("SELECT state, COUNT(*) FROM events WHERE account_id = ?1 GROUP BY state ORDER BY state", account));
    std::vector<std::pair<EventState, std::int64_t>> counts;
    for (auto const& row : rows) {
        TRY(auto state, parse_word(states, row.text(0)));
        counts.emplace_back(state, row.integer(1));
    }
    return counts;
}

Result<std::int64_t> prune(Transaction& transaction, TimePoint before) {
    // Ids begin with the time of arrival, so the bound makes this a range of the index (account_id, state, id).
    auto const bound = make_id<EventTag>(before, {});
    TRY(auto accounts, transaction.query("SELECT DISTINCT account_id FROM events"));
    std::int64_t deleted = 0;
    for (auto const& row : accounts) {
        TRY(auto count,
            transaction.execute(
                "DELETE FROM events WHERE account_id = ?1 AND state IN ('done', 'ignored') AND id < ?2 AND received_at < ?3",
                row.text(0), bound, before));
        deleted += count;
    }
    return deleted;
}

}  // namespace lockstep::events
