// SPDX-License-Identifier: Apache-2.0
// "wait": for a time.
#include "workflows/step_kinds.hpp"

namespace lockstep::workflows::steps {
namespace {

void build(Builder& builder, JsonObject const& step, int at) {
    builder.node(at).duration = builder.duration(text_at(step, "for"), "for");
    builder.gives(at, JsonObject{});
}

void begin(Turn& turn, std::size_t at) { turn.wait(at, TrackState::sleeping, turn.now() + turn.node_of(at).duration); }

}  // namespace

StepCode const wait{StepKind::wait, build, begin};

}  // namespace lockstep::workflows::steps
