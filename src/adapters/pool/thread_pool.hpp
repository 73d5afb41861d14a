// SPDX-License-Identifier: Apache-2.0
// ThreadPool: the Offload port on a fixed number of threads. A thread that finds many jobs takes several and resumes them
// together, so a pool is for jobs of one size: a password hash among signature checks would hold up those taken with it.
#pragma once

#include <cstddef>
#include <memory>

#include "ports/offload.hpp"

namespace lockstep::adapters {

class ThreadPool final : public Offload {
public:
    explicit ThreadPool(std::size_t threads);
    // Runs what was accepted, then ends its threads.
    ~ThreadPool() override;

    // An exception out of `work` comes out of the co_await.
    Task<void> run(std::function<void()> work) override;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep::adapters
