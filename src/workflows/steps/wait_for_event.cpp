// SPDX-License-Identifier: Apache-2.0
// "wait_for_event": until something happens, but no longer than a time.
#include "workflows/step_kinds.hpp"

namespace lockstep::workflows::steps {
namespace {

void build(Builder& builder, JsonObject const& step, int at) {
    if (auto const found = builder.operation(text_at(step, "on"), "on", true)) {
        if (found->id == "schedule.due" || found->id == "manual.started")
            builder.problem("workflows.unknown_trigger", "on", {{"reason", "no_event"}, {"name", found->id}});
        builder.node(at).slot = found->slot;
        builder.node(at).operation = found->id;
    }
    builder.knows("event", "object");
    auto condition = builder.condition(step, "when");
    builder.forget("event");
    auto& node = builder.node(at);
    node.when = std::move(condition);
    node.duration = builder.duration(text_at(step, "at_most"), "at_most");
    builder.gives(at, JsonObject{{"event", "object"}, {"timed_out", "flag"}});
    auto const first = builder.list(step, "on_timeout", builder.node(at).next);
    builder.node(at).otherwise = first;
}

void begin(Turn& turn, std::size_t at) { turn.wait(at, TrackState::listening, turn.now() + turn.node_of(at).duration); }

}  // namespace

StepCode const wait_for_event{StepKind::wait_for_event, build, begin};

}  // namespace lockstep::workflows::steps
