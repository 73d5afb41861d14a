// SPDX-License-Identifier: Apache-2.0
#include "workflows/decide.hpp"

#include <algorithm>
#include <array>

#include "workflows/step_kinds.hpp"
#include "workflows/turn.hpp"

namespace lockstep::workflows {
namespace {

// ASSUMPTION: an app shows everywhere, after so long, what was written. As the sync's own consistency delay.
constexpr Duration look_delay = std::chrono::minutes{3};
constexpr std::int64_t looks_max = 2;
constexpr Duration look_again = std::chrono::minutes{5};
constexpr Duration retry_wait_max = std::chrono::hours{1};

constexpr std::array<std::string_view, 6> happening_kinds{"started", "woke", "answered", "heard", "settled", "cancelled"};
constexpr std::array<std::string_view, 6> command_kinds{"call", "listen", "unlisten", "wake", "ask", "end"};

// How large a value is as JSON, near enough, without writing it.
std::size_t size_of(Json const& value) {
    if (auto const* text = value.if_string()) return text->size() + 2;
    std::size_t bytes = 8;
    if (auto const* list = value.if_array()) {
        for (auto const& each : *list) bytes += size_of(each);
    } else if (auto const* object = value.if_object()) {
        for (auto const& [name, each] : *object) bytes += name.size() + 4 + size_of(each);
    }
    return bytes;
}

}  // namespace

std::string_view to_string(Happening::Kind kind) { return happening_kinds.at(static_cast<std::size_t>(kind)); }
std::string_view to_string(Command::Kind kind) { return command_kinds.at(static_cast<std::size_t>(kind)); }

Json to_json(Happening const& happening) {
    JsonObject json{{"kind", to_string(happening.kind)}};
    if (happening.ticket != 0) json["ticket"] = happening.ticket;
    if (!happening.outcome.empty()) json["outcome"] = happening.outcome;
    if (!happening.data.is_null()) json["data"] = happening.data;
    if (!happening.code.empty()) json["code"] = happening.code;
    if (!happening.text.empty()) json["text"] = happening.text;
    if (happening.at) json["at"] = to_micros(*happening.at);
    return json;
}

Result<Happening> happening_from(Json const& json) {
    auto const kind = std::ranges::find(happening_kinds, find_text(json, "/kind").value_or(""));
    if (kind == happening_kinds.end())
        return fail(ErrorKind::corrupt, "workflows.damaged_row", "reading a journal: its entry is none");
    Happening happening;
    happening.kind = static_cast<Happening::Kind>(kind - happening_kinds.begin());
    happening.ticket = find_integer(json, "/ticket").value_or(0);
    happening.outcome = find_text(json, "/outcome").value_or("");
    if (auto const* data = find(json, "/data")) happening.data = *data;
    happening.code = find_text(json, "/code").value_or("");
    happening.text = find_text(json, "/text").value_or("");
    if (auto const at = find_integer(json, "/at")) happening.at = from_micros(*at);
    return happening;
}

Turn::Turn(Program const& program, RunState state, TimePoint now)
    : program_(program), state_(std::move(state)), now_(now), now_text_(format_time(now)) {}

Decision decide(Program const& program, RunState state, Happening const& happening, TimePoint now) {
    return Turn(program, std::move(state), now).run(happening);
}

Decision Turn::run(Happening const& happening) {
    bool const is_new = state_.last_track == 0;
    if (!is_over(state_.status) && is_new == (happening.kind == Happening::Kind::started)) {
        switch (happening.kind) {
            case Happening::Kind::started:
                state_.values = happening.data.is_object() ? happening.data.get_object() : JsonObject{};
                state_.values["steps"] = JsonObject{};
                state_.values["vars"] = JsonObject{};
                state_.tracks.push_back({});
                state_.tracks.back().id = ++state_.last_track;
                state_.tracks.back().node = program_.first;
                break;
            case Happening::Kind::woke: woke(); break;
            case Happening::Kind::answered: answered(happening); break;
            case Happening::Kind::heard: heard(happening); break;
            case Happening::Kind::settled: settled(happening); break;
            case Happening::Kind::cancelled: finish(RunStatus::cancelled); break;
        }
        advance();
        set_status();
    }
    return {std::move(state_), std::move(commands_), std::move(notes_)};
}

Values Turn::values(std::size_t at, std::string_view extra_name, Json const* extra) {
    std::vector<Frame const*> frames;  // the innermost first
    for (auto const* here = &state_.tracks[at]; here != nullptr;) {
        for (auto frame = here->frames.rbegin(); frame != here->frames.rend(); ++frame) frames.push_back(&*frame);
        auto const parent = std::ranges::find(state_.tracks, here->parent, &Track::id);
        here = here->parent == 0 || parent == state_.tracks.end() ? nullptr : &*parent;
    }
    loop_ = nullptr;
    if (!frames.empty()) loop_ = JsonObject{{"number", frames.front()->index + 1}, {"count", frames.front()->items.size()}};
    return [this, frames = std::move(frames), extra_name, extra](std::string_view name) -> Json const* {
        if (extra != nullptr && name == extra_name) return extra;
        if (name == "now") return &now_text_;
        if (name == "loop") return &loop_;
        for (auto const* frame : frames) {
            if (program_.nodes[static_cast<std::size_t>(frame->node)].item != name) continue;
            auto const index = static_cast<std::size_t>(frame->index);
            return index < frame->items.size() ? &frame->items[index] : nullptr;
        }
        return state_.values.if_contains(name);
    };
}

void Turn::note(std::size_t at, std::string what, Json data) {
    StepNote note;
    auto const& here = state_.tracks[at];
    note.step = program_.nodes[static_cast<std::size_t>(here.node)].step;
    note.what = std::move(what);
    note.data = std::move(data);
    for (auto const& frame : here.frames) note.items.push_back(frame.index + 1);
    notes_.push_back(std::move(note));
}

void Turn::note_done(std::size_t at, Json output) {
    note(at, "done", output);
    state_.values["steps"].as_object()[node_of(at).step] = std::move(output);
}

void Turn::go(std::size_t at, int node) {
    auto& here = state_.tracks[at];
    here.node = node;
    here.state = TrackState::ready;
    here.ticket = here.attempts = here.looks = here.branches = 0;
    here.due.reset();
    here.inputs.clear();
    here.look_inputs.clear();
}

void Turn::done(std::size_t at, Json output) {
    if (size_of(output) > value_bytes_max)
        return fail(
            at, {ErrorKind::invalid, "workflows.too_large", "ending a step: its result is too large", {}, {{"reason", "value"}}});
    note_done(at, std::move(output));
    go(at, node_of(at).next);
}

void Turn::fail(std::size_t at, Error const& error) {
    auto const& node = node_of(at);
    JsonObject shown{{"code", error.code}, {"message", error.message}};
    note(at, "failed", shown);
    state_.values["steps"].as_object()[node.step] = JsonObject{{"error", shown}};
    close_listening(state_.tracks[at]);
    if (node.on_error != nowhere) return go(at, node.on_error);
    auto& frames = state_.tracks[at].frames;
    for (auto depth = frames.size(); depth > 0; --depth) {
        if (!program_.nodes[static_cast<std::size_t>(frames[depth - 1].node)].goes_on) continue;
        frames.resize(depth);
        ++frames.back().failures;
        go(at, frames.back().node);
        return next_item(at);
    }
    auto const parent_id = state_.tracks[at].parent;
    if (parent_id == 0) {
        state_.error_code = error.code;
        state_.error_step = node.step;
        state_.error_text = error.message;
        return finish(RunStatus::failed);
    }
    // What fails in a branch ends the branches beside it: their step has failed.
    std::vector<std::int64_t> ended{parent_id};
    for (std::size_t next = 0; next < ended.size(); ++next) {
        for (auto& each : state_.tracks) {
            if (each.parent != ended[next]) continue;
            close_listening(each);
            ended.push_back(each.id);
        }
    }
    std::erase_if(state_.tracks,
        [&](Track const& each) { return each.id != parent_id && std::ranges::find(ended, each.id) != ended.end(); });
    auto const parent = std::ranges::find(state_.tracks, parent_id, &Track::id);
    CHECK(parent != state_.tracks.end());
    fail(static_cast<std::size_t>(parent - state_.tracks.begin()), error);
}

void Turn::wait(std::size_t at, TrackState state, std::optional<TimePoint> due) {
    auto& here = state_.tracks[at];
    here.state = state;
    here.due = due;
    if (state == TrackState::listening) {
        here.ticket = ++state_.last_ticket;
        auto const& node = node_of(at);
        Command command;
        command.kind = Command::Kind::listen;
        command.ticket = here.ticket;
        command.step = node.step;
        command.slot = node.slot;
        command.operation = node.operation;
        commands_.push_back(std::move(command));
    }
    note(at, "waits", due ? Json(JsonObject{{"until", format_time(*due)}}) : Json(nullptr));
}

void Turn::close_listening(Track& track) {
    if (track.state != TrackState::listening || track.ticket == 0) return;
    Command command;
    command.kind = Command::Kind::unlisten;
    command.ticket = track.ticket;
    commands_.push_back(std::move(command));
    track.ticket = 0;
}

void Turn::order_call(std::size_t at) {
    auto& here = state_.tracks[at];
    auto const& node = node_of(at);
    here.state = TrackState::calling;
    here.ticket = ++state_.last_ticket;
    here.due.reset();
    ++here.attempts;
    Command command;
    command.kind = Command::Kind::call;
    command.ticket = here.ticket;
    command.step = node.step;
    command.slot = node.slot;
    command.operation = node.operation;
    command.inputs = here.inputs;
    command.attempt = here.attempts;
    note(at, "calls", here.inputs);
    commands_.push_back(std::move(command));
}

void Turn::open_branches(std::size_t at, std::vector<Arm> const& arms) {
    auto const parent = state_.tracks[at].id;
    state_.tracks[at].state = TrackState::joining;
    state_.tracks[at].branches = static_cast<std::int64_t>(arms.size());
    for (auto const& arm : arms) {
        Track branch;
        branch.id = ++state_.last_track;
        branch.parent = parent;
        branch.node = arm.first;
        state_.tracks.push_back(std::move(branch));
    }
}

void Turn::next_item(std::size_t at) {
    auto& here = state_.tracks[at];
    auto& frame = here.frames.back();
    auto const& node = program_.nodes[static_cast<std::size_t>(frame.node)];
    ++frame.index;
    if (frame.index < static_cast<std::int64_t>(frame.items.size())) return go(at, node.target);
    JsonObject output{{"count", frame.items.size()}, {"failed", frame.failures}};
    auto const of_loop = frame.node;
    here.frames.pop_back();
    here.node = of_loop;
    done(at, std::move(output));
}

void Turn::stop(bool is_failure, std::string const& because, std::string const& step) {
    if (is_failure) {
        state_.error_code = "workflows.stopped";
        state_.error_step = step;
        state_.error_text = because;
    }
    finish(is_failure ? RunStatus::failed : RunStatus::done);
}

void Turn::finish(RunStatus status) {
    for (auto& each : state_.tracks) close_listening(each);
    state_.tracks.clear();
    state_.status = status;
    commands_.push_back({});
}

void Turn::end_track(std::size_t at) {
    auto const parent_id = state_.tracks[at].parent;
    state_.tracks.erase(state_.tracks.begin() + static_cast<std::ptrdiff_t>(at));
    if (parent_id == 0) return finish(RunStatus::done);
    auto const parent = std::ranges::find(state_.tracks, parent_id, &Track::id);
    CHECK(parent != state_.tracks.end());
    if (--parent->branches > 0) return;
    done(static_cast<std::size_t>(parent - state_.tracks.begin()), JsonObject{});
}

void Turn::advance() {
    while (!is_over(state_.status)) {
        auto const next = std::ranges::find(state_.tracks, TrackState::ready, &Track::state);
        if (next == state_.tracks.end()) return;
        begin(static_cast<std::size_t>(next - state_.tracks.begin()));
    }
}

void Turn::begin(std::size_t at) {
    if (state_.tracks[at].node < 0) return end_track(at);
    auto const too_many = ++state_.steps_begun > steps_run_max;
    if (too_many || size_of(state_.values) > state_bytes_max) {
        state_.error_code = too_many ? "workflows.too_many_steps" : "workflows.too_large";
        state_.error_step = node_of(at).step;
        return finish(RunStatus::failed);
    }
    code_of(node_of(at).kind).begin(*this, at);
}

void Turn::answered(Happening const& happening) {
    auto* found = state_.find_ticket(happening.ticket);
    if (found == nullptr || (found->state != TrackState::calling && found->state != TrackState::looking)) return;
    auto const at = static_cast<std::size_t>(found - state_.tracks.data());
    if (found->state == TrackState::looking) return looked(at, happening);
    if (happening.outcome == "done") return done(at, happening.data);
    if (happening.outcome == "later") return later(at, happening);
    if (happening.outcome == "unknown") return unknown(at, happening);
    fail(at, {ErrorKind::invalid, happening.code.empty() ? "workflows.refused" : happening.code, happening.text, {}});
}

void Turn::later(std::size_t at, Happening const& happening) {
    auto& here = state_.tracks[at];
    auto const& retry = node_of(at).retry;
    if (here.attempts > retry.times)
        return fail(
            at, {ErrorKind::unavailable, happening.code.empty() ? "workflows.later" : happening.code, happening.text, {}});
    auto const doublings = std::min<std::int64_t>(here.attempts - 1, 12);
    auto const pause = std::min<Duration>(retry.wait * (std::int64_t{1} << doublings), std::max(retry_wait_max, retry.wait));
    here.state = TrackState::resting;
    here.ticket = 0;
    here.due = std::max(now_ + pause, happening.at.value_or(now_));
    note(at, "later", JsonObject{{"until", format_time(*here.due)}, {"code", happening.code}});
}

void Turn::unknown(std::size_t at, Happening const& happening) {
    auto const& node = node_of(at);
    if (node.is_read || node.may_repeat) return later(at, happening);
    auto& here = state_.tracks[at];
    note(at, "unclear", JsonObject{{"code", happening.code}});
    if (node.if_unclear == IfUnclear::fail)
        return fail(at, {ErrorKind::unavailable, "workflows.unclear", "calling: whether it was carried out is not known", {}});
    if (node.if_unclear == IfUnclear::ask) return ask(at);
    here.state = TrackState::looking;
    here.ticket = here.looks = 0;
    here.due = now_ + look_delay;
}

void Turn::ask(std::size_t at) {
    auto& here = state_.tracks[at];
    here.state = TrackState::unclear;
    here.due.reset();
    here.ticket = ++state_.last_ticket;
    Command command;
    command.kind = Command::Kind::ask;
    command.ticket = here.ticket;
    command.step = node_of(at).step;
    commands_.push_back(std::move(command));
}

void Turn::order_look(std::size_t at) {
    auto const& look = *node_of(at).look;
    auto inputs = look.inputs.evaluate(values(at));
    if (!inputs || !inputs->is_object()) return ask(at);
    auto& here = state_.tracks[at];
    here.ticket = ++state_.last_ticket;
    here.due.reset();
    Command command;
    command.kind = Command::Kind::call;
    command.ticket = here.ticket;
    command.step = node_of(at).step;
    command.slot = look.slot;
    command.operation = look.operation;
    here.look_inputs = std::move(inputs->get_object());
    command.inputs = here.look_inputs;
    command.is_look = true;
    commands_.push_back(std::move(command));
}

// Not found once may be an old copy; not found twice, with the delay between, was not carried out.
void Turn::looked(std::size_t at, Happening const& happening) {
    auto const& node = node_of(at);
    auto& here = state_.tracks[at];
    if (happening.outcome == "later" || happening.outcome == "unknown") {
        here.ticket = 0;
        here.due = std::max(now_ + look_again, happening.at.value_or(now_));
        return;
    }
    if (happening.outcome != "done") return ask(at);
    auto const names = values(at, "answer", &happening.data);
    auto const is_there = holds(node.look->found, names);
    if (!is_there) return ask(at);
    if (*is_there) {
        if (!node.look->output) return done(at, happening.data);
        auto output = node.look->output->evaluate(names);
        if (!output) return ask(at);
        return done(at, *std::move(output));
    }
    if (++here.looks < looks_max) {
        here.ticket = 0;
        here.due = now_ + look_delay;
        return;
    }
    here.looks = 0;
    if (here.attempts > node.retry.times)
        return fail(at, {ErrorKind::unavailable, "workflows.later", "calling: it was not carried out", {}});
    order_call(at);
}

void Turn::woke() {
    // Whoever is due is woken once: a track that goes on gets another due time, or none.
    std::vector<std::int64_t> due;
    for (auto const& each : state_.tracks) {
        if (each.due && *each.due <= now_) due.push_back(each.id);
    }
    for (auto const id : due) {
        auto const found = std::ranges::find(state_.tracks, id, &Track::id);
        if (found == state_.tracks.end() || !found->due || *found->due > now_) continue;
        wake(static_cast<std::size_t>(found - state_.tracks.begin()));
    }
}

void Turn::wake(std::size_t at) {
    auto& here = state_.tracks[at];
    switch (here.state) {
        case TrackState::sleeping: return done(at, JsonObject{});
        case TrackState::resting: return order_call(at);
        case TrackState::looking: return order_look(at);
        case TrackState::listening: {
            close_listening(here);
            note_done(at, JsonObject{{"event", nullptr}, {"timed_out", true}});
            return go(at, node_of(at).otherwise);
        }
        case TrackState::ready:
        case TrackState::calling:
        case TrackState::joining:
        case TrackState::unclear: here.due.reset(); return;
    }
}

void Turn::heard(Happening const& happening) {
    auto* found = state_.find_ticket(happening.ticket);
    if (found == nullptr || found->state != TrackState::listening) return;
    auto const at = static_cast<std::size_t>(found - state_.tracks.data());
    auto const& node = node_of(at);
    if (node.when) {
        auto const fits = holds(*node.when, values(at, "event", &happening.data));
        if (!fits) return fail(at, fits.error());
        if (!*fits) return;
    }
    close_listening(*found);
    done(at, JsonObject{{"event", happening.data}, {"timed_out", false}});
}

void Turn::settled(Happening const& happening) {
    auto* found = state_.find_ticket(happening.ticket);
    if (found == nullptr || found->state != TrackState::unclear) return;
    auto const at = static_cast<std::size_t>(found - state_.tracks.data());
    if (happening.outcome == "done") return done(at, happening.data.is_null() ? Json(JsonObject{}) : happening.data);
    if (happening.outcome == "again") return order_call(at);
    fail(at, {ErrorKind::unavailable, "workflows.unclear", "calling: a person says that it has failed", {}});
}

void Turn::set_status() {
    if (is_over(state_.status)) return;
    bool is_calling = false;
    bool is_unclear = false;
    for (auto const& each : state_.tracks) {
        is_calling = is_calling || ((each.state == TrackState::calling || each.state == TrackState::looking) && each.ticket != 0);
        is_unclear = is_unclear || each.state == TrackState::unclear;
    }
    state_.status = is_calling ? RunStatus::running : is_unclear ? RunStatus::unclear : RunStatus::waiting;
    if (auto const at = state_.wakes_at()) {
        Command command;
        command.kind = Command::Kind::wake;
        command.at = at;
        commands_.push_back(std::move(command));
    }
}

}  // namespace lockstep::workflows
