// SPDX-License-Identifier: Apache-2.0
// SandboxHost: one simulated app listening on a port of this machine, and sending its webhooks.
#pragma once

#include <memory>

#include "adapters/http_beast/server.hpp"
#include "app/foundation.hpp"
#include "sandbox/server.hpp"

namespace lockstep::app {

class SandboxHost {
public:
    // The app outlives the host.
    SandboxHost(Foundation& foundation, sandbox::App& app);

    // Port 0: any free one.
    Result<void> listen(std::uint16_t port);
    Task<void> close();

    std::string url() const { return "http://127.0.0.1:" + std::to_string(http_->port()); }
    // After the app was changed in-process.
    void wake() { server_.wake(); }

private:
    Foundation& foundation_;
    sandbox::SandboxServer server_;
    std::unique_ptr<adapters::HttpServer> http_;
    TaskGroup tasks_;  // last: ends first
};

}  // namespace lockstep::app
