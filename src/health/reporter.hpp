// SPDX-License-Identifier: Apache-2.0
// Reporter: gathers what health is decided from (calls, quota, queue, readings, deliveries, what is remembered) and asks
// health.hpp. Everybody who shows health asks here. Changes nothing.
#pragma once

#include <map>
#include <memory>

#include "health/deliveries.hpp"
#include "health/health.hpp"
#include "ports/clock.hpp"
#include "ports/database.hpp"
#include "sync/state/counts.hpp"
#include "vault/vault.hpp"

namespace lockstep::health {

// How soon an edit at the app is noticed.
struct Reach {
    bool has_webhooks = false;           // the app can send them
    bool webhooks_arrive = false;        // one was accepted, and few in a row were refused since
    std::optional<Duration> poll_every;  // nullopt: the profile lists no changes, or no sync runs
    std::optional<Duration> sweep_every;
    // Without a webhook an edit is noticed so late at most, if all goes well; nullopt: nothing reads the app.
    std::optional<Duration> late_most() const { return poll_every ? poll_every : sweep_every; }
};

struct ConnectionReport {
    connections::Directory::Entry entry;
    ConnectionFacts facts;
    Health health;
    Health deliveries;
    Reach reach;
};

struct SyncReport {
    std::shared_ptr<sync::Sync const> sync;
    SyncFacts facts;
    Health health;
    sync::SyncCounts counts;
    std::optional<TimePoint> last_change_at;
    std::map<std::string, std::int64_t> open_issues;  // by kind
    contacts::PerSide<std::optional<TimePoint>> polled_at;
    contacts::PerSide<std::optional<TimePoint>> swept_at;
};

struct Report {
    TimePoint at{};
    std::map<ConnectionId, ConnectionReport> connections;
    std::map<SyncId, SyncReport> syncs;
    Deliveries of_nobody;

    // Of everything that should go on.
    Weight worst() const;
};

enum class Detail : std::uint8_t {
    usual,
    issues_by_kind  // as well: reads every open issue
};

struct ReporterParts {
    Database& database;
    vault::Vault const& vault;
    connections::Directory const& directory;
    calls::Caller const& caller;
    sync::Engine const& engine;
    DeliveryLedger const& deliveries;
    Clock& clock;
};

class Reporter {
public:
    explicit Reporter(ReporterParts parts) : parts_(parts) {}

    // Of every connection and sync of the account.
    Task<Result<Report>> report(AccountId account, Detail detail = Detail::usual) const;
    // Of one sync and what it needs. not_found is no error: the report lacks it.
    Task<Result<Report>> of_sync(AccountId account, SyncId id) const;
    // Of one connection and the syncs that use it.
    Task<Result<Report>> of_connection(AccountId account, ConnectionId id) const;

private:
    using Syncs = std::vector<std::shared_ptr<sync::Sync const>>;
    Task<Result<Syncs>> syncs_of(AccountId account) const;
    // Whether they are all of the account: then they are read together, not one after the other.
    enum class Extent : std::uint8_t {
        some,
        all
    };
    Task<Result<Report>> report_on(AccountId account, Syncs syncs, std::vector<connections::Directory::Entry> entries,
        Extent extent, Detail detail = Detail::usual) const;

    ReporterParts parts_;
};

// What is kept over a restart. Part of a transaction.
struct StoredHealth {
    Remembered remembered;
    Deliveries deliveries;

    bool operator==(StoredHealth const&) const = default;
};
Result<std::optional<StoredHealth>> load_stored(
    Transaction& transaction, AccountId const& account, ConnectionId const& connection);
Result<void> save_stored(
    Transaction& transaction, AccountId const& account, ConnectionId const& connection, StoredHealth const& stored);

}  // namespace lockstep::health
