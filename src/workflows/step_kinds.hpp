// SPDX-License-Identifier: Apache-2.0
// The kinds of steps: of each, how its settings are read, and what it does when a run comes to it.
#pragma once

#include <span>

#include "workflows/builder.hpp"
#include "workflows/turn.hpp"

namespace lockstep::workflows {

struct StepCode {
    StepKind kind = StepKind::stop;
    void (*build)(Builder& builder, JsonObject const& step, int at) = nullptr;
    void (*begin)(Turn& turn, std::size_t track) = nullptr;
};

std::span<StepCode const> step_kinds();
StepCode const& code_of(StepKind kind);

namespace steps {

// One file each.
extern StepCode const call, choice, selection, wait, wait_until, wait_for_event, loop, parallel, set, stop, go_to;

}  // namespace steps
}  // namespace lockstep::workflows
