// SPDX-License-Identifier: Apache-2.0
#include "ports/task_group.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/system/system_error.hpp>
#include <cstdio>
#include <cstdlib>
#include <exception>

namespace lockstep {

struct TaskGroup::State {
    std::size_t running = 0;
    Signal changed;
};

TaskGroup::TaskGroup(boost::asio::any_io_executor executor) : executor_(std::move(executor)), state_(std::make_shared<State>()) {}
TaskGroup::~TaskGroup() = default;

std::size_t TaskGroup::running() const { return state_->running; }

void TaskGroup::spawn(Task<void> task) {
    ++state_->running;
    boost::asio::co_spawn(executor_, std::move(task), [state = state_](std::exception_ptr error) {
        --state->running;
        state->changed.notify();
        if (!error) return;
        try {
            std::rethrow_exception(error);
        } catch (boost::system::system_error const& cancelled) {
            if (cancelled.code() == boost::asio::error::operation_aborted) return;
            std::fprintf(stderr, "background task ended by %s\n", cancelled.what());
        } catch (std::exception const& unexpected) {
            std::fprintf(stderr, "background task ended by %s\n", unexpected.what());
        }
        std::abort();
    });
}

Task<void> TaskGroup::join(Clock& clock, TimePoint until) {
    while (state_->running > 0 && clock.now() < until) co_await clock.sleep_until_or(until, state_->changed);
}

}  // namespace lockstep
