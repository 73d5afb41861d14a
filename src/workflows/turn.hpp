// SPDX-License-Identifier: Apache-2.0
// Turn: one decision in the making. What a kind of step does when a track comes to it (steps/<kind>.cpp) is said with what is
// here.
#pragma once

#include "workflows/decide.hpp"

namespace lockstep::workflows {

class Turn {
public:
    Turn(Program const& program, RunState state, TimePoint now);

    Decision run(Happening const& happening);

    // For the kinds. A track is named by its place, because the list of tracks grows.
    Track& track(std::size_t at) { return state_.tracks[at]; }
    Node const& node_of(std::size_t at) const { return program_.nodes[static_cast<std::size_t>(state_.tracks[at].node)]; }
    RunState& state() { return state_; }
    TimePoint now() const { return now_; }
    // Names of expressions as this track sees them. `extra`: one more name.
    Values values(std::size_t at, std::string_view extra_name = {}, Json const* extra = nullptr);

    // The step is done and gives `output`; the track goes on after it.
    void done(std::size_t at, Json output);
    // The same without going on: for what decides itself where to go.
    void note_done(std::size_t at, Json output);
    void go(std::size_t at, int node);
    void fail(std::size_t at, Error const& error);
    void wait(std::size_t at, TrackState state, std::optional<TimePoint> due);
    void order_call(std::size_t at);
    void open_branches(std::size_t at, std::vector<Arm> const& arms);
    void stop(bool is_failure, std::string const& because, std::string const& step);
    // The next item of the track's innermost loop, or the end of it.
    void next_item(std::size_t at);

private:
    void advance();
    void begin(std::size_t at);
    void answered(Happening const& happening);
    void later(std::size_t at, Happening const& happening);
    void unknown(std::size_t at, Happening const& happening);
    void looked(std::size_t at, Happening const& happening);
    void order_look(std::size_t at);
    void ask(std::size_t at);
    void woke();
    void wake(std::size_t at);
    void heard(Happening const& happening);
    void settled(Happening const& happening);
    void finish(RunStatus status);
    void end_track(std::size_t at);
    void note(std::size_t at, std::string what, Json data);
    void set_status();
    void close_listening(Track& track);

    Program const& program_;
    RunState state_;
    TimePoint now_;
    Json now_text_;
    Json loop_;
    std::vector<Command> commands_;
    std::vector<StepNote> notes_;
};

}  // namespace lockstep::workflows
