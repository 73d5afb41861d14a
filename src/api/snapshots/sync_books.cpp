// SPDX-License-Identifier: Apache-2.0
#include "api/snapshots/sync_books.hpp"

#include <algorithm>

namespace lockstep::api {
namespace {

using contacts::Side;

constexpr std::int64_t records_at_once = 500;

bool is_side_of(sync::Sync const& sync, ConnectionId const& connection) { return sync.a == connection || sync.b == connection; }

Side side_of(sync::Sync const& sync, ConnectionId const& connection) { return sync.a == connection ? Side::a : Side::b; }

// In the app's own field names, each value in the canonical form of its row.
contacts::Record canonical_record(contacts::Mapping const& mapping, Side side, contacts::Record record) {
    for (auto& [name, value] : record.fields) {
        auto const row = std::ranges::find_if(mapping.rows, [&](auto const& each) { return each.at(side) == name; });
        if (row != mapping.rows.end()) value = contacts::canonical(row->rule.kind, value, mapping.region);
    }
    return record;
}

}  // namespace

Task<Result<sync::Sync>> SyncBooks::find(ConnectionId connection, SyncId sync) {
    CO_TRY(auto found, co_await syncs_.get(account_, sync));
    if (!is_side_of(found, connection))
        co_return fail(ErrorKind::invalid, "snapshots.other_sync", "comparing a snapshot: this sync has another connection");
    co_return found;
}

Task<Result<std::vector<SyncBooks::Entry>>> SyncBooks::syncs_of(ConnectionId connection) {
    CO_TRY(auto const all, co_await syncs_.list(account_));
    std::vector<Entry> found;
    for (auto const& each : all) {
        if (is_side_of(each, connection)) found.push_back({each.id, each.label, each.mapping.region});
    }
    co_return found;
}

Task<Result<std::vector<contacts::Record>>> SyncBooks::mirrors(ConnectionId connection, SyncId sync) {
    CO_TRY(auto const found, co_await find(connection, sync));
    auto const side = side_of(found, connection);
    std::vector<contacts::Record> records;
    for (std::optional<std::string> after = ""; after;) {
        CO_TRY(auto page, co_await syncs_.known_records(account_, sync, side, *after, records_at_once));
        for (auto& known : page.items) records.push_back(canonical_record(found.mapping, side, std::move(known.record)));
        after = std::move(page.next);
    }
    co_return records;
}

Task<Result<snapshots::Pairing>> SyncBooks::pairing(ConnectionId connection, SyncId sync) {
    CO_TRY(auto found, co_await find(connection, sync));
    auto const side = side_of(found, connection);
    snapshots::Pairing pairing{.sync = sync, .side = side, .mapping = std::move(found.mapping), .people = {}};
    for (std::optional<std::string> after = ""; after;) {
        CO_TRY(auto page, co_await syncs_.known_records(account_, sync, contacts::other(side), *after, records_at_once));
        for (auto& known : page.items) {
            if (known.partner) pairing.people.push_back({*known.partner, std::move(known.record), std::move(known.base)});
        }
        after = std::move(page.next);
    }
    co_return pairing;
}

}  // namespace lockstep::api
