// SPDX-License-Identifier: Apache-2.0
// Engine: keeps every sync going. Listens to the inbox, serves the queue of reconcile requests, polls, sweeps, back-fills and
// makes forecasts. Runs on one executor; the same code in production and in the simulation. Several engines may share one
// database.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "events/inbox.hpp"
#include "ports/task_group.hpp"
#include "sync/context.hpp"
#include "work/claim.hpp"

namespace lockstep::sync {

class AttachedDesk;  // attached/desk.hpp

struct EngineOptions {
    // Runs at once. A run that waits for an app's pace or for a connection costs no thread, so there may be many.
    std::int64_t runs_at_once = 256;
    std::int64_t runs_per_sync = 48;
    // Who we are to the queue. Must be another one for every engine that shares the database, and the same after a restart.
    std::string holder = "main";
    Duration alive_for = std::chrono::seconds{60};  // without a heartbeat: then others may free our leases
};

struct EngineParts {
    Database& database;
    vault::Vault const& vault;
    connections::Directory& directory;
    calls::Caller& caller;
    Clock& clock;
    Random& random;
    Log& log;
    Metrics& metrics;
    boost::asio::any_io_executor executor;
};

// How one kind of reading of one side goes.
struct Round {
    std::optional<TimePoint> done_at;
    std::optional<TimePoint> failing_since;
    std::string failure;  // a code
    TimePoint next_at{};

    void is_done(TimePoint now) {
        done_at = now;
        failing_since.reset();
    }
    void has_failed(TimePoint now, std::string code) {
        if (!failing_since) failing_since = now;
        failure = std::move(code);
    }
};
struct Rounds {
    Round poll;
    Round sweep;
};

class Engine final : public events::Listener {
public:
    Engine(EngineParts parts, EngineOptions options);
    ~Engine() override;

    // Loads the syncs and frees the leases that this very engine left behind; then run() works until stop().
    Task<Result<void>> open();
    Task<void> run();
    void stop();

    // Nothing is decided and nothing written until they are let go; both sides are read, and dry runs are made. Requests wait.
    void hold_writes(bool is_held);

    // An event of a connection: every sync that uses it has to decide the record. Part of the storing transaction.
    Result<void> on_event(Transaction& transaction, events::Event& event) override;
    // After a transaction that made requests: wakes the dispatcher. Call it on the engine's executor.
    void wake();
    // The same where notes or tasks were asked for by somebody else than an event.
    void wake_attached() { attached_.notify(); }

    // A sync was made or changed in the database.
    Task<Result<void>> reload(SyncId id);
    void request_plan(SyncId const& id);
    void on_change(std::function<void(ChangeNotice const&)> listener);

    // Is it running, and how polls and sweeps of a sync have gone since it does; nullopt: it does not tend the sync.
    bool is_running() const { return is_running_; }
    std::vector<std::shared_ptr<Sync const>> syncs() const;
    std::optional<contacts::PerSide<Rounds>> rounds(SyncId const& id) const;

    // Nothing is being served or back-filled: for tests and the simulation.
    bool is_idle() const;

private:
    struct Tended;

    Task<void> dispatch();
    Task<void> serve(work::Item item);
    Task<void> give_back(work::Item item, std::string why, bool counts_as_attempt);
    Task<void> beat();
    Task<void> release_lost_leases();
    Task<void> reload_what_changed();
    Task<void> tell_credentials();
    Task<void> back_fill(std::shared_ptr<Tended> tended);
    Task<void> forecast(std::shared_ptr<Tended> tended);
    Task<void> poll_side(std::shared_ptr<Tended> tended, contacts::Side side);
    Task<void> sweep_side(std::shared_ptr<Tended> tended, contacts::Side side);
    Result<bool> ask_for_attached(Transaction& transaction, events::Event& event);
    std::set<catalogue::AttachedKind> attached_of(SyncId const& id) const;
    bool has_attached() const;
    void remember_attached(Sync const& sync);
    bool is_held_back(ConnectionId const& connection) const;
    void tend(std::shared_ptr<Tended> tended);
    std::shared_ptr<Sync const> find_sync(SyncId const& id) const;

    EngineParts parts_;
    EngineOptions options_;
    Signal requests_;
    Signal stopping_;
    Signal beat_soon_;
    Signal attached_;
    std::atomic<bool> has_asked_for_attached_ = false;
    mutable std::mutex attached_mutex_;                                   // events are stored on the database's thread
    std::map<SyncId, std::set<catalogue::AttachedKind>> attached_kinds_;  // of which there is something to do
    Context context_;
    std::map<SyncId, std::shared_ptr<Tended>> tended_;  // shared: a task keeps its sync while it is replaced
    std::int64_t in_flight_ = 0;
    std::int64_t bulk_in_flight_ = 0;
    std::map<std::string, std::int64_t> in_flight_of_;     // by sync
    std::set<std::pair<AccountId, std::string>> in_hand_;  // account and key of what is being served
    bool is_claiming_ = false;                             // what a claim gives out is in no hand yet
    std::int64_t busy_ = 0;
    bool is_stopping_ = false;
    bool holds_writes_ = false;
    bool is_running_ = false;
    std::vector<calls::CredentialNotice> credential_notices_;  // not stored yet
    Signal credential_told_;
    std::unique_ptr<AttachedDesk> desk_;
    TaskGroup tasks_;  // last: ends first
};

}  // namespace lockstep::sync
