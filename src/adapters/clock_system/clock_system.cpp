// SPDX-License-Identifier: Apache-2.0
#include "adapters/clock_system/clock_system.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include "adapters/clock_system/anchor.hpp"

namespace lockstep::adapters {
namespace {

namespace asio = boost::asio;

// The machine may sleep while somebody waits; the timer's clock does not notice, so it looks again this often.
constexpr Duration look_again_after = std::chrono::minutes(1);

// Lowers the flag and takes the waiter away however the wait ends, cancellation included.
class Waiter {
public:
    Waiter(Signal& signal, asio::steady_timer& timer)
        : signal_(signal), id_(signal.add_waiter([this, &timer] {
              is_notified_ = true;
              timer.cancel();
          })) {}
    ~Waiter() { signal_.remove_waiter(id_); }
    Waiter(Waiter const&) = delete;
    Waiter& operator=(Waiter const&) = delete;
    bool is_notified() const { return is_notified_; }

private:
    Signal& signal_;
    bool is_notified_ = false;
    std::uint64_t id_;
};

Duration steady_reading() { return std::chrono::floor<Duration>(std::chrono::steady_clock::now().time_since_epoch()); }

}  // namespace

SystemClock::SystemClock() : offset_((wall().time_since_epoch() - steady_reading()).count()) {}

TimePoint SystemClock::wall() const { return std::chrono::floor<Duration>(std::chrono::system_clock::now()); }

TimePoint SystemClock::now() const {
    Duration const offset{offset_.load(std::memory_order_relaxed)};
    auto const steady = steady_reading();
    auto const followed = follow_wall(offset, steady, wall());
    return engine_time(followed > offset ? raise_offset(followed) : offset, steady);
}

void SystemClock::raise_floor(TimePoint time) {
    Duration const offset{offset_.load(std::memory_order_relaxed)};
    (void)raise_offset(offset_reaching(offset, steady_reading(), time));
}

Duration SystemClock::raise_offset(Duration offset) const {
    auto present = offset_.load(std::memory_order_relaxed);
    while (present < offset.count() && !offset_.compare_exchange_weak(present, offset.count(), std::memory_order_relaxed)) {}
    return std::max(Duration{present}, offset);
}

Task<void> SystemClock::sleep_until(TimePoint time) {
    auto const executor = co_await asio::this_coro::executor;
    asio::steady_timer timer{executor};
    for (auto left = time - now(); left > Duration::zero(); left = time - now()) {
        timer.expires_after(std::min(left, look_again_after));
        co_await timer.async_wait(asio::use_awaitable);
    }
}

Task<void> SystemClock::sleep_until_or(TimePoint time, Signal& signal) {
    if (signal.take_raised()) co_return;
    auto const executor = co_await asio::this_coro::executor;
    asio::steady_timer timer{executor};
    Waiter const waiter{signal, timer};
    for (auto left = time - now(); left > Duration::zero(); left = time - now()) {
        timer.expires_after(std::min(left, look_again_after));
        auto const [error] = co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
        if (waiter.is_notified()) co_return;
        if (error) throw boost::system::system_error(error);
    }
}

}  // namespace lockstep::adapters
