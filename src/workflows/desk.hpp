// SPDX-License-Identifier: Apache-2.0
// Desk: makes workflows run. It hears of every event, starts runs, and serves the queue "workflow": a run that has something to
// do, a trigger that has fired, a schedule that is due. What a step does to an app is an effect in the outbox before it is sent;
// what came of it is journalled with the run's new state, in one transaction with the end of the effect. Several desks may share
// one database.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "calls/caller.hpp"
#include "events/inbox.hpp"
#include "general/runner.hpp"
#include "ports/task_group.hpp"
#include "work/claim.hpp"
#include "workflows/check.hpp"
#include "workflows/store.hpp"

namespace lockstep::workflows {

inline constexpr std::string_view queue_name = "workflow";
inline constexpr std::string_view effect_owner = "workflow";

struct DeskParts {
    AccountId account;
    Database& database;
    vault::Vault const& vault;
    connections::Directory const& directory;
    calls::Caller& caller;
    general::Runner& runner;
    Clock& clock;
    Random& random;
    Log& log;
    Apps const& apps;
    std::string holder = "main";  // as the engine's, whose heartbeat keeps the leases
};

// A published version, ready to run.
struct Ready {
    Program program;
    Bindings bindings;
    std::int64_t version = 0;
};

// Requests for the queue. Part of the caller's transaction.
Result<void> ask_for_run(Transaction& transaction, AccountId const& account, std::string_view workflow, std::string_view run,
    TimePoint due, TimePoint now);
Result<void> ask_for_start(
    Transaction& transaction, AccountId const& account, Watch const& trigger, EventId const& event, TimePoint now);
Result<void> ask_for_schedule(
    Transaction& transaction, AccountId const& account, Watch const& trigger, std::int64_t version, TimePoint due, TimePoint now);

class Desk final : public events::Listener {
public:
    explicit Desk(DeskParts parts) : parts_(std::move(parts)) {}

    // Whoever wants to hear of it is asked to look. Part of the storing transaction.
    Result<void> on_event(Transaction& transaction, events::Event& event) override;

    // Serves the queue until stop().
    Task<void> run();
    void stop();
    void hold_writes(bool is_held);
    // After a transaction that made requests. On the executor.
    void wake() { requests_.notify(); }

    // Everything that is due now, once; for tests and the command line.
    Task<Result<bool>> serve_one();
    // When the queue has something next, as far as the last look showed.
    std::optional<TimePoint> next_due() const { return next_due_; }

private:
    class Serving;

    Task<Result<std::vector<work::Item>>> claim(std::int64_t most);
    Task<void> serve(work::Item item);
    Task<Result<void>> serve_item(work::Item const& item);
    Task<Result<void>> start_run(work::Item const& item);
    Task<Result<void>> fire_schedule(work::Item const& item);
    Task<Result<void>> serve_run(work::Item const& item);
    Task<Result<void>> give_back(work::Item const& item, std::string why);
    Task<Result<void>> complete(work::Item const& item);
    Task<Result<std::shared_ptr<Ready const>>> ready(std::string workflow, std::int64_t version);
    Result<void> apply(Store const& store, Ready const& ready, StoredRun& run, Happening happening, work::Lease const* lease);
    Result<void> settle_effects(Store const& store, Ready const& ready, StoredRun const& run);
    Task<Happening> call(Ready const& ready, StoredRun const& run, Track const& track);

    DeskParts parts_;
    Signal requests_;
    bool is_stopping_ = false;
    bool holds_writes_ = false;
    std::int64_t in_flight_ = 0;
    std::map<std::string, std::int64_t> in_flight_of_;
    std::set<std::pair<AccountId, std::string>> in_hand_;
    std::optional<TimePoint> next_due_;
    std::map<std::pair<std::string, std::int64_t>, std::shared_ptr<Ready const>> ready_;  // versions never change
};

}  // namespace lockstep::workflows
