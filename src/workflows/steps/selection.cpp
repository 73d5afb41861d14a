// SPDX-License-Identifier: Apache-2.0
// "switch": the way whose value it is.
#include <algorithm>

#include "workflows/step_kinds.hpp"

namespace lockstep::workflows::steps {
namespace {

void build(Builder& builder, JsonObject const& step, int at) {
    auto value = builder.pattern(step.at("value"), "value");
    builder.node(at).pattern = std::move(value);
    builder.gives(at, JsonObject{{"value", any_shape}});
    auto const after = builder.node(at).next;
    for (auto const& each : step.at("cases").get_array()) {
        auto const& one = each.get_object();
        Arm arm;
        auto const& is = one.at("is");
        if (auto const* list = is.if_array()) {
            arm.values.assign(list->begin(), list->end());
        } else {
            arm.values.push_back(is);
        }
        for (auto const& word : arm.values) {
            if (word.is_object() || word.is_array() || shown_in_text(word).contains("{{"))
                builder.problem("workflows.bad_setting", "cases.is", {{"name", "is"}, {"wanted", "fixed value"}, {"detail", ""}});
        }
        arm.first = builder.list(one, "steps", after);
        builder.node(at).arms.push_back(std::move(arm));
    }
    auto const otherwise = builder.list(step, "otherwise", after);
    builder.node(at).otherwise = otherwise;
}

void begin(Turn& turn, std::size_t at) {
    auto const& node = turn.node_of(at);
    auto value = node.pattern.evaluate(turn.values(at));
    if (!value) return turn.fail(at, value.error());
    auto const arm = std::ranges::find_if(
        node.arms, [&](Arm const& each) { return std::ranges::find(each.values, *value) != each.values.end(); });
    auto const to = arm == node.arms.end() ? node.otherwise : arm->first;
    turn.note_done(at, JsonObject{{"value", *std::move(value)}});
    turn.go(at, to);
}

}  // namespace

StepCode const selection{StepKind::selection, build, begin};

}  // namespace lockstep::workflows::steps
