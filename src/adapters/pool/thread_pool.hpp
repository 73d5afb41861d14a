// SPDX-License-Identifier: Apache-2.0
// ThreadPool: the Offload port on a fixed number of threads.
#pragma once

#include <cstddef>
#include <memory>

#include "ports/offload.hpp"

namespace lockstep::adapters {

class ThreadPool final : public Offload {
public:
    // `jobs_together_max`: how many of many waiting jobs a thread takes, and resumes, together. Waking the caller costs as much
    // as a small job; a costly one, such as a password hash, would hold up those taken with it.
    explicit ThreadPool(std::size_t threads, std::size_t jobs_together_max = 1);
    // Runs what was accepted, then ends its threads.
    ~ThreadPool() override;

    // An exception out of `work` comes out of the co_await.
    Task<void> run(std::function<void()> work) override;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep::adapters
