// SPDX-License-Identifier: Apache-2.0
#include "workflows/run_state.hpp"

#include <algorithm>
#include <array>

namespace lockstep::workflows {
namespace {

constexpr std::array<std::string_view, 6> statuses{"running", "waiting", "unclear", "done", "failed", "cancelled"};
constexpr std::array<std::string_view, 8> states{
    "ready", "calling", "resting", "sleeping", "listening", "joining", "looking", "unclear"};

Json to_json(Track const& track) {
    JsonArray frames;
    for (auto const& frame : track.frames)
        frames.push_back(
            JsonObject{{"node", frame.node}, {"items", frame.items}, {"index", frame.index}, {"failures", frame.failures}});
    return JsonObject{{"id", track.id}, {"parent", track.parent}, {"node", track.node}, {"state", to_string(track.state)},
        {"ticket", track.ticket}, {"attempts", track.attempts}, {"looks", track.looks},
        {"due", track.due ? Json(to_micros(*track.due)) : Json(nullptr)}, {"inputs", track.inputs},
        {"look_inputs", track.look_inputs}, {"branches", track.branches}, {"frames", std::move(frames)}};
}

Track track_from(JsonObject const& json) {
    Track track;
    track.id = json.at("id").to_number<std::int64_t>();
    track.parent = json.at("parent").to_number<std::int64_t>();
    track.node = json.at("node").to_number<int>();
    auto const state = std::ranges::find(states, std::string_view(json.at("state").as_string()));
    track.state = static_cast<TrackState>(state - states.begin());
    track.ticket = json.at("ticket").to_number<std::int64_t>();
    track.attempts = json.at("attempts").to_number<std::int64_t>();
    track.looks = json.at("looks").to_number<std::int64_t>();
    if (!json.at("due").is_null()) track.due = from_micros(json.at("due").to_number<std::int64_t>());
    track.inputs = json.at("inputs").as_object();
    track.look_inputs = json.at("look_inputs").as_object();
    track.branches = json.at("branches").to_number<std::int64_t>();
    for (auto const& each : json.at("frames").as_array()) {
        auto const& frame = each.as_object();
        track.frames.push_back({frame.at("node").to_number<int>(), frame.at("items").as_array(),
            frame.at("index").to_number<std::int64_t>(), frame.at("failures").to_number<std::int64_t>()});
    }
    return track;
}

}  // namespace

std::string_view to_string(RunStatus status) { return statuses.at(static_cast<std::size_t>(status)); }
std::string_view to_string(TrackState state) { return states.at(static_cast<std::size_t>(state)); }

std::optional<RunStatus> run_status_from(std::string_view word) {
    auto const found = std::ranges::find(statuses, word);
    if (found == statuses.end()) return std::nullopt;
    return static_cast<RunStatus>(found - statuses.begin());
}

std::optional<TimePoint> RunState::wakes_at() const {
    std::optional<TimePoint> first;
    for (auto const& track : tracks) {
        if (track.due && (!first || *track.due < *first)) first = track.due;
    }
    return first;
}

Track* RunState::find_ticket(std::int64_t ticket) {
    auto const found = std::ranges::find(tracks, ticket, &Track::ticket);
    return ticket == 0 || found == tracks.end() ? nullptr : &*found;
}

Json to_json(RunState const& state) {
    JsonArray tracks;
    for (auto const& track : state.tracks) tracks.push_back(to_json(track));
    JsonArray jumps;
    for (auto const& [node, count] : state.jumps) jumps.push_back(JsonArray{node, count});
    return JsonObject{{"status", to_string(state.status)}, {"values", state.values}, {"tracks", std::move(tracks)},
        {"last_ticket", state.last_ticket}, {"last_track", state.last_track}, {"steps_begun", state.steps_begun},
        {"jumps", std::move(jumps)}, {"error_code", state.error_code}, {"error_step", state.error_step},
        {"error_text", state.error_text}};
}

Result<RunState> run_state_from(Json const& json) {
    try {
        auto const& from = json.as_object();
        RunState state;
        auto const status = run_status_from(from.at("status").as_string());
        if (!status) return fail(ErrorKind::corrupt, "workflows.damaged_row", "reading a run: its status is none");
        state.status = *status;
        state.values = from.at("values").as_object();
        for (auto const& track : from.at("tracks").as_array()) state.tracks.push_back(track_from(track.as_object()));
        state.last_ticket = from.at("last_ticket").to_number<std::int64_t>();
        state.last_track = from.at("last_track").to_number<std::int64_t>();
        state.steps_begun = from.at("steps_begun").to_number<std::int64_t>();
        for (auto const& jump : from.at("jumps").as_array())
            state.jumps[jump.as_array().at(0).to_number<int>()] = jump.as_array().at(1).to_number<std::int64_t>();
        state.error_code = from.at("error_code").as_string();
        state.error_step = from.at("error_step").as_string();
        state.error_text = from.at("error_text").as_string();
        return state;
    } catch (std::exception const&) {
        return fail(ErrorKind::corrupt, "workflows.damaged_row", "reading a run: a part of its state is missing");
    }
}

}  // namespace lockstep::workflows
