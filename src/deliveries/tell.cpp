// SPDX-License-Identifier: Apache-2.0
#include "deliveries/tell.hpp"

#include "deliveries/statements.hpp"

namespace lockstep::deliveries {

Result<Wanted> wanted(Transaction& transaction, AccountId const& account, std::string_view sync) {
    TRY(auto const rows, transaction.query(sql::wanted, account, sync));
    Wanted types;
    for (auto const& row : rows) types.insert(row.text(0));
    return types;
}

Result<void> tell(Transaction& transaction, vault::Vault const& vault, AccountId const& account, News news) {
    TRY_VOID(transaction.execute(sql::count_up, account));
    TRY(auto const rows, transaction.query(sql::last_number, account));
    auto const number = rows.front().integer(0);
    auto const row = std::to_string(number);
    auto const detail = to_text(JsonObject{{"data", std::move(news.data)}, {"values", std::move(news.values)}});
    TRY_VOID(transaction.execute(sql::add_news, account, number, news.type, news.sync, news.link, news.at,
        Blob{vault.seal(account, {"delivery_news", row, "detail"}, detail)}));
    return {};
}

Result<void> Listener::on_event(Transaction& transaction, events::Event& event) {
    constexpr std::string_view type = "event.received";
    TRY(auto const types, wanted(transaction, event.account, ""));
    if (!types.contains(type)) return {};
    return tell(transaction, vault_, event.account,
        {.type = type,
            .at = event.received_at,
            .data = {{"event", event.id.text()}, {"connection", event.connection.text()}, {"event_type", event.type},
                {"record", event.record_id}}});
}

Result<std::map<ConnectionId, TimePoint>> lost_connections(Transaction& transaction, AccountId const& account) {
    TRY(auto const rows, transaction.query(sql::lost_connections, account));
    std::map<ConnectionId, TimePoint> lost;
    for (auto const& row : rows) lost.emplace(row.id<ConnectionId>(0), row.time(1));
    return lost;
}

Result<void> tell_lost(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, Connection const& connection, TimePoint at) {
    TRY(auto const added, transaction.execute(sql::add_lost, account, connection.id, at));
    TRY(auto const types, wanted(transaction, account, ""));
    if (added == 0 || !types.contains("connection.lost")) return {};
    return tell(transaction, vault, account,
        {.type = "connection.lost",
            .at = at,
            .data = {{"connection", connection.id.text()}, {"label", connection.label}, {"why", connection.why}}});
}

Result<void> tell_recovered(Transaction& transaction, vault::Vault const& vault, AccountId const& account,
    Connection const& connection, TimePoint since, TimePoint at) {
    TRY(auto const removed, transaction.execute(sql::remove_lost, account, connection.id));
    TRY(auto const types, wanted(transaction, account, ""));
    if (removed == 0 || !types.contains("connection.recovered")) return {};
    return tell(transaction, vault, account,
        {.type = "connection.recovered",
            .at = at,
            .data = {{"connection", connection.id.text()}, {"label", connection.label}, {"lost_since", format_time(since)}}});
}

}  // namespace lockstep::deliveries
