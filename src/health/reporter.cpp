// SPDX-License-Identifier: Apache-2.0
#include "health/reporter.hpp"

#include <algorithm>

#include "calls/quota.hpp"
#include "health/statements.hpp"
#include "sync/discovery/schedule.hpp"
#include "sync/reconcile/request.hpp"
#include "sync/state/issues.hpp"
#include "sync/state/sweeps.hpp"
#include "sync/state/syncs.hpp"
#include "work/groups.hpp"

namespace lockstep::health {
namespace {

using contacts::Side;
using Entry = connections::Directory::Entry;

bool is_at_work(sync::Sync const& sync) {
    return sync.state == sync::SyncState::running || sync.state == sync::SyncState::backfilling;
}

// What the database knows; read in one transaction, which runs on another thread.
Result<void> read_sync(sync::Scope const& scope, Detail detail, SyncReport& report) {
    TRY(auto const queue, work::counts_of(scope.transaction, scope.account, sync::reconcile_queue, scope.sync.text()));
    auto const all = queue.total();
    report.facts.waiting = all.waiting;
    report.facts.leased = all.leased;
    report.facts.parked = all.parked;
    report.facts.oldest_due_at = queue.oldest_due_at;
    report.facts.oldest_enqueued_at = queue.oldest_enqueued_at;
    TRY(auto const activity, sync::load_activity(scope));
    report.counts = activity.counts;
    if (detail == Detail::issues_by_kind) {
        TRY(report.open_issues, sync::open_issues_by_kind(scope));
    }
    for (auto const side : contacts::both_sides) {
        TRY(auto const cursor, sync::load_poll_cursor(scope, side));
        if (cursor) report.polled_at[side] = cursor->polled_at;
        TRY(auto const sweep, sync::last_sweep(scope, side));
        if (sweep) report.swept_at[side] = sweep->finished_at;
    }
    return {};
}

Result<Quota> read_quota(Transaction& transaction, connections::Connection const& connection, TimePoint wall) {
    Quota quota;
    TRY(quota.limit, calls::quota_limit(transaction, connection));
    if (quota.limit <= 0) return quota;
    TRY(auto const use, calls::quota_use(transaction, connection.account, connection.id, wall));
    quota.used_month = use.month;
    quota.used_30_days = use.days_30;
    TRY(quota.free_at, calls::quota_free_at(transaction, connection, wall));
    return quota;
}

// What a sync's readings promise for one of its sides.
void widen(Reach& reach, sync::Sync const& sync, connections::Connection const& connection, std::int64_t records, TimePoint now) {
    auto const rhythm = sync::rhythm(sync.policy, sync::monthly_quota(connection), records / 100 + 1);
    auto const sooner = [](std::optional<Duration>& best, Duration each) { best = std::min(best.value_or(each), each); };
    if (connection.connector->contacts->changed_since(connection.settings, now, std::nullopt))
        sooner(reach.poll_every, rhythm.poll_every);
    if (connection.connector->contacts->list(connection.settings)) sooner(reach.sweep_every, rhythm.sweep_every);
}

}  // namespace

Weight Report::worst() const {
    auto worst = Weight::good;
    for (auto const& [id, each] : syncs) worst = std::max(worst, each.health.weight);
    for (auto const& [id, each] : connections) worst = std::max({worst, each.health.weight, each.deliveries.weight});
    return worst;
}

Task<Result<Reporter::Syncs>> Reporter::syncs_of(AccountId account) const {
    Syncs syncs;
    if (parts_.engine.is_running()) {
        for (auto& sync : parts_.engine.syncs()) {
            if (sync->account == account) syncs.push_back(std::move(sync));
        }
        co_return syncs;
    }
    CO_TRY(
        auto loaded, co_await parts_.database.read_value([](Transaction& transaction) { return sync::load_syncs(transaction); }));
    for (auto& sync : loaded) {
        if (sync.account == account) syncs.push_back(std::make_shared<sync::Sync const>(std::move(sync)));
    }
    co_return syncs;
}

Task<Result<Report>> Reporter::report(AccountId account, Detail detail) const {
    CO_TRY(auto syncs, co_await syncs_of(account));
    auto entries = parts_.directory.all();
    // Accounts that were only tried have no address for webhooks.
    std::erase_if(entries, [&](Entry const& entry) { return entry->account != account || entry->webhook_token.empty(); });
    co_return co_await report_on(std::move(account), std::move(syncs), std::move(entries), detail);
}

Task<Result<Report>> Reporter::of_sync(AccountId account, SyncId id) const {
    CO_TRY(auto syncs, co_await syncs_of(account));
    std::erase_if(syncs, [&](auto const& sync) { return sync->id != id; });
    std::vector<Entry> entries;
    for (auto const& sync : syncs) {
        for (auto const side : contacts::both_sides) {
            if (auto entry = parts_.directory.find(sync->connection(side))) entries.push_back(std::move(entry));
        }
    }
    co_return co_await report_on(std::move(account), std::move(syncs), std::move(entries));
}

Task<Result<Report>> Reporter::of_connection(AccountId account, ConnectionId id) const {
    CO_TRY(auto syncs, co_await syncs_of(account));
    std::erase_if(syncs, [&](auto const& sync) { return sync->a != id && sync->b != id; });
    std::vector<Entry> entries;
    if (auto entry = parts_.directory.find(id)) entries.push_back(std::move(entry));
    co_return co_await report_on(std::move(account), std::move(syncs), std::move(entries));
}

Task<Result<Report>> Reporter::report_on(AccountId account, Syncs syncs, std::vector<Entry> entries, Detail detail) const {
    Report report;
    auto const now = parts_.clock.now();
    auto const wall = parts_.clock.wall();
    report.at = now;
    report.of_nobody = parts_.deliveries.of_nobody();
    for (auto const& entry : entries) {
        auto& each = report.connections[entry->id];
        each.entry = entry;
        each.facts.label = entry->label;
        each.facts.app = entry->connector->app_title;
        each.facts.state = entry->state;
        each.facts.traffic = parts_.caller.traffic(entry->id);
        each.facts.deliveries = parts_.deliveries.of(entry->id);
    }
    for (auto const& sync : syncs) {
        auto& each = report.syncs[sync->id];
        each.sync = sync;
        each.facts.state = sync->state;
        each.facts.is_engine_running = parts_.engine.is_running();
        if (auto const rounds = parts_.engine.rounds(sync->id)) each.facts.rounds = *rounds;
    }
    CO_TRY_VOID(co_await parts_.database.read([&](Transaction& transaction) -> Result<void> {
        for (auto& [id, each] : report.connections) {
            TRY(each.facts.quota, read_quota(transaction, *each.entry, wall));
            TRY(auto const stored, load_stored(transaction, account, id));
            if (stored) each.facts.remembered = stored->remembered;
        }
        for (auto& [id, each] : report.syncs) TRY_VOID(read_sync({transaction, parts_.vault, account, id, now}, detail, each));
        return {};
    }));
    for (auto& [id, each] : report.syncs) {
        for (auto const side : contacts::both_sides) {
            auto const found = report.connections.find(each.sync->connection(side));
            if (found == report.connections.end()) continue;
            auto& connection = found->second;
            connection.facts.waits += each.facts.waiting + each.facts.leased + each.facts.parked;
            if (!is_at_work(*each.sync)) continue;
            for (auto const& at : {each.facts.oldest_due_at, std::optional(each.facts.rounds[side].poll.next_at)}) {
                if (at && *at > now) connection.facts.next_call_at = std::min(connection.facts.next_call_at.value_or(*at), *at);
            }
            connection.facts.is_bulk_wanted |= each.sync->state == sync::SyncState::backfilling;
            widen(connection.reach, *each.sync, *connection.entry, each.counts.records[side], now);
        }
    }
    for (auto& [id, each] : report.connections) {
        each.health = connection_health(each.facts, now);
        each.deliveries = delivery_health(each.facts, now);
        each.reach.has_webhooks = each.entry->connector->webhooks.scheme != catalogue::SignatureScheme::none;
        each.reach.webhooks_arrive = each.facts.deliveries.accepted_at && each.deliveries.is_good();
    }
    for (auto& [id, each] : report.syncs) {
        for (auto const side : contacts::both_sides) {
            auto const found = report.connections.find(each.sync->connection(side));
            if (found == report.connections.end()) continue;
            each.facts.labels[side] = found->second.facts.label;
            each.facts.sides[side] = found->second.health;
        }
        each.health = sync_health(each.facts, now);
    }
    co_return report;
}

Result<std::optional<StoredHealth>> load_stored(
    Transaction& transaction, AccountId const& account, ConnectionId const& connection) {
    TRY(auto const rows, transaction.query(sql::find_stored, account, connection));
    if (rows.empty()) return std::optional<StoredHealth>{};
    auto const& row = rows.front();
    return std::optional(StoredHealth{
        .remembered = {.answered_at = row.optional_time(0),
            .failing_since = row.optional_time(1),
            .failure_code = row.text(2),
            .failure_status = static_cast<int>(row.integer(3)),
            .refused_since = row.optional_time(4)},
        .deliveries = {.accepted_at = row.optional_time(5),
            .rejected_at = row.optional_time(6),
            .rejection = row.text(7),
            .rejected_in_a_row = row.integer(8),
            .rejected_since = row.optional_time(9)},
    });
}

Result<void> save_stored(
    Transaction& transaction, AccountId const& account, ConnectionId const& connection, StoredHealth const& stored) {
    auto const& [remembered, deliveries] = stored;
    TRY_VOID(transaction.execute(sql::save_stored, account, connection, remembered.answered_at, remembered.failing_since,
        remembered.failure_code, remembered.failure_status, remembered.refused_since, deliveries.accepted_at,
        deliveries.rejected_at, deliveries.rejection, deliveries.rejected_in_a_row, deliveries.rejected_since));
    return {};
}

}  // namespace lockstep::health
