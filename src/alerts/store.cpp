// SPDX-License-Identifier: Apache-2.0
#include "alerts/store.hpp"

#include "alerts/statements.hpp"

namespace lockstep::alerts {
namespace {

vault::Place place_of(MessageId const& id) { return {"alert_messages", id.text(), "message"}; }

health::Weight weight_from(std::string_view word) {
    if (word == health::to_string(health::Weight::alarm)) return health::Weight::alarm;
    if (word == health::to_string(health::Weight::attention)) return health::Weight::attention;
    return health::Weight::good;
}

std::string to_sealable(Message const& message) {
    return to_text(Json(JsonObject{{"address", message.to.address}, {"language", messages::to_string(message.to.language)},
        {"subject", message.subject}, {"text", message.text}, {"json", message.json}}));
}

Result<Outgoing> read_message(Row const& row, vault::Vault const& vault, AccountId const& account) {
    Outgoing outgoing;
    outgoing.id = row.id<MessageId>(0);
    TRY(auto const text, vault.open(account, place_of(outgoing.id), row.blob(2)));
    TRY(auto const json, parse_json(text, {.bytes = 1 << 22, .depth = 32, .members = 100'000, .string_bytes = 1 << 20}));
    auto const at = [&](std::string_view pointer) { return std::string(find_text(json, pointer).value_or("")); };
    auto& message = outgoing.message;
    message.to = {row.text(1) == "webhook" ? Channel::webhook : Channel::mail, at("/address"),
        at("/language") == "fr" ? messages::Language::fr : messages::Language::en};
    message.subject = at("/subject");
    message.text = at("/text");
    if (auto const* object = find(json, "/json"); object != nullptr && object->is_object()) message.json = object->as_object();
    outgoing.created_at = row.time(3);
    outgoing.tries = row.integer(4);
    outgoing.next_at = row.optional_time(5);
    outgoing.ended_at = row.optional_time(6);
    outgoing.was_sent = row.integer(7) != 0;
    outgoing.error_code = row.text(8);
    return outgoing;
}

Result<std::vector<Outgoing>> read_all(Rows const& rows, vault::Vault const& vault, AccountId const& account) {
    std::vector<Outgoing> list;
    for (auto const& row : rows) {
        TRY(auto each, read_message(row, vault, account));
        list.push_back(std::move(each));
    }
    return list;
}

}  // namespace

Result<KnownSubjects> load_known(Transaction& transaction, AccountId const& account) {
    TRY(auto const rows, transaction.query(sql::load_known, account));
    KnownSubjects known;
    for (auto const& row : rows) {
        known[row.text(0)] = {
            row.optional_time(1), row.optional_time(2), weight_from(row.text(3)), row.optional_time(4), row.optional_time(5)};
    }
    return known;
}

Result<void> save_known(
    Transaction& transaction, AccountId const& account, KnownSubjects const& before, KnownSubjects const& now) {
    for (auto const& [subject, each] : now) {
        auto const old = before.find(subject);
        if (old != before.end() && old->second == each) continue;
        TRY_VOID(transaction.execute(sql::save_known, account, subject, each.bad_since, each.well_since,
            health::to_string(each.told), each.told_at, each.missed_since));
    }
    for (auto const& [subject, each] : before) {
        if (!now.contains(subject)) TRY_VOID(transaction.execute(sql::remove_known, account, subject));
    }
    return {};
}

Result<bool> add_message(Transaction& transaction, vault::Vault const& vault, AccountId const& account, MessageId const& id,
    Message const& message, TimePoint now) {
    TRY(auto const rows, transaction.query(sql::count_waiting, account, waiting_max));
    if (rows.front().integer(0) >= waiting_max) return false;
    TRY_VOID(transaction.execute(sql::add_message, account, id, to_string(message.to.channel),
        Blob{vault.seal(account, place_of(id), to_sealable(message))}, now));
    return true;
}

Result<std::vector<Outgoing>> list_due(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, TimePoint now, std::int64_t limit) {
    TRY(auto const rows, transaction.query(sql::list_due, account, now, limit));
    return read_all(rows, vault, account);
}

Result<std::vector<Outgoing>> list_messages(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, std::int64_t limit) {
    TRY(auto const rows, transaction.query(sql::list_messages, account, limit));
    return read_all(rows, vault, account);
}

Result<void> note_try(Transaction& transaction, AccountId const& account, Outgoing const& tried) {
    TRY_VOID(transaction.execute(sql::note_try, account, tried.id, tried.tries, tried.next_at, tried.ended_at,
        std::int64_t{tried.was_sent}, tried.error_code));
    return {};
}

Result<Queue> look_at_queue(Transaction& transaction, AccountId const& account) {
    Queue queue;
    TRY(auto const next, transaction.query(sql::find_next, account));
    if (!next.empty()) queue.next_at = next.front().time(0);
    TRY(auto const failing, transaction.query(sql::find_failing, account));
    queue.is_failing = !failing.empty();
    return queue;
}

Result<std::int64_t> prune(Transaction& transaction, TimePoint before, std::int64_t limit) {
    return transaction.execute(sql::prune, before, limit);
}

}  // namespace lockstep::alerts
