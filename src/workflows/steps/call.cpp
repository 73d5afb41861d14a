// SPDX-License-Identifier: Apache-2.0
// A call of an operation of the catalogue: of an app, or one of Lockstep's own. Which inputs it takes stands in its declaration.
#include "catalogue/general.hpp"
#include "workflows/step_kinds.hpp"

namespace lockstep::workflows::steps {
namespace {

Shape shape_of_result(Operation const& operation) {
    if (operation.slot != general_slot) return Shape(any_shape);
    if (operation.id == "tables.look_up") return JsonObject{{"found", "flag"}, {"value", any_shape}};
    if (catalogue::is_pure(*operation.declared)) return JsonObject{{"text", "text"}};
    auto const* sample = find(operation.declared->declaration, "/reply/sample");
    auto shape = sample == nullptr ? Shape(any_shape) : shape_of(*sample);
    // What another server answers is not known.
    if (operation.id == "http.send_request") shape.as_object()["body"] = any_shape;
    if (operation.id == "http.send_request") shape.as_object()["headers"] = JsonObject{{open_member, "text"}};
    return shape;
}

void read_look(Builder& builder, JsonObject const& json, int at) {
    auto const found = builder.operation(text_at(json, "operation"), "look.operation", false);
    if (!found) return;
    if (found->declared->effect != catalogue::Effect::read)
        builder.problem("workflows.unknown_operation", "look.operation", {{"reason", "writes"}, {"name", found->id}});
    Look look;
    look.slot = found->slot;
    look.operation = found->id;
    look.inputs = builder.inputs(*found->declared, json, "look.with");
    builder.knows("answer", Shape(any_shape));
    if (auto condition = builder.condition(json, "found", "look.found")) look.found = *std::move(condition);
    if (auto const* output = json.if_contains("output")) look.output = builder.pattern(*output, "look.output");
    builder.forget("answer");
    builder.node(at).look = std::move(look);
}

void build(Builder& builder, JsonObject const& step, int at) {
    auto const found = builder.operation(text_at(step, "operation"), "operation", false);
    if (!found) return;
    if (found->id == "delay.marker") {
        builder.problem("workflows.unknown_operation", "operation", {{"reason", "delay"}, {"name", found->id}});
        return;
    }
    auto inputs = builder.inputs(*found->declared, step, "with");
    auto& node = builder.node(at);
    node.slot = found->slot;
    node.operation = found->id;
    node.pattern = std::move(inputs);
    node.is_pure = found->slot == general_slot && catalogue::is_pure(*found->declared);
    node.is_read = found->declared->effect == catalogue::Effect::read;
    node.may_repeat = found->declared->retry_is_safe;
    auto const& retry = object_at(step, "retry");
    if (auto const* times = retry.if_contains("times")) node.retry.times = times->to_number<std::int64_t>();
    if (retry.contains("wait")) node.retry.wait = builder.duration(text_at(retry, "wait"), "retry.wait");
    auto const unclear = text_at(step, "if_unclear", "ask");
    node.if_unclear = unclear == "fail" ? IfUnclear::fail : unclear == "look" ? IfUnclear::look : IfUnclear::ask;
    if (step.contains("look")) read_look(builder, object_at(step, "look"), at);
    if (unclear == "look" && !step.contains("look")) builder.problem("workflows.missing_setting", "look", {{"name", "look"}});
    builder.gives(at, shape_of_result(*found));
}

void begin(Turn& turn, std::size_t at) {
    auto const& node = turn.node_of(at);
    auto inputs = node.pattern.evaluate(turn.values(at));
    if (!inputs) return turn.fail(at, inputs.error());
    if (!inputs->is_object()) *inputs = JsonObject{};
    // A blank input is one that was not given.
    JsonObject given;
    for (auto const& [name, value] : inputs->get_object()) {
        if (!value.is_null()) given[name] = value;
    }
    if (!node.is_pure) {
        turn.track(at).inputs = std::move(given);
        return turn.order_call(at);
    }
    auto result = catalogue::run_general(*catalogue::general_operations()->find(node.operation), given);
    if (!result) return turn.fail(at, result.error());
    turn.done(at, *std::move(result));
}

}  // namespace

StepCode const call{StepKind::call, build, begin};

}  // namespace lockstep::workflows::steps
