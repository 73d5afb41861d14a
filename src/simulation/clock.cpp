// SPDX-License-Identifier: Apache-2.0
#include "simulation/clock.hpp"

#include <algorithm>
#include <boost/asio/associated_executor.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace lockstep::simulation {
namespace {

// Hands the suspended coroutine to `keep`, which stores it until its time comes.
template <class Keep>
Task<void> suspend(Keep keep) {
    auto initiate = [](auto handler, Keep* given) {
        boost::asio::any_io_executor executor = boost::asio::get_associated_executor(handler);
        (*given)(std::move(executor), std::move_only_function<void()>(std::move(handler)));
    };
    co_await boost::asio::async_initiate<boost::asio::use_awaitable_t<> const, void()>(
        std::move(initiate), boost::asio::use_awaitable, &keep);
}

}  // namespace

Task<void> SimulatedClock::sleep_until(TimePoint time) {
    if (time <= now_) {
        co_await boost::asio::post(boost::asio::use_awaitable);
        co_return;
    }
    co_await suspend([this, time](boost::asio::any_io_executor executor, std::move_only_function<void()> resume) {
        sleepers_.emplace(Key{time, next_number_++}, Sleeper{std::move(executor), std::move(resume)});
    });
}

Task<void> SimulatedClock::sleep_until_or(TimePoint time, Signal& signal) {
    if (time <= now_ || signal.take_raised()) {
        co_await boost::asio::post(boost::asio::use_awaitable);
        co_return;
    }
    co_await suspend([this, time, &signal](boost::asio::any_io_executor executor, std::move_only_function<void()> resume) {
        Key const key{time, next_number_++};
        auto const waiter = signal.add_waiter([this, key] { wake(key); });
        sleepers_.emplace(key, Sleeper{std::move(executor), std::move(resume), &signal, waiter});
    });
}

void SimulatedClock::wake(Key const& key) {
    auto node = sleepers_.extract(key);
    if (node.empty()) return;
    auto& sleeper = node.mapped();
    if (sleeper.signal != nullptr) sleeper.signal->remove_waiter(sleeper.waiter);
    boost::asio::post(sleeper.executor, std::move(sleeper.resume));
}

TimePoint SimulatedClock::wall() const {
    auto const passed = now_ - wall_set_at_;
    // Whole seconds and the rest apart, so that days of microseconds times a drift stay within 64 bits.
    constexpr Duration second = std::chrono::seconds{1};
    return wall_ + passed + (passed / second) * wall_drift_ + (passed % second) * wall_drift_.count() / second.count();
}

void SimulatedClock::raise_floor(TimePoint time) {
    auto const told = wall();
    now_ = std::max(now_, time);
    wall_ = told;
    wall_set_at_ = now_;
}

void SimulatedClock::step_wall(Duration by) {
    wall_ = wall() + by;
    wall_set_at_ = now_;
}

void SimulatedClock::drift_wall(Duration per_second) {
    step_wall(Duration{0});
    wall_drift_ = per_second;
}

void SimulatedClock::at(TimePoint time, std::function<void()> what) {
    appointments_.emplace(Key{std::max(time, now_), next_number_++}, std::move(what));
}

std::optional<TimePoint> SimulatedClock::next() const {
    std::optional<TimePoint> next;
    if (!sleepers_.empty()) next = sleepers_.begin()->first.first;
    if (!appointments_.empty())
        next = next ? std::min(*next, appointments_.begin()->first.first) : appointments_.begin()->first.first;
    return next;
}

void SimulatedClock::advance_to(TimePoint time) {
    now_ = std::max(now_, time);
    while (!appointments_.empty() && appointments_.begin()->first.first <= now_) {
        auto node = appointments_.extract(appointments_.begin());
        node.mapped()();
    }
    while (!sleepers_.empty() && sleepers_.begin()->first.first <= now_) wake(Key{sleepers_.begin()->first});
}

void SimulatedClock::drop(boost::asio::execution_context& context) {
    for (auto place = sleepers_.begin(); place != sleepers_.end();) {
        auto const& executor = place->second.executor;
        bool const is_of_it = &boost::asio::query(executor, boost::asio::execution::context) == &context;
        if (!is_of_it) {
            ++place;
            continue;
        }
        auto node = sleepers_.extract(place++);
        auto& sleeper = node.mapped();
        if (sleeper.signal != nullptr) sleeper.signal->remove_waiter(sleeper.waiter);
        // Destroying the resume function posts the coroutine's unwinding to its context, which never runs again.
    }
}

}  // namespace lockstep::simulation
