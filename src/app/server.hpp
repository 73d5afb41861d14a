// SPDX-License-Identifier: Apache-2.0
// Server: listens from the first moment on, refuses with "try again" until the installation is open, then serves it; drains when
// it is told to stop.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "adapters/http_beast/server.hpp"
#include "app/installation.hpp"

namespace lockstep::app {

class Server {
public:
    // How the settings are read anew when SIGHUP asks for it; empty: SIGHUP does nothing.
    using ReadSettings = std::function<Result<Settings>()>;
    Server(Foundation& foundation, Settings settings, ReadSettings read_settings = {});

    // Listens: every request is refused with 429 or 503 until open() has succeeded.
    Result<void> listen();
    Task<Result<void>> open();
    // "http://127.0.0.1:8080": for this machine.
    std::string url() const;
    Installation& installation() { return *installation_; }

    // Returns 0 after SIGTERM, SIGINT or stop(), 1 when the database failed. A second signal ends the process at once.
    Task<int> run_until_stopped();
    void stop() { stop_.notify(); }
    Task<void> close();

private:
    // What the HTTP servers call: the installation's handler once there is one.
    class FrontDoor final : public HttpHandler {
    public:
        explicit FrontDoor(Foundation& foundation) : foundation_(foundation) {}
        Task<HttpReply> handle(HttpRequest request) override;
        HttpHandler* behind = nullptr;

    private:
        Foundation& foundation_;
    };

    adapters::HttpServerOptions options() const;
    Task<void> heed_reloads();
    void reload();

    Foundation& foundation_;
    Settings settings_;
    ReadSettings read_settings_;
    Signal stop_;
    bool has_failed_ = false;
    FrontDoor front_door_;
    std::unique_ptr<Installation> installation_;
    std::unique_ptr<adapters::HttpServer> public_server_;
    std::unique_ptr<adapters::HttpServer> local_server_;  // with TLS: commands on this machine come in here
    TaskGroup tasks_;                                     // last: ends first
};

}  // namespace lockstep::app
