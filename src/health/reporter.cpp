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

void take_queue(SyncReport& report, work::GroupCounts const& queue) {
    auto const all = queue.total();
    report.facts.waiting = all.waiting;
    report.facts.leased = all.leased;
    report.facts.parked = all.parked;
    report.facts.oldest_due_at = queue.oldest_due_at;
    report.facts.oldest_enqueued_at = queue.oldest_enqueued_at;
}

// What the database knows of one sync or connection; read in one transaction, which runs on another thread.
Result<void> read_sync(sync::Scope const& scope, SyncReport& report) {
    TRY(auto const queue, work::counts_of(scope.transaction, scope.account, sync::reconcile_queue, scope.sync.text()));
    take_queue(report, queue);
    TRY(auto const activity, sync::load_activity(scope));
    report.counts = activity.counts;
    report.last_change_at = activity.last_change_at;
    for (auto const side : contacts::both_sides) {
        TRY(auto const cursor, sync::load_poll_cursor(scope, side));
        if (cursor) report.polled_at[side] = cursor->polled_at;
        TRY(auto const sweep, sync::last_sweep(scope, side));
        if (sweep) report.swept_at[side] = sweep->finished_at;
    }
    return {};
}

Result<Quota> quota_of(
    Transaction& transaction, connections::Connection const& connection, calls::QuotaStand const& stand, TimePoint wall) {
    Quota quota;
    quota.limit = calls::quota_limit(connection, stand.learnt);
    if (quota.limit <= 0) return quota;
    quota.used_month = stand.use.month;
    quota.used_30_days = stand.use.days_30;
    // When it is free again is asked only where it is spent.
    if (stand.use.worst() < calls::usable_quota(quota.limit, false, std::nullopt)) return quota;
    TRY(quota.free_at, calls::quota_free_at(transaction, connection, wall));
    return quota;
}

Result<void> read_connection(Transaction& transaction, AccountId const& account, TimePoint wall, ConnectionReport& report) {
    auto const& connection = *report.entry;
    TRY(auto const limit, calls::quota_limit(transaction, connection));
    if (limit > 0) {
        TRY(auto const use, calls::quota_use(transaction, account, connection.id, wall));
        TRY(report.facts.quota, quota_of(transaction, connection, {limit, use}, wall));
    }
    TRY(auto const stored, load_stored(transaction, account, connection.id));
    if (stored) report.facts.remembered = stored->remembered;
    return {};
}

StoredHealth stored_health(Row const& row) {
    return {
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
    };
}

// The same of all of the account: in a handful of statements, however many syncs an agency keeps.
Result<void> read_all(Transaction& transaction, AccountId const& account, TimePoint wall, Report& report) {
    TRY(auto const quotas, calls::quota_stands(transaction, account, wall));
    TRY(auto const stored, transaction.query(sql::all_stored, account));
    for (auto const& row : stored) {
        auto const found = report.connections.find(row.id<ConnectionId>(10));
        if (found != report.connections.end()) found->second.facts.remembered = stored_health(row).remembered;
    }
    for (auto& [id, each] : report.connections) {
        auto const found = quotas.find(id);
        TRY(each.facts.quota,
            quota_of(transaction, *each.entry, found == quotas.end() ? calls::QuotaStand{} : found->second, wall));
    }
    TRY(auto const queues, work::counts_of_groups(transaction, account, sync::reconcile_queue));
    TRY(auto const activities, sync::load_activities(transaction, account));
    TRY(auto const times, sync::read_times(transaction, account));
    for (auto& [id, each] : report.syncs) {
        if (auto const found = queues.find(id.text()); found != queues.end()) take_queue(each, found->second);
        if (auto const found = activities.find(id); found != activities.end()) {
            each.counts = found->second.counts;
            each.last_change_at = found->second.last_change_at;
        }
        if (auto const found = times.find(id); found != times.end()) {
            each.polled_at = found->second.polled_at;
            each.swept_at = found->second.swept_at;
        }
    }
    return {};
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
    co_return co_await report_on(std::move(account), std::move(syncs), std::move(entries), Extent::all, detail);
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
    co_return co_await report_on(std::move(account), std::move(syncs), std::move(entries), Extent::some);
}

Task<Result<Report>> Reporter::of_connection(AccountId account, ConnectionId id) const {
    CO_TRY(auto syncs, co_await syncs_of(account));
    std::erase_if(syncs, [&](auto const& sync) { return sync->a != id && sync->b != id; });
    std::vector<Entry> entries;
    if (auto entry = parts_.directory.find(id)) entries.push_back(std::move(entry));
    co_return co_await report_on(std::move(account), std::move(syncs), std::move(entries), Extent::some);
}

Task<Result<Report>> Reporter::report_on(
    AccountId account, Syncs syncs, std::vector<Entry> entries, Extent extent, Detail detail) const {
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
        each.facts.credential = connections::credential_age(*entry);
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
        if (extent == Extent::all) {
            TRY_VOID(read_all(transaction, account, wall, report));
        } else {
            for (auto& [id, each] : report.connections) TRY_VOID(read_connection(transaction, account, wall, each));
            for (auto& [id, each] : report.syncs) TRY_VOID(read_sync({transaction, parts_.vault, account, id, now}, each));
        }
        if (detail != Detail::issues_by_kind) return {};
        for (auto& [id, each] : report.syncs) {
            TRY(each.open_issues, sync::open_issues_by_kind({transaction, parts_.vault, account, id, now}));
        }
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
    return std::optional(stored_health(rows.front()));
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
