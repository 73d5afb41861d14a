// SPDX-License-Identifier: Apache-2.0
#include "adapters/pool/thread_pool.hpp"

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <exception>
#include <iterator>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include "adapters/resume/waiting.hpp"

namespace lockstep::adapters {
namespace {

// What came of the work: null, or the exception out of it.
struct Ended {
    std::exception_ptr thrown;
};

Ended run_work(std::function<void()> const& work) {
    try {
        work();
    } catch (...) {
        return {std::current_exception()};
    }
    return {};
}

}  // namespace

class ThreadPool::Impl {
public:
    struct Job {
        std::function<void()> work;
        Waiting<Ended> waiting;
    };

    Impl(std::size_t threads, std::size_t jobs_together_max) : threads_max_(threads), jobs_together_max_(jobs_together_max) {
        for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work_loop(); });
    }

    Impl(Impl const&) = delete;
    Impl& operator=(Impl const&) = delete;

    ~Impl() {
        {
            std::lock_guard lock{mutex_};
            is_closed_ = true;
        }
        ready_.notify_all();
        for (auto& thread : threads_) thread.join();
    }

    void push(Job job) {
        {
            std::lock_guard lock{mutex_};
            jobs_.push_back(std::move(job));
        }
        ready_.notify_one();
    }

private:
    void work_loop() {
        for (;;) {
            auto jobs = take();
            if (jobs.empty()) return;
            ReadyBatch<Ended> ready;
            for (auto& job : jobs) ready.add(std::move(job.waiting), run_work(job.work));
            ready.resume_all();
        }
    }

    // This thread's share of what waits, at least one job; none means that the pool is closed and empty.
    std::vector<Job> take() {
        std::unique_lock lock{mutex_};
        ready_.wait(lock, [&] { return is_closed_ || !jobs_.empty(); });
        auto const share = std::clamp<std::size_t>(jobs_.size() / threads_max_, 1, jobs_together_max_);
        auto const end = jobs_.begin() + static_cast<std::ptrdiff_t>(std::min(share, jobs_.size()));
        std::vector<Job> taken(std::make_move_iterator(jobs_.begin()), std::make_move_iterator(end));
        jobs_.erase(jobs_.begin(), end);
        return taken;
    }

    std::mutex mutex_;
    std::condition_variable ready_;
    std::deque<Job> jobs_;
    bool is_closed_ = false;
    std::size_t const threads_max_;
    std::size_t const jobs_together_max_;
    std::vector<std::thread> threads_;
};

ThreadPool::ThreadPool(std::size_t threads, std::size_t jobs_together_max)
    : impl_(std::make_unique<Impl>(threads, jobs_together_max)) {}

ThreadPool::~ThreadPool() = default;

Task<void> ThreadPool::run(std::function<void()> work) {
    auto start = [&](Waiting<Ended> waiting) { impl_->push({std::move(work), std::move(waiting)}); };
    auto const ended = co_await wait_for_resume<Ended>(std::move(start));
    if (ended.thrown) std::rethrow_exception(ended.thrown);
}

}  // namespace lockstep::adapters
