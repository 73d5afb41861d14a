// SPDX-License-Identifier: Apache-2.0
// Serving an App: its latency becomes waiting, its lost replies become silence.
#include "sandbox/server.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/this_coro.hpp>

namespace lockstep::sandbox {

SandboxServer::SandboxServer(App& app, Clock& clock, HttpClient& client, Log& log, ServerSettings settings)
    : app_(app), clock_(clock), client_(client), log_(log), settings_(settings) {}

Task<HttpReply> SandboxServer::handle(HttpRequest request) {
    Answer answer;
    bool has_deliveries = false;
    {
        std::lock_guard const lock(mutex_);
        auto const now = clock_.now();
        answer = app_.handle(request, now);
        auto const next = app_.next_delivery_at();
        has_deliveries = next && *next <= now;
    }
    if (has_deliveries) {
        auto const executor = co_await boost::asio::this_coro::executor;
        boost::asio::co_spawn(executor, deliver_due(), boost::asio::detached);
    }
    if (answer.latency > Duration{}) co_await clock_.sleep_for(answer.latency);
    if (answer.lose_reply) {
        co_await clock_.sleep_for(settings_.lost_reply_hold);
        HttpReply silence;
        silence.status = 504;
        silence.headers.add("Connection", "close");
        co_return silence;
    }
    co_return std::move(answer.reply);
}

Task<void> SandboxServer::deliver_loop() {
    while (!is_stopping_) {
        co_await deliver_due();
        auto wake = clock_.now() + settings_.look_again;
        {
            std::lock_guard const lock(mutex_);
            if (auto const next = app_.next_delivery_at(); next && *next < wake) wake = *next;
        }
        co_await clock_.sleep_until(wake);
    }
}

Task<void> SandboxServer::deliver_due() {
    auto const executor = co_await boost::asio::this_coro::executor;
    std::vector<Delivery> batch;
    {
        std::lock_guard const lock(mutex_);
        for (auto& delivery : app_.due_deliveries(clock_.now())) waiting_.push_back(std::move(delivery));
        while (!waiting_.empty() && in_flight_ < settings_.deliveries_in_flight_most) {
            batch.push_back(std::move(waiting_.front()));
            waiting_.pop_front();
            ++in_flight_;
        }
    }
    // Outside the lock: a spawned coroutine may run at once.
    for (auto& delivery : batch) boost::asio::co_spawn(executor, deliver(std::move(delivery)), boost::asio::detached);
}

Task<void> SandboxServer::deliver(Delivery delivery) {
    Deadline const deadline{clock_.now() + settings_.delivery_deadline};
    auto const sent = co_await client_.send(delivery.request, deadline);
    int const status = sent ? sent->status : 0;
    bool has_more = false;
    {
        std::lock_guard const lock(mutex_);
        app_.delivered(delivery, status, clock_.now());
        --in_flight_;
        has_more = !waiting_.empty();
    }
    if (status < 200 || status >= 300)
        log_.debug("a webhook of the sandbox was not taken",
            {{"status", std::int64_t{status}}, {"attempt", std::int64_t{delivery.attempt}}});
    if (has_more) co_await deliver_due();
}

}  // namespace lockstep::sandbox
