// SPDX-License-Identifier: Apache-2.0
// "go_to": goes on at another step; back only so many times, and past it after that.
#include "workflows/step_kinds.hpp"

namespace lockstep::workflows::steps {
namespace {

void build(Builder& builder, JsonObject const& step, int at) {
    auto const* most = step.if_contains("at_most");
    builder.node(at).most = most == nullptr ? 0 : most->to_number<std::int64_t>();
    builder.jump(at, text_at(step, "step"));
    builder.gives(at, JsonObject{{"jumped", "flag"}});
}

void begin(Turn& turn, std::size_t at) {
    auto const& node = turn.node_of(at);
    auto& taken = turn.state().jumps[turn.track(at).node];
    bool const jumps = node.most == 0 || taken < node.most;
    turn.note_done(at, JsonObject{{"jumped", jumps}});
    if (!jumps) return turn.go(at, node.next);
    ++taken;
    auto& frames = turn.track(at).frames;
    CHECK(static_cast<int>(frames.size()) >= node.leaves);
    frames.resize(frames.size() - static_cast<std::size_t>(node.leaves));
    turn.go(at, node.target);
}

}  // namespace

StepCode const go_to{StepKind::go_to, build, begin};

}  // namespace lockstep::workflows::steps
