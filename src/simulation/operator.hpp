// SPDX-License-Identifier: Apache-2.0
// Operator: whoever runs the program: pauses and starts the sync, disables and enables a connection, changes a rule, asks for a
// dry run or a look, enters a credential again, buys a larger allowance. By sync::Service and the store of connections, as the
// API does it. A deed that meets a dead process is tried again until one has done it.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "simulation/oracle.hpp"
#include "simulation/process.hpp"
#include "simulation/swarm.hpp"
#include "sync/answering.hpp"
#include "sync/sync.hpp"

namespace lockstep::simulation {

// For judges: while a sync was paused or a connection disabled, and which rule held until when.
struct OperatorSpan {
    OperatorDeed deed = OperatorDeed::pause;
    Side side = Side::a;  // of a disabled connection
    TimePoint from{};     // the program had agreed
    TimePoint until{};    // the program had agreed to the end; TimePoint::max(): not yet
};
struct MappingChange {
    TimePoint at{};  // the program had agreed; between asking and this either rule may have been used
    TimePoint asked_at{};
    contacts::FieldRow before;
    contacts::FieldRow after;
};

// What a person answered to a question, as the program took it.
struct GivenAnswer {
    TimePoint at{};
    sync::Choice choice = sync::Choice::leave_alone;
    std::string subject;   // a link's id, or "a:<record>"
    std::string row;       // by its name at side a; empty: about the record
    contacts::Value want;  // use_a, use_b: what both sides shall show
    std::string a, b;      // take_apart: whose link it was
};

class Operator {
public:
    struct Parts {
        Swarm& swarm;  // its mapping changes with the sync's
        Oracle& oracle;
        SimulatedClock& clock;
        Trace& trace;
        Tally& tally;
        sync::Sync& sync;
        std::function<Process*()> process;  // null while there is none that is ready
    };
    explicit Operator(Parts parts) : parts_(std::move(parts)) {}

    // Appoints every deed; what lasts ends before the calm.
    void begin();
    // Sets the connection of a side to another monthly quota.
    void set_quota(Side side, std::int64_t quota);

    // Sets the limits of the mass-change brake.
    void set_brake(sync::BrakeLimits const& limits);
    // Answers whatever the mass-change brake asks.
    void carry_over();

    // Tried, in order, until a process has done it.
    void wish(std::string name, std::function<Task<Result<void>>(Process&)> carry_out, std::function<void()> then = {});

    std::vector<OperatorSpan> const& spans() const { return spans_; }
    std::vector<GivenAnswer> const& answers() const { return answers_; }
    // A person had this link removed, or one that had this record.
    bool was_taken_apart(std::string const& link) const;
    bool was_taken_apart(RecordKey const& record) const;
    // A person had everybody left out who lacks a field that the other app demands, and this record lacks it.
    bool leaves_out(RecordKey const& record) const;
    std::vector<MappingChange> const& mapping_changes() const { return mapping_changes_; }

private:
    struct Wish {
        std::string name;
        std::function<Task<Result<void>>(Process&)> carry_out;
        std::function<void()> then;
        bool is_done = false;
    };

    void perform(PlannedOperatorDeed const& planned);
    void attempt();  // the oldest wish
    Task<void> try_it(Process& process, std::shared_ptr<Wish> wish);
    void pause(PlannedOperatorDeed const& planned);
    void disable(PlannedOperatorDeed const& planned);
    void change_mapping(PlannedOperatorDeed const& planned);
    Task<Result<void>> answer(Process& process, std::uint64_t stream);
    Task<Result<void>> hear_of_answers(Process& process);
    Result<void> note_answer(Json const& answer);  // once
    // Persons know who is who, and say so; of two values either may be the right one.
    std::optional<sync::AnswerRequest> true_answer(Json const& issue, Stream& stream) const;
    // Changes the stored connection and the one in memory, as the routes of the API do.
    std::function<Task<Result<void>>(Process&)> change_connection(
        Side side, std::function<void(connections::Connection&)> change);
    void end_span(OperatorDeed deed, Side side);

    Parts parts_;
    std::deque<std::shared_ptr<Wish>> wishes_;  // carried out one after another: a start never overtakes its pause
    std::vector<OperatorSpan> spans_;
    std::vector<MappingChange> mapping_changes_;
    std::vector<GivenAnswer> answers_;
    std::set<std::string> noted_answers_;                                     // ids
    std::map<std::string, std::pair<std::string, std::string>> taken_apart_;  // link: its records, when it was last asked for
};

}  // namespace lockstep::simulation
