// SPDX-License-Identifier: Apache-2.0
// World: everything of one seed: the apps, the network, the database, the persons, and the process that is crashed and started
// again. Single-threaded; worlds share nothing but the connectors and the image of an empty database, which are never written.
#pragma once

#include <memory>

#include "adapters/db_sqlite/inline.hpp"
#include "simulation/attached_life.hpp"
#include "simulation/bounds.hpp"
#include "simulation/calm_deeds.hpp"
#include "simulation/neighbour.hpp"
#include "simulation/operator.hpp"
#include "simulation/process.hpp"
#include "simulation/workload.hpp"
#include "sync/sync.hpp"

namespace lockstep::simulation {

// What all worlds of a batch share.
struct Template {
    connections::Connectors connectors;
    contacts::Mapping mapping;
    contacts::Mapping public_mapping;  // for a Hexfit with the publicly known calls only
    std::string empty_database;        // image with the schema
};
Result<Template> make_template();

class World {
public:
    World(Template const& common, Swarm swarm, bool keeps_trace);
    ~World();
    World(World const&) = delete;
    World& operator=(World const&) = delete;

    // Until the end of the calm phase, or until something is found wrong or stands still.
    void run();

    Swarm const& swarm() const { return swarm_; }
    Oracle& oracle() { return oracle_; }
    SimulatedHttp const& http() const { return http_; }
    adapters::SqliteInline& sqlite() { return *sqlite_; }
    // Did the database fail, or take its time, in this span?
    bool database_struck(TimePoint from, TimePoint until) const;
    vault::Vault const& vault() const { return process_->vault(); }
    sync::Sync const& sync() const { return sync_; }
    Canaries const& canaries() const { return canaries_; }
    Tally& tally() { return tally_; }
    Trace& trace() { return trace_; }
    Operator const& operators() const { return operator_; }
    Operator& operators() { return operator_; }
    TimePoint now() const { return clock_.now(); }
    // When the sync had brought both sides together for the first time.
    TimePoint running_since() const { return running_since_.value_or(TimePoint::max() - std::chrono::days{1}); }
    std::vector<Trouble> const& troubles() const { return troubles_; }
    // Did that app show versions and times of change then?
    bool shows_times(Side side, TimePoint at) const;
    // Can the search index of side a be further behind than polls look back?
    bool index_may_lag(TimePoint at) const;
    CalmDeeds const& calm_deeds() const { return calm_deeds_; }
    // What a person does at an app's screen, told to the oracle and the trace.
    void person_edits(RecordKey const& key, JsonObject changes);
    // The new record's id; none when the app refuses it.
    std::optional<std::string> person_creates(Side side, JsonObject fields);
    void person_removes(RecordKey const& key);
    // Links that were complete once, by id: nothing may undo them.
    std::map<std::string, std::pair<std::string, std::string>>& known_links() { return known_links_; }

private:
    struct InFlight {
        sandbox::Delivery delivery;
        Side side = Side::a;
        Neighbour* neighbour = nullptr;  // whose app sent it; null: the main pair's
        bool is_replay = false;
        bool is_acknowledged = false;  // by the mutant that answers before it stores
    };

    void set_up();
    void start_process();
    void crash(std::string_view why);
    void stall(Stall const& stall);
    void end_elder();
    void appoint_crash(PlannedCrash const& crash);
    void begin_calm();
    void begin_spell(Spell const& spell);
    void lift_limits();
    void watch_for_running();
    void run_until(TimePoint end);
    void run_ready();
    bool run_a_step(Process* process);
    void send_due_webhooks();
    void deliver(InFlight flight);
    Task<int> receive(Process& process, HttpRequest request);
    void finish_delivery(std::uint64_t number, int status);
    sandbox::App& app(Side side) { return oracle_.app(side); }
    sandbox::App& sender(InFlight const& flight) {
        return flight.neighbour == nullptr ? app(flight.side) : flight.neighbour->app(flight.side);
    }

    Template const& common_;
    Swarm swarm_;
    Stream root_;
    SimulatedClock clock_;
    Trace trace_;
    Tally tally_;
    Canaries canaries_;
    sandbox::HighLevelApp highlevel_;
    sandbox::HexfitApp hexfit_;
    std::unique_ptr<adapters::SqliteInline> sqlite_;
    SimulatedDatabase database_;
    SimulatedHttp http_;
    WatchedLog log_;
    CountingMetrics metrics_;
    InlineOffload offload_;
    Secret master_key_;
    Oracle oracle_;
    Workload workload_;
    CalmDeeds calm_deeds_;
    AttachedLife attached_life_;
    Stream webhook_path_;
    sync::Sync sync_;
    Operator operator_;
    std::vector<std::unique_ptr<Neighbour>> neighbours_;
    HttpRouter router_;
    std::string sender_;
    std::unique_ptr<Process> process_;
    std::unique_ptr<Process> elder_;  // stands still, or works on beside the process that took its place
    bool elder_stands_still_ = false;
    std::uint64_t generation_ = 0;
    std::uint64_t installation_ = 1;  // the holder's name, which survives a restart
    std::map<std::uint64_t, InFlight> in_flight_;
    std::uint64_t next_flight_ = 0;
    bool is_calm_ = false;
    std::optional<PlannedCrash> armed_;  // waits for its moment
    bool crash_now_ = false;
    std::optional<Stall> stalls_at_write_;  // waits for the next write
    std::optional<Stall> stalls_now_;
    TimePoint next_check_{};
    std::optional<TimePoint> running_since_;
    std::vector<Trouble> troubles_;
    std::map<std::string, std::pair<std::string, std::string>> known_links_;
};

// Runs a task that never waits, such as one on the bare database.
template <class T>
T run_at_once(Task<T> task);

}  // namespace lockstep::simulation

#include <boost/asio/co_spawn.hpp>

template <class T>
T lockstep::simulation::run_at_once(Task<T> task) {
    boost::asio::io_context context{1};
    std::optional<T> result;
    boost::asio::co_spawn(context, std::move(task), [&](std::exception_ptr error, T value) {
        if (error) std::rethrow_exception(error);
        result = std::move(value);
    });
    context.run();
    return std::move(result).value();
}
