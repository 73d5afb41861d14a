// SPDX-License-Identifier: Apache-2.0
// SandboxServer: an App behind an HTTP server, with the loop that sends its webhooks. Ports only. Everything runs on the one
// thread of its executor, as the server does.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <deque>

#include "ports/clock.hpp"
#include "ports/http.hpp"
#include "ports/log.hpp"
#include "ports/task_group.hpp"
#include "sandbox/app.hpp"

namespace lockstep::sandbox {

struct ServerSettings {
    // How long a caller whose reply is lost is kept waiting before it is answered with 504.
    Duration lost_reply_hold = std::chrono::seconds{60};
    Duration delivery_deadline = std::chrono::seconds{10};
    Duration longest_sleep = std::chrono::minutes{1};
    std::size_t deliveries_in_flight_most = 32;
};

class SandboxServer final : public HttpHandler {
public:
    SandboxServer(App& app, Clock& clock, HttpClient& client, Log& log, boost::asio::any_io_executor executor,
        ServerSettings settings = {});

    Task<HttpReply> handle(HttpRequest request) override;

    // Sends webhooks as they fall due. Returns after stop(), when those under way have ended.
    Task<void> deliver_loop();
    // For whoever changes the App in-process: the loop looks again.
    void wake() { changed_.notify(); }
    void stop() {
        is_stopping_ = true;
        changed_.notify();
    }

private:
    void start_deliveries();
    Task<void> deliver(Delivery delivery);

    App& app_;
    Clock& clock_;
    HttpClient& client_;
    Log& log_;
    ServerSettings settings_;
    std::deque<Delivery> waiting_;
    Signal changed_;
    bool is_stopping_ = false;
    TaskGroup tasks_;
};

}  // namespace lockstep::sandbox
