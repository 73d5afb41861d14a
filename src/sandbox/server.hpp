// SPDX-License-Identifier: Apache-2.0
// SandboxServer: an App behind an HTTP server, with the loop that sends its webhooks. Ports only; one lock around the App,
// because a server may run on several threads.
#pragma once

#include <atomic>
#include <cstddef>
#include <deque>
#include <mutex>

#include "ports/clock.hpp"
#include "ports/http.hpp"
#include "ports/log.hpp"
#include "sandbox/app.hpp"

namespace lockstep::sandbox {

struct ServerSettings {
    // How long a caller whose reply is lost is kept waiting before the connection is answered with 504.
    Duration lost_reply_hold = std::chrono::seconds{60};
    Duration delivery_deadline = std::chrono::seconds{10};
    Duration look_again = std::chrono::milliseconds{250};
    std::size_t deliveries_in_flight_most = 32;
};

class SandboxServer final : public HttpHandler {
public:
    SandboxServer(App& app, Clock& clock, HttpClient& client, Log& log, ServerSettings settings = {});

    Task<HttpReply> handle(HttpRequest request) override;

    // Sends webhooks as they fall due, until stop(). Those of a request just served go out at once, without waiting for a look.
    Task<void> deliver_loop();
    // Sends what is due now. For whoever changes the App in-process.
    Task<void> deliver_due();
    void stop() { is_stopping_ = true; }

private:
    Task<void> deliver(Delivery delivery);

    App& app_;
    Clock& clock_;
    HttpClient& client_;
    Log& log_;
    ServerSettings settings_;
    std::mutex mutex_;  // guards app_, waiting_ and in_flight_; never held across co_await
    std::deque<Delivery> waiting_;
    std::size_t in_flight_ = 0;
    std::atomic<bool> is_stopping_ = false;
};

}  // namespace lockstep::sandbox
