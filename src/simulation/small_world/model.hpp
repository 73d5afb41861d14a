// SPDX-License-Identifier: Apache-2.0
// The small world: one linked pair, one field, and everything that can happen to it, as a state and the actions that lead from
// it. The program's part is the production code of one record run: decide(), judge(), take_observation(), apply_outcome(),
// take_over(). What the thin coroutine around them does (record_run*.cpp) is repeated here in a few lines, without database,
// clock or network.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sync/reconcile/observation.hpp"
#include "sync/reconcile/outcome.hpp"

namespace lockstep::simulation::small_world {

using contacts::Side;
using contacts::Value;

std::string text_of(Value const& value);  // for stories and keys

// What an app is like.
struct AppHabits {
    bool shows_times = true;   // version and time of change; without them no conditional write
    bool conditional = false;  // refuses a write when the record has changed since the version that is sent along
    bool tells_values = true;  // its events carry the field
};

struct Options {
    bool is_set = false;  // a set of two possible elements instead of a text with three possible values
    contacts::PerSide<AppHabits> apps{};
    contacts::PerSide<int> edits_most{2, 2};  // by persons
    int faults_most = 1;                      // lost answers, late and repeated writes, old copies, kills
    int depth_most = 12;                      // actions
};

// One value that the app's store held, and who put it there.
struct Version {
    Value value;
    TimePoint at{};
    bool is_ours = false;
};

struct StoredWrite {
    sync::PlannedChange change;
    std::int64_t on_version = 0;  // the version it is conditional on; 0: it is not
    TimePoint sent_at{};
    TimePoint until{};  // later it is not carried out any more
};

struct App {
    std::vector<Version> versions;                 // oldest first; the last one stands
    std::vector<std::pair<Value, Value>> unheard;  // before and after, of writes that were carried out without an answer
    std::vector<StoredWrite> late;                 // given up by their sender, and still to be carried out, maybe
    std::vector<sync::Told> undelivered;           // events, oldest first
    int edits = 0;

    Version const& now() const { return versions.back(); }
};

// A call of the program that is on its way.
struct Call {
    Side side = Side::a;
    bool is_write = false;
    TimePoint sent_at{};
    bool is_carried_out = false;
    bool is_refused = false;                // a conditional write on a record that has changed
    std::optional<contacts::Record> reply;  // what the app answers
};

// One run of the program: from the lease to its end.
struct Run {
    sync::Snapshot snapshot;
    std::vector<sync::Sent> sent;  // of the write step under way
    std::size_t next = 0;          // which of them is on its way
    Call call;
    std::size_t told_seen[2]{};  // how many of the waiting events it has loaded
    bool is_dirty[2]{};
};

// What the program has stored.
struct Stored {
    sync::Link link;
    contacts::PerSide<sync::Mirror> mirrors;
    contacts::PerSide<contacts::Projection> seen;
    contacts::PerSide<std::vector<sync::Told>> told;
    contacts::PerSide<TimePoint> fresh_since{};
    std::vector<sync::Orphan> open;  // effects without an outcome, with their changes
    std::vector<sync::Question> questions;
    std::int64_t fence = 1;
    std::optional<TimePoint> due;  // the row of the queue; none: there is nothing to do
};

// What no rule can prevent happened, so that a question about it is justified.
struct Excuses {
    bool came_late = false;  // a write was carried out over an edit after its sender had given up, or twice
    bool crossed = false;    // a write was carried out over an edit that the program had not read
    // A write was carried out without an answer, and somebody set back what was there before it: seen from outside it may as well
    // never have been carried out.
    bool looks_undone = false;
};

struct Edit {
    Side side = Side::a;
    Value before;
    Value value;
    bool is_over_ours = false;  // what it replaced had been brought there by the program
};

struct State {
    TimePoint now{};
    contacts::PerSide<App> apps;
    Stored stored;
    std::optional<Run> run;
    std::optional<Run> stalled;  // fenced off, and does not know it
    int faults = 0;
    int writes = 0;           // that the apps carried out
    int steps = 0;            // of the program
    std::vector<Edit> edits;  // by persons, in order
    // What the program may take for the last agreement: what it made both hold, and what persons made both hold since.
    std::vector<Value> agreed;
    std::vector<Value> agreed_before;  // the last edit
    // When the last edit was made, its side showed the other side's last edit: the program had brought it there, or somebody had
    // set the same by chance, which the program may have seen or not.
    bool last_saw_the_other = false;
    bool last_met_the_same = false;
    Excuses excuses;
    bool needed_a_sweep = false;  // events alone did not bring both sides together
};

struct Action {
    enum class Kind : std::uint8_t {
        edit,       // a person sets a value
        deliver,    // the oldest event of a side reaches the program
        carry_out,  // the call on its way is carried out
        old_copy,   // the read on its way is answered from an older copy
        answer,     // its answer arrives
        lose,       // the program gives up waiting
        repeat,     // the same, and the write is carried out once more later
        carry_late,
        kill,   // the process ends and starts again
        stall,  // the process stands still; another takes its work
        wake,   // and goes on, with the answer that it waited for
        wait,   // nothing happens until the program's next appointment
    };
    Kind kind = Kind::edit;
    Side side = Side::a;
    Value value{};          // edit
    std::size_t index = 0;  // old_copy, carry_late
};
std::string describe(Action const& action, State const& before);

class Model {
public:
    Model(Options const& options, connections::Connectors const& connectors);

    State start() const;
    std::vector<Action> actions(State const& state) const;
    void apply(State& state, Action const& action) const;

    // Nothing more happens: events arrive, the sides are read as sweeps do, and the program runs until it has nothing to do.
    // False: it does not come to rest.
    bool settle(State& state) const;
    contacts::FieldRow const& row() const { return sync_.mapping.rows.front(); }
    Value shown(State const& state, Side side) const { return state.apps[side].now().value; }

private:
    contacts::Record record_of(State const& state, Side side, std::size_t version) const;
    void store(State& state, Side side, Value value, bool is_ours) const;
    void edit(State& state, Side side, Value value) const;
    void begin_run(State& state) const;
    void go_on(State& state, Run& run) const;
    void begin_write(State& state, Run& run, sync::Write const& write, sync::Decision const& decision) const;
    void send_next(State& state, Run& run) const;
    void carry_out(State& state, Call& call, sync::PlannedChange const* change, std::int64_t on_version) const;
    static sync::PlannedChange const* change_of(Run const& run);
    std::int64_t condition_of(Run const& run) const;
    bool carry_out_write(State& state, Side side, StoredWrite const& write) const;
    void answered(State& state, Run& run, bool is_lost) const;
    void read_answered(State& state, Run& run) const;
    void settle_writes(State& state, Run& run) const;
    void save(State& state, Run& run) const;
    void end_run(State& state, std::optional<TimePoint> due, bool settles_events) const;
    void give_up(State& state, Run& run, bool repeats) const;
    void note_unheard(State& state, Side side, sync::PlannedChange const& change) const;
    bool sets_back(Value const& value, Value const& before, Value const& after) const;
    void start_when_due(State& state) const;
    Value after(sync::PlannedChange const& change, Value const& present) const;

    Options options_;
    sync::Sync sync_;
    contacts::PerSide<connections::Connection> connections_;
};

}  // namespace lockstep::simulation::small_world
