// SPDX-License-Identifier: Apache-2.0
// Waiting<T>: a coroutine that waits for another thread, and how that thread resumes it on the executor it came from.
// While it exists, the io_context it belongs to has work.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/prefer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "ports/task.hpp"

namespace lockstep::adapters {

template <class T>
struct Waiting {
    boost::asio::any_io_executor executor;
    std::move_only_function<void(T)> resume;
};

// Suspends the calling coroutine and passes it to `start`, which hands it to whoever will resume it. The result comes back
// as the value of the co_await.
template <class T, class Start>
Task<T> wait_for_resume(Start start) {
    auto initiate = [](auto handler, Start* begin) {
        auto executor = boost::asio::prefer(boost::asio::any_io_executor(boost::asio::get_associated_executor(handler)),
            boost::asio::execution::outstanding_work.tracked);
        (*begin)(Waiting<T>{std::move(executor), std::move(handler)});
    };
    co_return co_await boost::asio::async_initiate<boost::asio::use_awaitable_t<> const, void(T)>(
        std::move(initiate), boost::asio::use_awaitable, &start);
}

// Coroutines that became ready together. Each executor is woken once, however many of its coroutines resume.
template <class T>
class ReadyBatch {
public:
    void add(Waiting<T> waiting, T result) { ready_.push_back({std::move(waiting), std::move(result)}); }

    void resume_all() {
        for (std::size_t first = 0; first < ready_.size();) {
            auto const& executor = ready_[first].waiting.executor;
            std::size_t last = first + 1;
            while (last < ready_.size() && ready_[last].waiting.executor == executor) ++last;
            std::vector<Ready> group(std::make_move_iterator(ready_.begin() + static_cast<std::ptrdiff_t>(first)),
                std::make_move_iterator(ready_.begin() + static_cast<std::ptrdiff_t>(last)));
            post_group(std::make_unique<std::vector<Ready>>(std::move(group)), 0);
            first = last;
        }
        ready_.clear();
    }

private:
    struct Ready {
        Waiting<T> waiting;
        T result;
    };

    static void post_group(std::unique_ptr<std::vector<Ready>> group, std::size_t next) {
        auto executor = (*group)[next].waiting.executor;
        boost::asio::post(executor, [group = std::move(group), next]() mutable { resume_from(std::move(group), next); });
    }

    // A coroutine may end by an exception that its owner lets out of the io_context; the others must still resume.
    static void resume_from(std::unique_ptr<std::vector<Ready>> group, std::size_t next) {
        while (next < group->size()) {
            auto& ready = (*group)[next++];
            auto resume = std::move(ready.waiting.resume);
            try {
                resume(std::move(ready.result));
            } catch (...) {
                if (next < group->size()) post_group(std::move(group), next);
                throw;
            }
        }
    }

    std::vector<Ready> ready_;
};

}  // namespace lockstep::adapters
