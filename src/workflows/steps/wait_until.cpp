// SPDX-License-Identifier: Apache-2.0
// "wait_until": until a day or a time that a value tells, or some time before or after it.
#include "workflows/step_kinds.hpp"

namespace lockstep::workflows::steps {
namespace {

void build(Builder& builder, JsonObject const& step, int at) {
    auto time = builder.pattern(step.at("time"), "time", "text");
    auto& node = builder.node(at);
    node.pattern = std::move(time);
    if (step.contains("offset")) node.duration = builder.duration(text_at(step, "offset"), "offset");
    node.fails_if_past = text_at(step, "if_past") == "fail";
    if (node.pattern.is_constant()) {
        auto const text = shown_in_text(node.pattern.constant());
        if (!parse_time(text.size() == 10 ? text + "T00:00:00Z" : text))
            builder.problem(
                "workflows.bad_setting", "time", {{"name", "time"}, {"wanted", "2026-03-31T09:00:00Z"}, {"detail", ""}});
    }
    builder.gives(at, JsonObject{});
}

void begin(Turn& turn, std::size_t at) {
    auto const& node = turn.node_of(at);
    auto const value = node.pattern.evaluate(turn.values(at));
    if (!value) return turn.fail(at, value.error());
    auto const text = shown_in_text(*value);
    auto const time = parse_time(text.size() == 10 ? text + "T00:00:00Z" : text);
    if (!time)
        return turn.fail(at,
            {ErrorKind::invalid, "workflows.bad_value", "waiting: the value is no day and no time", {}, {{"reason", "date"}}});
    auto const until = *time + node.duration;
    if (until > turn.now()) {
        if (until - turn.now() > wait_max)
            return turn.fail(
                at, {ErrorKind::invalid, "workflows.too_large", "waiting: the time is too far away", {}, {{"reason", "wait"}}});
        return turn.wait(at, TrackState::sleeping, until);
    }
    if (node.fails_if_past)
        return turn.fail(
            at, {ErrorKind::invalid, "workflows.bad_value", "waiting: the time has passed", {}, {{"reason", "past"}}});
    turn.done(at, JsonObject{});
}

}  // namespace

StepCode const wait_until{StepKind::wait_until, build, begin};

}  // namespace lockstep::workflows::steps
