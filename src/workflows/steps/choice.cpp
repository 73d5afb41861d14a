// SPDX-License-Identifier: Apache-2.0
// "if": one way where a condition holds, the other where it does not.
#include "workflows/step_kinds.hpp"

namespace lockstep::workflows::steps {
namespace {

void build(Builder& builder, JsonObject const& step, int at) {
    auto condition = builder.condition(step, "when");
    builder.node(at).when = std::move(condition);
    builder.gives(at, JsonObject{{"holds", "flag"}});
    auto const after = builder.node(at).next;
    auto const first = builder.list(step, "then", after);
    builder.node(at).arms.push_back({{}, first});
    auto const otherwise = builder.list(step, "else", after);
    builder.node(at).otherwise = otherwise;
}

void begin(Turn& turn, std::size_t at) {
    auto const& node = turn.node_of(at);
    auto const is_true = holds(*node.when, turn.values(at));
    if (!is_true) return turn.fail(at, is_true.error());
    turn.note_done(at, JsonObject{{"holds", *is_true}});
    turn.go(at, *is_true ? node.arms.front().first : node.otherwise);
}

}  // namespace

StepCode const choice{StepKind::choice, build, begin};

}  // namespace lockstep::workflows::steps
