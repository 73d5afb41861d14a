// SPDX-License-Identifier: Apache-2.0
// Offload: runs work that costs processor time (signature checks, password hashes, large JSON) away from the thread that
// serves everybody. InlineOffload, for tests and the simulation, runs it in place.
#pragma once

#include <functional>

#include "ports/task.hpp"

namespace lockstep {

class Offload {
public:
    virtual ~Offload() = default;

    // Returns, on the caller's own executor, when `work` has run. `work` may refer to what the caller keeps alive until then.
    virtual Task<void> run(std::function<void()> work) = 0;
};

class InlineOffload final : public Offload {
public:
    Task<void> run(std::function<void()> work) override {
        work();
        co_return;
    }
};

}  // namespace lockstep
