// SPDX-License-Identifier: Apache-2.0
// Serving an App: its latency becomes waiting, its lost replies become silence.
#include "sandbox/server.hpp"

#include <algorithm>

namespace lockstep::sandbox {

SandboxServer::SandboxServer(
    App& app, Clock& clock, HttpClient& client, Log& log, boost::asio::any_io_executor executor, ServerSettings settings)
    : app_(app), clock_(clock), client_(client), log_(log), settings_(settings), tasks_(std::move(executor)) {}

Task<HttpReply> SandboxServer::handle(HttpRequest request) {
    auto answer = app_.handle(request, clock_.now());
    changed_.notify();
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
        start_deliveries();
        auto const longest = clock_.now() + settings_.longest_sleep;
        auto const next = app_.next_delivery_at().value_or(longest);
        co_await clock_.sleep_until_or(std::min(next, longest), changed_);
    }
    co_await tasks_.join(clock_, clock_.now() + settings_.delivery_deadline);
}

void SandboxServer::start_deliveries() {
    for (auto& delivery : app_.due_deliveries(clock_.now())) waiting_.push_back(std::move(delivery));
    while (!waiting_.empty() && tasks_.running() < settings_.deliveries_in_flight_most) {
        auto delivery = std::move(waiting_.front());
        waiting_.pop_front();
        tasks_.spawn(deliver(std::move(delivery)));
    }
}

Task<void> SandboxServer::deliver(Delivery delivery) {
    Deadline const deadline{clock_.now() + settings_.delivery_deadline};
    auto const sent = co_await client_.send(delivery.request, deadline);
    int const status = sent ? sent->status : 0;
    app_.delivered(delivery, status, clock_.now());
    if (status < 200 || status >= 300) {
        log_.debug("a webhook of the sandbox was not taken",
            {{"status", std::int64_t{status}}, {"attempt", std::int64_t{delivery.attempt}}});
    }
    changed_.notify();
}

}  // namespace lockstep::sandbox
