// SPDX-License-Identifier: Apache-2.0
#include "workflows/program.hpp"

#include <algorithm>
#include <array>

namespace lockstep::workflows {
namespace {

constexpr std::array<std::pair<StepKind, std::string_view>, 11> kinds{
    {{StepKind::call, "call"}, {StepKind::choice, "if"}, {StepKind::selection, "switch"}, {StepKind::wait, "wait"},
        {StepKind::wait_until, "wait_until"}, {StepKind::wait_for_event, "wait_for_event"}, {StepKind::loop, "loop"},
        {StepKind::parallel, "parallel"}, {StepKind::set, "set"}, {StepKind::stop, "stop"}, {StepKind::go_to, "go_to"}}};

}  // namespace

std::string_view to_string(StepKind kind) { return kinds.at(static_cast<std::size_t>(kind)).second; }

std::optional<StepKind> step_kind_from(std::string_view word) {
    auto const found = std::ranges::find(kinds, word, &std::pair<StepKind, std::string_view>::second);
    return found == kinds.end() ? std::nullopt : std::optional(found->first);
}

std::string_view to_string(Again again) {
    return again == Again::always ? "always" : again == Again::once ? "once" : "not_while_running";
}

Node const* Program::find(std::string_view step) const {
    auto const found = std::ranges::find(nodes, step, &Node::step);
    return found == nodes.end() ? nullptr : &*found;
}

}  // namespace lockstep::workflows
