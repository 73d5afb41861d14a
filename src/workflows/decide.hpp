// SPDX-License-Identifier: Apache-2.0
// decide(): what a run does next. A plain function of where it is, what has happened and what time that was: no clock, no chance,
// no I/O. What happened is kept in the run's journal; played again from the first entry it gives the same state, so a step that
// is recorded there never runs again.
#pragma once

#include "workflows/program.hpp"
#include "workflows/run_state.hpp"

namespace lockstep::workflows {

struct Happening {
    enum class Kind : std::uint8_t {
        started,   // data: {"trigger", "contact", "run"}
        woke,      // the time has come
        answered,  // a call: outcome, data, code, text, at
        heard,     // an event that a track waits for: data
        settled,   // a person says what became of an unclear write: outcome "done", "again" or "failed"; data: the result
        cancelled,
    };
    Kind kind = Kind::started;
    std::int64_t ticket = 0;
    std::string outcome;  // answered: "done", "refused", "later" or "unknown"
    Json data;
    std::string code, text;       // of an error
    std::optional<TimePoint> at;  // answered later: not before
};
std::string_view to_string(Happening::Kind kind);
Json to_json(Happening const& happening);
Result<Happening> happening_from(Json const& json);

struct Command {
    enum class Kind : std::uint8_t {
        call,      // ticket, step, slot, operation, inputs
        listen,    // ticket, slot, operation: tell it when such an event comes
        unlisten,  // ticket
        wake,      // at: the first time at which it goes on by itself
        ask,       // ticket, step: a person has to say what became of a write
        end,       // the run is over; nothing more is to be expected
    };
    Kind kind = Kind::end;
    std::int64_t ticket = 0;
    std::string step, slot, operation;
    JsonObject inputs;
    std::int64_t attempt = 0;
    bool is_look = false;
    std::optional<TimePoint> at;
};
std::string_view to_string(Command::Kind kind);

// What became of a step, for whoever shows a run.
struct StepNote {
    std::string step;
    std::string what;                 // "done", "failed", "waits", "calls", "later", "unclear"
    Json data;                        // done: what it gives; failed: {"code","message"}; calls: the inputs
    std::vector<std::int64_t> items;  // in which items of which loops, from the outside
};

struct Decision {
    RunState state;
    std::vector<Command> commands;
    std::vector<StepNote> notes;
};

// A happening that nobody waits for any more (a ticket that is not open) changes nothing.
Decision decide(Program const& program, RunState state, Happening const& happening, TimePoint now);

}  // namespace lockstep::workflows
