// SPDX-License-Identifier: Apache-2.0
// Engine: keeps every sync going. Listens to the inbox, works off the looks, looks for unknown creates, polls, sweeps,
// back-fills and makes dry runs. Runs on one executor; the same code in production and in the simulation.
#pragma once

#include <map>
#include <memory>

#include "events/inbox.hpp"
#include "ports/task_group.hpp"
#include "sync/context.hpp"
#include "sync/looks.hpp"

namespace lockstep::sync {

struct EngineOptions {
    std::int64_t looks_at_once = 64;
    Duration lease = std::chrono::minutes{5};
    Mutant mutant = Mutant::none;
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

class Engine final : public events::Listener {
public:
    Engine(EngineParts parts, EngineOptions options);
    ~Engine() override;

    // Loads the syncs and takes up what the last process left; then run() works until stop().
    Task<Result<void>> open();
    Task<void> run();
    void stop();

    // An event of a connection: every sync that uses it has to look at the record. Part of the storing transaction.
    Result<void> on_event(Transaction& transaction, events::Event& event) override;
    // After a transaction that asked for looks: wakes the dispatcher. Call it on the engine's executor.
    void wake();

    // A sync was made or changed in the database.
    Task<Result<void>> reload(SyncId id);
    void request_plan(SyncId const& id);
    void on_change(std::function<void(ChangeNotice const&)> listener);

    // Nothing is in flight, due or being back-filled: for tests and the simulation.
    bool is_idle() const;

private:
    struct Tended;

    Task<void> dispatch();
    Task<void> work_off(Look look);
    Task<void> resolve_unknown();
    Task<void> tend(std::shared_ptr<Tended> tended);
    std::shared_ptr<Sync const> find_sync(SyncId const& id) const;

    EngineParts parts_;
    EngineOptions options_;
    Signal work_;
    Signal unknown_;
    Context context_;
    std::map<SyncId, std::shared_ptr<Tended>> tended_;  // shared: a tending task keeps its sync while it is replaced
    std::int64_t in_flight_ = 0;
    std::int64_t bulk_in_flight_ = 0;
    std::int64_t tending_busy_ = 0;
    bool is_stopping_ = false;
    TaskGroup tasks_;  // last: ends first
};

}  // namespace lockstep::sync
