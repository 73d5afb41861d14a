// SPDX-License-Identifier: Apache-2.0
// RunState: where a run is and what it knows. A track goes from step to step; there are several where branches run beside each
// other.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"

namespace lockstep::workflows {

enum class RunStatus : std::uint8_t {
    running,  // a call is to be made, or under way
    waiting,  // for a time or an event
    unclear,  // a write's answer was lost, and a person has to say what became of it
    done,
    failed,
    cancelled,
};
std::string_view to_string(RunStatus status);
std::optional<RunStatus> run_status_from(std::string_view word);
constexpr bool is_over(RunStatus status) {
    return status == RunStatus::done || status == RunStatus::failed || status == RunStatus::cancelled;
}

enum class TrackState : std::uint8_t {
    ready,      // its step has not begun
    calling,    // a call was ordered
    resting,    // before the call is ordered again
    sleeping,   // a wait
    listening,  // for an event
    joining,    // its branches run
    looking,    // it is asked whether a write of unknown outcome was carried out
    unclear,    // a person is asked
};
std::string_view to_string(TrackState state);

// A loop that a track is in.
struct Frame {
    int node = -1;
    JsonArray items;
    std::int64_t index = 0;  // of the present one
    std::int64_t failures = 0;
};

struct Track {
    std::int64_t id = 0;
    std::int64_t parent = 0;  // 0: none
    int node = -1;            // its step, or the end
    TrackState state = TrackState::ready;
    std::int64_t ticket = 0;  // of the call or wait under way; a ticket is used once
    std::int64_t attempts = 0;
    std::int64_t looks = 0;
    std::optional<TimePoint> due;
    JsonObject inputs;       // of the call: what is sent again is the same
    JsonObject look_inputs;  // of the look
    std::int64_t branches = 0;
    std::vector<Frame> frames;
};

struct RunState {
    RunStatus status = RunStatus::running;
    JsonObject values;  // "trigger", "contact", "run", "steps", "vars"
    std::vector<Track> tracks;
    std::int64_t last_ticket = 0;
    std::int64_t last_track = 0;
    std::int64_t steps_begun = 0;
    std::map<int, std::int64_t> jumps;  // taken, by go-to step
    std::string error_code, error_step, error_text;

    // When it goes on by itself; nullopt: it does not.
    std::optional<TimePoint> wakes_at() const;
    Track* find_ticket(std::int64_t ticket);
};

Json to_json(RunState const& state);
// corrupt "workflows.damaged_row".
Result<RunState> run_state_from(Json const& json);

}  // namespace lockstep::workflows
