// SPDX-License-Identifier: Apache-2.0
// Runs coroutines from a test: one to its value, or many at once.
#pragma once

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>
#include <optional>
#include <utility>

#include "ports/task.hpp"

namespace lockstep::contract {

inline void rethrow(std::exception_ptr const& error) {
    if (error) std::rethrow_exception(error);
}

// Runs the context until the task has ended; other work on it goes on meanwhile.
template <class T>
T run(boost::asio::io_context& context, Task<T> task) {
    std::optional<T> value;
    boost::asio::co_spawn(context, std::move(task), [&](std::exception_ptr error, T result) {
        rethrow(error);
        value = std::move(result);
    });
    context.restart();
    while (!value && context.run_one() > 0) {}
    return std::move(value).value();
}

inline void run(boost::asio::io_context& context, Task<void> task) {
    bool ended = false;
    boost::asio::co_spawn(context, std::move(task), [&](std::exception_ptr error) {
        rethrow(error);
        ended = true;
    });
    context.restart();
    while (!ended && context.run_one() > 0) {}
}

inline void start(boost::asio::io_context& context, Task<void> task) {
    boost::asio::co_spawn(context, std::move(task), [](std::exception_ptr error) { rethrow(error); });
}

}  // namespace lockstep::contract
