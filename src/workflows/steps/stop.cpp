// SPDX-License-Identifier: Apache-2.0
// "stop": the whole run ends here, in all its branches.
#include "workflows/step_kinds.hpp"

namespace lockstep::workflows::steps {
namespace {

void build(Builder& builder, JsonObject const& step, int at) {
    Pattern because;
    if (auto const* text = step.if_contains("because")) because = builder.pattern(*text, "because", "text");
    builder.node(at).pattern = std::move(because);
    builder.node(at).is_failure = text_at(step, "result") == "failed";
    builder.gives(at, JsonObject{});
}

void begin(Turn& turn, std::size_t at) {
    auto const& node = turn.node_of(at);
    auto const because = node.pattern.evaluate(turn.values(at));
    turn.note_done(at, JsonObject{});
    turn.stop(node.is_failure, because ? shown_in_text(*because) : std::string(), node.step);
}

}  // namespace

StepCode const stop{StepKind::stop, build, begin};

}  // namespace lockstep::workflows::steps
