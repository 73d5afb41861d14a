// SPDX-License-Identifier: Apache-2.0
#include "workflows/step_kinds.hpp"

#include <array>

namespace lockstep::workflows {

// In the order of StepKind.
std::span<StepCode const> step_kinds() {
    static std::array<StepCode, 11> const all{steps::call, steps::choice, steps::selection, steps::wait, steps::wait_until,
        steps::wait_for_event, steps::loop, steps::parallel, steps::set, steps::stop, steps::go_to};
    return all;
}

StepCode const& code_of(StepKind kind) {
    auto const& code = step_kinds()[static_cast<std::size_t>(kind)];
    CHECK(code.kind == kind);
    return code;
}

}  // namespace lockstep::workflows
