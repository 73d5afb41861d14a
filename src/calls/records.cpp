// SPDX-License-Identifier: Apache-2.0
#include "calls/records.hpp"

#include "calls/detail/statements.hpp"
#include "calls/exchange.hpp"
#include "calls/quota.hpp"

namespace lockstep::calls {
namespace {

JsonObject row_json(Row const& row) {
    return {
        {"id", row.text(0)},
        {"connection", row.text(1)},
        {"operation", row.text(2)},
        {"purpose", row.text(3)},
        {"cause", row.text(4)},
        {"outcome", row.text(5)},
        {"status", row.integer(6)},
        {"tries", row.integer(7)},
        {"error_code", row.text(8)},
        {"at", format_time(row.time(9))},
        {"took_ms", static_cast<double>(row.integer(10)) / 1000.0},
    };
}

constexpr std::string_view after_every_id = "~";  // ids sort by time

}  // namespace

Result<void> insert_record(Transaction& transaction, vault::Vault const& vault, CallRecord const& record) {
    auto const& notice = record.notice;
    TRY_VOID(transaction.execute(sql::insert_call, record.account, notice.id, notice.connection, notice.operation, notice.purpose,
        record.cause, to_string(notice.kind), notice.status, record.tries, record.error_code, notice.at, notice.took.count(),
        Blob{vault.seal(record.account, {"calls", notice.id.text(), "exchange"}, record.exchange)}));
    return {};
}

Result<Json> list_calls(Transaction& transaction, AccountId const& account, std::string_view before, std::int64_t limit) {
    TRY(auto const rows, transaction.query(sql::calls_before, account, before.empty() ? after_every_id : before, limit + 1));
    JsonArray items;
    for (std::size_t i = 0; i < rows.size() && i < static_cast<std::size_t>(limit); ++i) items.push_back(row_json(rows[i]));
    Json next = nullptr;
    if (rows.size() > static_cast<std::size_t>(limit) && !items.empty()) next = items.back().at("id");
    return Json(JsonObject{{"items", std::move(items)}, {"next", std::move(next)}});
}

Result<Json> show_call(Transaction& transaction, vault::Vault const& vault, AccountId const& account, CallId const& id) {
    TRY(auto const rows, transaction.query(sql::find_call, account, id));
    if (rows.empty())
        return fail(ErrorKind::not_found, "calls.no_such_call",
            "showing call " + id.text() + ": there is no such call, or it has aged out");
    auto json = row_json(rows.front());
    TRY(auto const plain, vault.open(account, {"calls", id.text(), "exchange"}, rows.front().blob(11)));
    TRY(auto const exchange, exchange_json(plain));
    for (auto const& member : exchange) json[member.key()] = member.value();
    return Json(std::move(json));
}

Result<std::int64_t> prune(Transaction& transaction, TimePoint before, std::int64_t limit) {
    auto const bound = make_id<CallTag>(before, {});
    std::int64_t deleted = 0;
    std::string account;
    while (deleted < limit) {
        TRY(auto const next, transaction.query(sql::next_account, account));
        if (next.empty()) break;
        account = next.front().text(0);
        TRY(auto const count, transaction.execute(sql::prune_calls, account, bound, before, limit - deleted));
        deleted += count;
    }
    return deleted;
}

Result<Json> quota_report(
    Transaction& transaction, AccountId const& account, connections::Connection const& connection, TimePoint wall) {
    TRY(auto const use, quota_use(transaction, account, connection.id, wall));
    TRY(auto const limit, quota_limit(transaction, connection));
    TRY(auto const free_at, quota_free_at(transaction, connection, wall));
    return Json(JsonObject{{"limit", limit > 0 ? Json(limit) : Json(nullptr)}, {"used_month", use.month},
        {"used_30_days", use.days_30}, {"free_at", free_at ? Json(format_time(*free_at)) : Json(nullptr)}});
}

}  // namespace lockstep::calls
