// SPDX-License-Identifier: Apache-2.0
// "set": values under names of one's own, as {{vars.name}}.
#include "workflows/step_kinds.hpp"

namespace lockstep::workflows::steps {
namespace {

void build(Builder& builder, JsonObject const& step, int at) {
    std::vector<std::pair<std::string, Shape>> made;
    for (auto const& [name, value] : step.at("values").get_object()) {
        Shape shape;
        builder.pattern(value, "values." + std::string(name), any_shape, &shape);
        made.emplace_back(name, std::move(shape));
    }
    if (auto pattern = Pattern::parse(step.at("values"))) builder.node(at).pattern = *std::move(pattern);
    for (auto& [name, shape] : made) builder.knows_variable(name, std::move(shape));
    builder.gives(at, JsonObject{});
}

// All of them are worked out before the first is set.
void begin(Turn& turn, std::size_t at) {
    auto made = turn.node_of(at).pattern.evaluate(turn.values(at));
    if (!made) return turn.fail(at, made.error());
    auto& vars = turn.state().values["vars"].as_object();
    for (auto const& [name, value] : made->as_object()) vars[name] = value;
    turn.done(at, JsonObject{});
}

}  // namespace

StepCode const set{StepKind::set, build, begin};

}  // namespace lockstep::workflows::steps
