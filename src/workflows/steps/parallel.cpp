// SPDX-License-Identifier: Apache-2.0
// "parallel": branches beside each other. The run goes on when all of them have ended.
#include "workflows/step_kinds.hpp"

namespace lockstep::workflows::steps {
namespace {

void build(Builder& builder, JsonObject const& step, int at) {
    auto const before = builder.seen();
    auto all = before;
    std::vector<Builder::Seen> ends;
    for (auto const& each : step.at("branches").get_array()) {
        builder.see(before);
        auto const first = builder.list(each.get_object(), "steps", at_the_join, Builder::ListKind::branch);
        builder.node(at).arms.push_back({{}, first});
        ends.push_back(builder.seen());
    }
    builder.see(before);
    for (auto const& end : ends) builder.see_also(end);
    builder.gives(at, JsonObject{});
}

void begin(Turn& turn, std::size_t at) { turn.open_branches(at, turn.node_of(at).arms); }

}  // namespace

StepCode const parallel{StepKind::parallel, build, begin};

}  // namespace lockstep::workflows::steps
