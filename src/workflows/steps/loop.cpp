// SPDX-License-Identifier: Apache-2.0
// "loop": the same steps for each item of a list, one after the other.
#include "workflows/step_kinds.hpp"

namespace lockstep::workflows::steps {
namespace {

void build(Builder& builder, JsonObject const& step, int at) {
    Shape shape;
    auto list = builder.pattern(step.at("over"), "over", "list", &shape);
    auto const item = text_at(step, "as");
    {
        auto& node = builder.node(at);
        node.pattern = std::move(list);
        node.item = item;
        node.goes_on = text_at(step, "if_fails") == "go_on";
        auto const* most = step.if_contains("at_most");
        node.most = most == nullptr ? 1'000 : most->to_number<std::int64_t>();
    }
    if (builder.knows(item)) {
        builder.problem("workflows.repeated_id", "as", {{"reason", "name"}, {"name", item}});
        return;
    }
    auto const* items = shape.if_array();
    builder.knows(item, items == nullptr || items->empty() ? Shape(any_shape) : items->front());
    builder.knows("loop", JsonObject{{"number", "number"}, {"count", "number"}});
    auto const first = builder.list(step, "steps", at, Builder::ListKind::loop);
    builder.forget(item);
    builder.forget("loop");
    builder.node(at).target = first;
    builder.gives(at, JsonObject{{"count", "number"}, {"failed", "number"}});
}

void begin(Turn& turn, std::size_t at) {
    auto const here = turn.track(at).node;
    auto& frames = turn.track(at).frames;
    if (!frames.empty() && frames.back().node == here) return turn.next_item(at);
    auto const& node = turn.node_of(at);
    auto value = node.pattern.evaluate(turn.values(at));
    if (!value) return turn.fail(at, value.error());
    if (value->is_null()) *value = JsonArray{};
    if (!value->is_array())
        return turn.fail(
            at, {ErrorKind::invalid, "workflows.bad_value", "looping: the value is no list", {}, {{"reason", "list"}}});
    if (static_cast<std::int64_t>(value->get_array().size()) > node.most)
        return turn.fail(at, {ErrorKind::invalid, "workflows.too_large", "looping: the list is too long", {},
                                 {{"reason", "loop"}, {"most", std::to_string(node.most)}}});
    frames.push_back({here, std::move(value->get_array()), -1, 0});
    turn.next_item(at);
}

}  // namespace

StepCode const loop{StepKind::loop, build, begin};

}  // namespace lockstep::workflows::steps
