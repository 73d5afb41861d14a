// SPDX-License-Identifier: Apache-2.0
// TaskGroup: the only owner of background tasks. It is the last member of its class, so that it ends first: tasks may use
// every member declared before it.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "ports/clock.hpp"
#include "ports/task.hpp"

namespace lockstep {

class TaskGroup {
public:
    explicit TaskGroup(boost::asio::any_io_executor executor);
    // Whoever destroys a group has joined it, or has stopped the executor for good.
    ~TaskGroup();
    TaskGroup(TaskGroup const&) = delete;
    TaskGroup& operator=(TaskGroup const&) = delete;

    // Starts the task on the group's executor. An exception out of a task (other than cancellation) ends the process.
    void spawn(Task<void> task);
    std::size_t running() const;
    // Returns when nothing runs, or at `until`.
    Task<void> join(Clock& clock, TimePoint until);

private:
    struct State;
    boost::asio::any_io_executor executor_;
    std::shared_ptr<State> state_;  // shared with the completion handlers, which may outlive the group when the executor stops
};

}  // namespace lockstep
