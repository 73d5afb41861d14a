// SPDX-License-Identifier: Apache-2.0
#include "adapters/pool/thread_pool.hpp"

#include <condition_variable>
#include <deque>
#include <exception>
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

}  // namespace

class ThreadPool::Impl {
public:
    struct Job {
        std::function<void()> work;
        Waiting<Ended> waiting;
    };

    explicit Impl(std::size_t threads) {
        for (std::size_t i = 0; i < threads; ++i) threads_.emplace_back([this] { work_loop(); });
    }

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
            std::unique_lock lock{mutex_};
            ready_.wait(lock, [&] { return is_closed_ || !jobs_.empty(); });
            if (jobs_.empty()) return;
            auto job = std::move(jobs_.front());
            jobs_.pop_front();
            lock.unlock();
            Ended ended;
            try {
                job.work();
            } catch (...) {
                ended.thrown = std::current_exception();
            }
            ReadyBatch<Ended> ready;
            ready.add(std::move(job.waiting), std::move(ended));
            ready.resume_all();
        }
    }

    std::mutex mutex_;
    std::condition_variable ready_;
    std::deque<Job> jobs_;
    bool is_closed_ = false;
    std::vector<std::thread> threads_;
};

ThreadPool::ThreadPool(std::size_t threads) : impl_(std::make_unique<Impl>(threads)) {}

ThreadPool::~ThreadPool() = default;

Task<void> ThreadPool::run(std::function<void()> work) {
    auto start = [&](Waiting<Ended> waiting) { impl_->push({std::move(work), std::move(waiting)}); };
    auto const ended = co_await wait_for_resume<Ended>(std::move(start));
    if (ended.thrown) std::rethrow_exception(ended.thrown);
}

}  // namespace lockstep::adapters
